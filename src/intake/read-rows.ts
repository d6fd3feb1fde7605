import type { ImportContext } from './import-run';
import type { RowSource, SourceRow } from './row-source';

/** Rows between two moves of the progress bar. */
const PROGRESS_EVERY = 2_000;

/**
 * The rows that can be read, counted and shown as progress; a record that is no row is refused with its fault.
 * @param file says whose they are where an import reads several.
 */
export async function* readRows(context: Pick<ImportContext, 'counts' | 'refused' | 'progress'>, source: RowSource, file?: string): AsyncGenerator<SourceRow> {
  const { counts, refused, progress } = context;
  progress.reading(source.bytes);
  for await (const row of source.rows()) {
    counts.read += 1;
    if (counts.read % PROGRESS_EVERY === 0) progress.at(source.bytesRead());
    if (row.fault === undefined) yield row;
    else refused.add({ line: row.line, ...(file === undefined ? {} : { file }), column: '', value: row.values.join(','), reason: row.fault });
  }
  progress.at(source.bytes);
}
