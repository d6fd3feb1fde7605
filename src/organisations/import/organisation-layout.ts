import type { RowSource } from '../../intake/row-source';
import { SetUpError } from '../../errors';
import { normalisePostcode } from '../../places/postcode';
import type { ImportedOrganisation, Sector } from './imported-organisation';
import type { KnownCodes } from './known-codes';
import type { RowCells } from './row-cells';

/** How one kind of file says what it knows of organisations. */
export interface OrganisationLayout {
  /** Also the source of its records, unless one is named. */
  readonly name: string;
  /** Headings without which a file is not of this kind. */
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** For organisations that are new: what a person decided since is not touched. */
  readonly defaults: { readonly sector?: Sector; readonly legalForm?: string };
  /** @returns undefined when the row was refused. */
  read(cells: RowCells, codes: KnownCodes): ImportedOrganisation | undefined;
}

export function requireHeadings(source: Pick<RowSource, 'columns' | 'name'>, layout: OrganisationLayout): void {
  const has = new Set(source.columns.map((column) => column.toLowerCase()));
  const missing = layout.required.filter((heading) => !has.has(heading));
  if (missing.length === 0) return;
  throw new SetUpError(
    `${source.name} is not of the layout ${layout.name}: it lacks the column${missing.length === 1 ? '' : 's'} ${missing.join(', ')}; it has: ${source.columns.join(', ')}.`,
    layout.name === 'generic' ? 'vcs-atlas template organisations' : 'vcs-atlas import organisations --help',
  );
}

/** The postcode of a row, normalised; one that is malformed is noted and given back as text for the address. */
export function readPostcode(cells: RowCells): { postcode?: string; malformed?: string } {
  const given = cells.oneLine('postcode');
  if (given === undefined) return {};
  const postcode = normalisePostcode(given);
  if (postcode !== undefined) return { postcode };
  cells.note(`postcode "${given.slice(0, 60)}" is malformed; kept in the address, the organisation is not placed by it.`);
  return { malformed: given };
}

export function withMalformed(address: string | undefined, malformed: string | undefined): string | undefined {
  return [address, malformed].filter((part) => part !== undefined).join(', ') || undefined;
}
