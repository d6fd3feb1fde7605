import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { GraphQLDateTimeISO, GraphQLJSONObject, GraphQLLocalDate } from 'graphql-scalars';
import { isValid, toNormalised } from 'postcode';

const DECIMAL = /^-?\d+(\.\d+)?$/;

/** Values of the database are already in the form that goes out; what comes in is checked. */
const asIs = (value: unknown): unknown => value;
const fromString = (parse: (value: unknown) => unknown) => (node: ValueNode): unknown => parse(node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT ? node.value : undefined);

/** PostgreSQL knows no year 0. */
function parseDay(value: unknown): string {
  const day = String(GraphQLLocalDate.parseValue(value));
  if (day.startsWith('0000')) throw new TypeError('Date must be a day of the years 0001 to 9999.');
  return day;
}

/** The same of instants, in UTC as they are sent there. */
function asInstant(instant: Date): Date {
  const year = instant.getUTCFullYear();
  if (year < 1 || year > 9999) throw new TypeError('DateTime must be an instant of the years 0001 to 9999, in UTC.');
  return instant;
}

function parseDecimal(value: unknown): string {
  if (typeof value !== 'string' || !DECIMAL.test(value)) throw new TypeError('Decimal must be a string such as "90000.00".');
  return value;
}

function parsePostcode(value: unknown): string {
  const normal = typeof value === 'string' && isValid(value) ? toNormalised(value) : null;
  if (normal === null) throw new TypeError('Postcode must be a full postcode such as "SG1 1XX".');
  return normal;
}

export const DateScalar = new GraphQLScalarType({
  ...GraphQLLocalDate.toConfig(),
  name: 'Date',
  description: 'A calendar day, YYYY-MM-DD, without a zone.',
  serialize: asIs,
  parseValue: parseDay,
  parseLiteral: fromString(parseDay),
});

export const DateTimeScalar = new GraphQLScalarType({
  ...GraphQLDateTimeISO.toConfig(),
  name: 'DateTime',
  description: 'An instant, RFC 3339, in UTC.',
  serialize: asIs,
  parseValue: (value) => asInstant(GraphQLDateTimeISO.parseValue(value)),
  parseLiteral: (node) => asInstant(GraphQLDateTimeISO.parseLiteral(node, {})),
});

export const DecimalScalar = new GraphQLScalarType({
  name: 'Decimal',
  description: 'An exact decimal number as a string: money and shares are never floating point.',
  serialize: asIs,
  parseValue: parseDecimal,
  parseLiteral: fromString(parseDecimal),
});

export const PostcodeScalar = new GraphQLScalarType({
  name: 'Postcode',
  description: 'A full United Kingdom postcode; taken in any spacing and case, given as "SG1 1XX".',
  serialize: asIs,
  parseValue: parsePostcode,
  parseLiteral: fromString(parsePostcode),
});

export const GeoJsonScalar = new GraphQLScalarType({
  name: 'GeoJSON',
  description: 'A GeoJSON geometry (RFC 7946), WGS84, longitude before latitude.',
  serialize: asIs,
});

export const JsonObjectScalar = new GraphQLScalarType({
  ...GraphQLJSONObject.toConfig(),
  name: 'FilterObject',
  description: 'The filter behind a figure: pass it as it is, as the `filter` of the query that the description of the figure names, to list the rows that were counted.',
});
