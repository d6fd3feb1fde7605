import { openCsv } from './csv.source';
import { unguarded } from '../text/formula-guard';
import type { RowSource, RowSourceOptions } from './row-source';
import { findSourceFile } from './source-file';
import { openXlsx } from './xlsx.source';

/** Opens CSV (also gzipped, also with `;` or tabs) or the first sheet of a workbook. */
export async function openRows(path: string, options: RowSourceOptions = {}): Promise<RowSource> {
  const file = await findSourceFile(path);
  if (file.kind === 'xlsx') return openXlsx(file, options);
  const source = await openCsv(file, options);
  return options.guarded === true ? withoutGuards(source) : source;
}

function withoutGuards(source: RowSource): RowSource {
  async function* rows(): ReturnType<RowSource['rows']> {
    for await (const row of source.rows()) yield { ...row, values: row.values.map(unguarded) };
  }
  return { ...source, rows };
}
