import { CellFault } from './cell-values';

/** A registration: the scheme and the number as its register writes it. */
export interface GivenIdentifier {
  readonly scheme: string;
  readonly value: string;
}

/** What spreadsheets make of a number: `2495423.0`. */
const DECIMAL_ZERO = /^(\d+)\.0+$/;
const SCHEME = /^[A-Z0-9]+(-[A-Z0-9]+)*$/;
/** The schemes whose numbers are known by their shape. */
const SHAPES: Readonly<Record<string, { shape: RegExp; name: string }>> = {
  'GB-CHC': { shape: /^\d{5,7}(-\d{1,4})?$/, name: 'a charity number of England and Wales' },
  'GB-SC': { shape: /^SC\d{6}$/, name: 'a charity number of Scotland' },
  'GB-NIC': { shape: /^\d{6}$/, name: 'a charity number of Northern Ireland' },
  'GB-COH': { shape: /^(\d{8}|[A-Z]{2}\d{6}|[A-Z]{2}\d{5}[A-Z]|[A-Z]\d{7})$/, name: 'a company number' },
  'GB-MPR': { shape: /^[A-Z0-9]{2,10}$/, name: 'a number of the Mutuals Public Register' },
  'GB-CASC': { shape: /^[A-Za-z0-9-]{2,40}$/, name: 'a number of a community amateur sports club' },
};

/**
 * A number of a scheme in the one form in which it is compared. Companies House writes eight digits and spreadsheets
 * lose leading zeros: a number of fewer digits is filled up with zeros. Nothing else is added.
 */
export function identifier(scheme: string, given: string): GivenIdentifier {
  const kind = scheme.toUpperCase();
  if (!SCHEME.test(kind)) throw new CellFault('has no scheme of letters, digits and hyphens');
  let value = given.trim().replace(DECIMAL_ZERO, '$1');
  if (value.toUpperCase().startsWith(`${kind}-`)) value = value.slice(kind.length + 1);
  if (kind !== 'GB-CASC' && kind in SHAPES) value = value.replace(/\s/g, '').toUpperCase();
  if (kind === 'GB-COH' && /^\d{1,7}$/.test(value)) value = value.padStart(8, '0');
  if (kind === 'GB-NIC') value = value.replace(/^NIC/, '');
  const known = SHAPES[kind];
  if (value === '' || value.length > 100) throw new CellFault('is not a number of a register');
  if (known !== undefined && !known.shape.test(value)) throw new CellFault(`is not ${known.name}`);
  return { scheme: kind, value };
}

/** A charity number of any of the three registers, told apart by its shape. */
export function charityIdentifier(given: string): GivenIdentifier {
  if (/^(GB-)?SC/i.test(given)) return identifier('GB-SC', given);
  if (/^(GB-)?NIC/i.test(given)) return identifier('GB-NIC', given);
  return identifier('GB-CHC', given);
}

/** `GB-CHC-1234567` or `GB-CHC:1234567`; a local scheme wants the colon. */
export function parseIdentifier(given: string): GivenIdentifier {
  const colon = given.indexOf(':');
  if (colon > 0) return identifier(given.slice(0, colon).trim(), given.slice(colon + 1));
  const known = Object.keys(SHAPES).find((scheme) => given.toUpperCase().startsWith(`${scheme}-`));
  if (known === undefined) throw new CellFault('is not of the form scheme:value');
  return identifier(known, given);
}
