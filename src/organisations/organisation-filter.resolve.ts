import { ArgumentError } from '../errors';
import { uuidOf } from '../graphql/node';
import type { Reader } from '../graphql/read/reader';
import { checkPoint } from '../places/area-at.read-model';
import { areaByCode, type KnownArea } from '../places/area-lookup';
import { readSearchText, type SearchText } from './search-text';
import type { NearInput, OrganisationFilter } from './organisation-filter.input';

/** The farthest that a search reaches, in kilometres. */
export const MAX_KM = 100;
const MAX_TEXT = 200;

export interface Spot {
  readonly latitude: number;
  readonly longitude: number;
  readonly km: number;
}

/** A filter whose names have been looked up and whose values have been checked. */
export interface ResolvedFilter {
  readonly given: OrganisationFilter;
  readonly text: SearchText | null;
  readonly area: KnownArea | null;
  readonly near: Spot | null;
  readonly category: readonly string[] | null;
  readonly community: readonly string[] | null;
  readonly memberOf: string | null;
  readonly day: string;
}

/** Looks up what a filter names and checks its values; every mistake is a typed error that names the argument. */
export async function resolveFilter(reader: Reader, filter: OrganisationFilter | null | undefined, argument = 'filter'): Promise<ResolvedFilter> {
  const given = filter ?? {};
  checkPlain(given, argument);
  const [text, area, near, category, community] = await Promise.all([
    given.text == null ? null : readSearchText(reader, given.text),
    given.area == null ? null : areaByCode(reader, given.area, `${argument}.area`),
    given.near == null ? null : spotOf(reader, given.near, `${argument}.near`),
    given.category == null ? null : termIds(reader, given.category, 'CATEGORY', `${argument}.category`),
    given.community == null ? null : termIds(reader, given.community, 'COMMUNITY', `${argument}.community`),
  ]);
  const asksWhereBased = given.basis == null || given.basis === 'BASED_IN' || given.basis === 'BASED_IN_OR_SERVES';
  if (area !== null && area.districts.length === 0 && asksWhereBased && given.notPlaced !== true) {
    throw new ArgumentError('BAD_INPUT', `${argument}.basis`, `Who is based in ${area.name} is not known, for it holds no whole district: ask who SERVES it.`);
  }
  return {
    given,
    text,
    area,
    near,
    category,
    community,
    memberOf: given.memberOf == null ? null : uuidOf('Organisation', given.memberOf, `${argument}.memberOf`),
    day: given.asOf ?? reader.today,
  };
}

function checkPlain(given: OrganisationFilter, argument: string): void {
  if (given.text != null && given.text.length > MAX_TEXT) {
    throw new ArgumentError('BAD_INPUT', `${argument}.text`, `${argument}.text is longer than ${MAX_TEXT} characters.`);
  }
  if (given.text?.includes('\0') === true) throw new ArgumentError('BAD_INPUT', `${argument}.text`, `${argument}.text holds a character that no name has.`);
  const { ages } = given;
  if (ages?.from != null && ages.to != null && ages.from > ages.to) {
    throw new ArgumentError('BAD_RANGE', `${argument}.ages`, `${argument}.ages runs from ${ages.from} to ${ages.to}: from must not be larger.`);
  }
  if (given.basis != null && given.area == null) {
    throw new ArgumentError('BAD_INPUT', `${argument}.basis`, `${argument}.basis says how they stand to an area: give ${argument}.area too.`);
  }
}

async function spotOf(reader: Reader, near: NearInput, argument: string): Promise<Spot> {
  if (!(near.km > 0 && near.km <= MAX_KM)) {
    throw new ArgumentError('BAD_RADIUS', `${argument}.km`, `${argument}.km must be more than 0 and at most ${MAX_KM}, not ${near.km}.`);
  }
  if ((near.postcode == null) === (near.point == null)) {
    throw new ArgumentError('BAD_POINT', argument, `Give either ${argument}.postcode or ${argument}.point.`);
  }
  if (near.point != null) {
    checkPoint(near.point, `${argument}.point`);
    return { latitude: near.point.latitude, longitude: near.point.longitude, km: near.km };
  }
  const bind = reader.binder();
  const [row] = await reader.rows<{ latitude: number; longitude: number }>(
    `select st_y(p.point) as latitude, st_x(p.point) as longitude from shown.postcodes p where p.postcode = ${bind.param(near.postcode, 'text')} and p.point is not null`,
    bind,
  );
  if (row === undefined) throw new ArgumentError('UNKNOWN_POSTCODE', `${argument}.postcode`, `No coordinates are known for the postcode ${near.postcode}.`);
  return { ...row, km: near.km };
}

/** The term of a code and all that are narrower. */
async function termIds(reader: Reader, code: string, purpose: 'CATEGORY' | 'COMMUNITY', argument: string): Promise<string[]> {
  const at = code.indexOf(':');
  const bind = reader.binder();
  const vocabulary = bind.param(at < 0 ? null : code.slice(0, at), 'text');
  const rows = await reader.rows<{ id: string }>(
    `with recursive narrower (id) as (
      select t.id from shown.terms t join shown.vocabularies v on v.code = t.vocabulary
      where v.purpose = ${bind.param(purpose, 'text')} and t.code = ${bind.param(code.slice(at + 1), 'text')} and (${vocabulary} is null or t.vocabulary = ${vocabulary})
      union select t.id from shown.terms t join narrower n on t.parent_id = n.id
    ) select id from narrower`,
    bind,
  );
  if (rows.length === 0) throw new ArgumentError('UNKNOWN_TERM', argument, `No vocabulary has the ${purpose.toLowerCase()} ${code.slice(0, 40)}.`);
  return rows.map((row) => row.id);
}
