import { SetUpError } from '../../errors';
import type { ImportContext } from '../../intake/import-run';
import { openRows } from '../../intake/open-rows';
import { findColumn, requireColumn } from '../../intake/row-source';
import { CellFault, parseWord } from '../../organisations/import/cell-values';
import { parseDay } from '../../organisations/import/cell-dates';
import { nameKey } from '../name-key';
import type { AudienceRow, ChannelRow, ReviewBodyRow } from '../review/plan-lists';

export const REVIEW_HEADINGS = ['body', 'times_a_year', 'kind', 'counted_from', 'note'] as const;
export const AUDIENCE_HEADINGS = ['level', 'audience'] as const;
export const CHANNEL_HEADINGS = ['channel'] as const;

export const REVIEW_KINDS = ['INTERNAL', 'EXTERNAL_VERIFICATION'] as const;
export const LEVELS = ['LOCAL', 'REGIONAL', 'NATIONAL'] as const;

type Progress = Pick<ImportContext, 'progress'>;
type Cell = <Value>(heading: string, parse: (text: string) => Value) => Value;

/** Who reviews a plan: body,times_a_year, and kind,counted_from,note. */
export function readReviewRows(context: Progress, path: string): Promise<ReviewBodyRow[]> {
  return readList(context, path, 'body', ['body', 'times_a_year'], (cell) => {
    const note = cell('note', (text) => text || null);
    return {
      body: cell('body', present), times_a_year: cell('times_a_year', timesAYear), counted_from: cell('counted_from', (text) => (text === '' ? null : parseDay(text))), note,
      // Where a plan sets external verification apart by these words alone.
      kind: cell('kind', (text) => (text === '' ? (/^external verification\b/i.test(note ?? '') ? 'EXTERNAL_VERIFICATION' : 'INTERNAL') : parseWord(text, REVIEW_KINDS))),
    };
  });
}

/** With whom a plan is shared: level,audience. */
export function readAudienceRows(context: Progress, path: string): Promise<AudienceRow[]> {
  return readList(context, path, 'audience', AUDIENCE_HEADINGS, (cell) => ({ level: cell('level', (text) => parseWord(present(text), LEVELS)), audience: cell('audience', present) }));
}

/** By what a plan is shared: channel. */
export function readChannelRows(context: Progress, path: string): Promise<ChannelRow[]> {
  return readList(context, path, 'channel', CHANNEL_HEADINGS, (cell) => ({ channel: cell('channel', present) }));
}

/** Reads a short list beside the plan. Its faults are told as those of the file, the first of them alone. */
async function readList<Row extends object>({ progress }: Progress, path: string, key: string, required: readonly string[], read: (cell: Cell) => Row): Promise<Row[]> {
  const source = await openRows(path, { guarded: true });
  try {
    progress.say(`reading ${source.name}`);
    for (const heading of required) requireColumn(source, heading);
    const rows: Row[] = [];
    const seen = new Map<string, number>();
    for await (const { line, values, fault } of source.rows()) {
      const told = (column: string, value: string, reason: string): SetUpError => new SetUpError(`${source.name}, line ${line}, ${column} "${value}": ${reason}.`);
      if (fault !== undefined) throw told('row', values.join(','), fault);
      const cell: Cell = (heading, parse) => {
        const text = values[findColumn(source, heading) ?? -1] ?? '';
        try {
          return parse(text);
        } catch (error) {
          if (error instanceof CellFault) throw told(heading, text, error.message);
          throw error;
        }
      };
      rows.push(read(cell));
      const name = cell(key, (text) => text);
      const before = seen.get(nameKey(name));
      if (before !== undefined) throw told(key, name, `stands in the file twice (line ${before})`);
      seen.set(nameKey(name), line);
    }
    return rows;
  } finally {
    source.close();
  }
}

function present(text: string): string {
  if (text === '') throw new CellFault('is empty');
  return text;
}

function timesAYear(text: string): number {
  const times = Number(text);
  if (!/^\d{1,2}$/.test(text) || times < 1 || times > 12) throw new CellFault('is not how often in a year, 1 to 12');
  return times;
}
