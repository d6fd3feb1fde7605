import type { ImportContext } from '../../intake/import-run';
import { readRows } from '../../intake/read-rows';
import { requireColumn, type RowSource } from '../../intake/row-source';
import { parseDay } from '../../organisations/import/cell-dates';
import { CellFault, parseMoney } from '../../organisations/import/cell-values';
import { type NamedOrganisation, NAMING_HEADINGS, readNaming } from '../../organisations/import/named-organisations';
import { RowCells } from '../../organisations/import/row-cells';

/** The layout: a row is one item that an organisation holds, with its check where it was checked. */
export const EVIDENCE_HEADINGS = [...NAMING_HEADINGS, 'kind', 'title', 'issued_on', 'expires_on', 'amount', 'file_sha256', 'file_name', 'checked_on', 'checked_by', 'refused_reason'] as const;
const REQUIRED = ['kind', 'issued_on'] as const;
const SHA256 = /^[0-9a-f]{64}$/;

export interface GivenCheck {
  readonly on: string;
  readonly by: string;
  /** Null: accepted. */
  readonly refusedReason: string | null;
}

export interface GivenEvidence extends NamedOrganisation {
  readonly kind: string;
  readonly title: string | null;
  readonly issuedOn: string;
  readonly expiresOn: string | null;
  /** In pounds. */
  readonly amount: string | null;
  readonly fileSha256: string | null;
  readonly fileName: string | null;
  readonly check: GivenCheck | null;
}

/** The rows that can be read. `kinds`: codes of the kinds of evidence by code and by name, both in lower case. Held in memory: a county's sheets have thousands. */
export async function readEvidenceRows(context: ImportContext, source: RowSource, kinds: ReadonlyMap<string, string>): Promise<GivenEvidence[]> {
  for (const heading of REQUIRED) requireColumn(source, heading);
  const cells = new RowCells(source, EVIDENCE_HEADINGS, context.refused, context.notes, context.clock.today());
  const given: GivenEvidence[] = [];
  for await (const row of readRows(context, source)) {
    cells.enter(row);
    const read = readRow(cells, kinds);
    if (!cells.isFaulty && read !== undefined) given.push(read);
  }
  cells.finish();
  return given;
}

function readRow(cells: RowCells, kinds: ReadonlyMap<string, string>): GivenEvidence | undefined {
  for (const heading of REQUIRED) if (cells.text(heading) === undefined) cells.refuse(heading, new CellFault('is empty'));
  const kind = cells.read('kind', (text) => {
    const code = kinds.get(text.toLowerCase()) ?? kinds.get(text.toLowerCase().replace(/[\s-]+/g, '_'));
    if (code === undefined) throw new CellFault('is no kind of evidence');
    return code;
  });
  const issuedOn = cells.pastDay('issued_on');
  const expiresOn = cells.read('expires_on', (text) => {
    const day = parseDay(text);
    if (issuedOn !== undefined && day < issuedOn) throw new CellFault(`lies before it was issued on ${issuedOn}`);
    return day;
  });
  const amount = cells.read('amount', parseMoney);
  const fileSha256 = cells.read('file_sha256', (text) => {
    if (!SHA256.test(text.toLowerCase())) throw new CellFault('is no SHA-256 (64 hexadecimal digits)');
    return text.toLowerCase();
  });
  const check = readCheck(cells, issuedOn);
  const naming = readNaming(cells);
  if (kind === undefined || issuedOn === undefined || cells.isFaulty) return undefined;
  return {
    ...naming, kind, issuedOn, expiresOn: expiresOn ?? null, amount: amount ?? null, fileSha256: fileSha256 ?? null, title: cells.oneLine('title') ?? null, fileName: cells.oneLine('file_name') ?? null, check,
  };
}

/** A check has a day and somebody who checked; a reason alone would not say when it was refused. */
function readCheck(cells: RowCells, issuedOn: string | undefined): GivenCheck | null {
  const on = cells.pastDay('checked_on');
  const by = cells.oneLine('checked_by');
  const refusedReason = cells.oneLine('refused_reason') ?? null;
  if (on === undefined && (by !== undefined || refusedReason !== null) && cells.text('checked_on') === undefined) cells.refuse('checked_on', new CellFault('is empty although it was checked'));
  if (on !== undefined && by === undefined) cells.refuse('checked_by', new CellFault('is empty although it was checked'));
  if (on !== undefined && issuedOn !== undefined && on < issuedOn) cells.refuse('checked_on', new CellFault(`lies before it was issued on ${issuedOn}`));
  return on === undefined || by === undefined ? null : { on, by, refusedReason };
}
