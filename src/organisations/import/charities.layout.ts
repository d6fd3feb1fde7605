import { CellFault, parseMoney, parseWebsite, parseYesNo } from './cell-values';
import { parseDay } from './cell-dates';
import { charityIdentifier, type GivenIdentifier, identifier, parseIdentifier } from './identifier-values';
import type { ImportedFigures, ImportedOrganisation, ImportedTerm } from './imported-organisation';
import type { KnownCodes } from './known-codes';
import { type OrganisationLayout, readPostcode, withMalformed } from './organisation-layout';
import type { RowCells } from './row-cells';

/** The vocabularies whose codes the columns of the same name hold. */
const VOCABULARIES = ['ukcat', 'icnptso'] as const;

/** Rows of the charity registers of the United Kingdom, with the codes of the charity classifications. */
export const charitiesLayout: OrganisationLayout = {
  name: 'charities',
  required: ['org_id', 'name', 'postcode', 'active'],
  optional: ['reg_number', 'address', 'date_registered', 'income', 'spending', 'fye', 'web', 'company_number', 'activities', 'objects', ...VOCABULARIES],
  defaults: { sector: 'VOLUNTARY' },
  read(cells, codes) {
    const name = cells.oneLine('name');
    if (name === undefined) cells.refuse('name', new CellFault('is empty'));
    const active = cells.read('active', parseYesNo);
    const foundedOn = cells.pastDay('date_registered');
    const identifiers = readIdentifiers(cells);
    const { postcode, malformed } = readPostcode(cells);
    const row: ImportedOrganisation = {
      name: name ?? '',
      identifiers,
      sourceKey: cells.text('org_id'),
      description: cells.text('activities') ?? cells.text('objects'),
      website: cells.readLeniently('web', parseWebsite),
      foundedOn,
      active,
      place: { postcode, address: withMalformed(cells.oneLine('address'), malformed) },
      figures: readFigures(cells),
      terms: readTerms(cells, codes),
    };
    return cells.isFaulty ? undefined : row;
  },
};

function readIdentifiers(cells: RowCells): GivenIdentifier[] {
  const charity = cells.read('org_id', parseIdentifier) ?? cells.read('reg_number', charityIdentifier);
  if (charity === undefined && !cells.isFaulty) cells.refuse('org_id', new CellFault('is empty'));
  // A register that repeats a company number wrongly still registers the charity.
  const company = cells.readLeniently('company_number', (text) => identifier('GB-COH', text));
  return [charity, company].filter((one) => one !== undefined);
}

function readFigures(cells: RowCells): ImportedFigures | undefined {
  const yearEnd = cells.read('fye', parseDay);
  const income = cells.read('income', parseMoney);
  const spending = cells.read('spending', parseMoney);
  if (income === undefined && spending === undefined) return undefined;
  if (yearEnd === undefined) {
    cells.count('income or spending without the end of its year (left out: a figure is of a year)', cells.text('org_id') ?? '');
    return undefined;
  }
  return { year: Number(yearEnd.slice(0, 4)), yearEnd, income, spending };
}

function readTerms(cells: RowCells, codes: KnownCodes): ImportedTerm[] {
  const found: ImportedTerm[] = [];
  for (const vocabulary of VOCABULARIES) {
    for (const code of cells.readEach(vocabulary, (part) => part) ?? []) {
      const term = codes.termOf(vocabulary, code);
      if (term !== undefined) found.push(term);
      else if (codes.vocabularies.has(vocabulary)) cells.count(`${vocabulary} code that the vocabulary does not have (left out)`, code);
      else cells.count(`${vocabulary} code left out: that vocabulary is not loaded (vcs-atlas import vocabulary)`, code);
    }
  }
  return found;
}
