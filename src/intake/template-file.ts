import { stringify } from 'csv-stringify/sync';
import { LINE_BREAK } from '../text/line-break';
import { type TextSheet, textWorkbook } from './text-workbook';

export type TemplateFormat = 'csv' | 'xlsx';

export interface Template extends TextSheet {
  readonly example: readonly string[];
}

/** A layout with an example row, as a file to fill in. CSV begins with the mark by which Excel knows UTF-8. */
export async function templateFile(format: TemplateFormat, template: Template): Promise<Buffer> {
  const { headings, example } = template;
  if (format === 'csv') return Buffer.from(stringify([[...headings], [...example]], { bom: true, record_delimiter: 'windows', quoted_match: LINE_BREAK }), 'utf8');
  return textWorkbook(template, [example]);
}
