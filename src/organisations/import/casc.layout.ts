import { CellFault, cleanText, oneLine, parseYesNo } from './cell-values';
import { parseIdentifier } from './identifier-values';
import { type OrganisationLayout, readPostcode, withMalformed } from './organisation-layout';

/** HMRC's list of community amateur sports clubs. */
export const cascLayout: OrganisationLayout = {
  name: 'casc',
  required: ['id', 'name', 'postcode', 'active'],
  optional: ['address'],
  defaults: { sector: 'COMMUNITY', legalForm: 'Community amateur sports club' },
  read(cells) {
    const name = cells.oneLine('name');
    if (name === undefined) cells.refuse('name', new CellFault('is empty'));
    const id = cells.read('id', parseIdentifier);
    if (id === undefined && !cells.isFaulty) cells.refuse('id', new CellFault('is empty'));
    const active = cells.read('active', parseYesNo);
    if (cells.isFaulty || name === undefined || id === undefined) return undefined;
    const { postcode, malformed } = readPostcode(cells);
    return {
      name,
      identifiers: [id],
      sourceKey: `${id.scheme}-${id.value}`,
      active,
      place: { postcode, address: withMalformed(tidyAddress(cells.text('address')), malformed) },
    };
  },
};

/** The list fills the parts of an address that it does not know with "NA" and "No data". */
function tidyAddress(address: string | undefined): string | undefined {
  const parts = (address ?? '').split(',').flatMap((part) => {
    const text = cleanText(part);
    return text === undefined ? [] : [oneLine(text)];
  });
  return parts.length === 0 ? undefined : parts.join(', ');
}
