import { openCsv } from './csv.source';
import type { RowSource, RowSourceOptions } from './row-source';
import { findSourceFile } from './source-file';
import { openXlsx } from './xlsx.source';

/** Opens CSV (also gzipped, also with `;` or tabs) or the first sheet of a workbook. */
export async function openRows(path: string, options: RowSourceOptions = {}): Promise<RowSource> {
  const file = await findSourceFile(path);
  return file.kind === 'xlsx' ? openXlsx(file, options) : openCsv(file, options);
}
