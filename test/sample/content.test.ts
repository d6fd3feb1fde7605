import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';

type Row = Record<string, string>;
type Position = [number, number];

const folder = join(__dirname, '../../sample');
const read = (file: string): Row[] => parse(readFileSync(join(folder, file)), { columns: true }) as Row[];

const areas = read('areas.csv');
const areaOverlaps = read('area-overlaps.csv');
const areaCodes = read('area-codes.csv');
const areaStatistics = read('area-statistics.csv');
const areasServed = read('areas-served.csv');
const communities = read('communities.csv');
const consents = read('consents.csv');
const contacts = read('contacts.csv');
const identifiers = read('identifiers.csv');
const memberships = read('memberships.csv');
const organisations = read('organisations.csv');
const places = read('places.csv');
const postcodes = read('postcodes.csv');
const serviceTerms = read('service-terms.csv');
const services = read('services.csv');
const statuses = read('statuses.csv');
const supports = read('supports.csv');
const terms = read('terms.csv');
const underRepresented = read('under-represented.csv');
const courses = read('courses.csv');
const sessions = read('training-sessions.csv');
const bookings = read('bookings.csv');
const attendances = read('attendances.csv');
const targets = read('training-targets.csv');
const budgets = read('training-budgets.csv');
const duties = read('duties.csv');
const units = read('passport-units.csv');
const prerequisites = read('passport-prerequisites.csv');
const progress = read('passport-progress.csv');
const needs = read('development-needs.csv');
const outlines = (
  JSON.parse(readFileSync(join(folder, 'outlines.geojson'), 'utf8')) as {
    features: { properties: { code: string }; geometry: { coordinates: Position[][] } }[];
  }
).features;

const TODAY = '2026-11-21';
const NAMED_IN_THE_PLANS = [
  '3D', 'Broxbourne and East Herts CVS', 'Children England', 'Children Matter East / VCS Engage', 'Community Foundation (DCF)', 'Connexions', 'Dacorum CVS',
  'Derbyshire Children and Younger Adults Directorate', 'Derbyshire County Council', 'Hertfordshire Children Schools and Families', 'Hertfordshire County Council',
  'Homestart', 'NAVCA', 'NCB', 'NCVYS', 'NSPCC', 'Pro Action Herts', 'St Albans CVS', 'Stevenage CVS', 'Volunteer Centres Derbyshire',
];

const count = (rows: Row[], column: string): Map<string, number> =>
  rows.reduce((counts, row) => counts.set(row[column]!, (counts.get(row[column]!) ?? 0) + 1), new Map<string, number>());
const known = (rows: Row[], column: string): Set<string> => new Set(rows.map((row) => row[column]!));
const of = (rows: Row[], organisation: Row, column = 'organisation'): Row[] => rows.filter((row) => row[column] === organisation.key);
const named = known(organisations.filter((o) => NAMED_IN_THE_PLANS.includes(o.name!)), 'key');
const invented = organisations.filter((o) => !named.has(o.key!));
const districts = areas.filter((a) => a.kind === 'DISTRICT');
const kindOf = new Map(areas.map((a) => [a.code, a.kind]));
const current = (row: Row): boolean => row.from! <= TODAY && (row.to_last_day === '' || row.to_last_day! >= TODAY);

describe('references between the files of the sample', () => {
  const keys: Record<string, Set<string>> = {
    organisation: known(organisations, 'key'),
    service: known(services, 'key'),
    contact: known(contacts, 'key'),
    area: known(areas, 'code'),
    term: new Set(terms.map((t) => `${t.vocabulary} ${t.code}`)),
    course: known(courses, 'key'),
    session: known(sessions, 'key'),
    budget: known(budgets, 'key'),
    unit: known(units, 'code'),
    postcode: known(postcodes, 'postcode'),
  };

  it.each([
    ['a parent area', areas, 'parent_code', 'area'],
    ['an overlapping area', areaOverlaps, 'code', 'area'],
    ['an overlapped area', areaOverlaps, 'other_code', 'area'],
    ['a new code', areaCodes, 'new_code', 'area'],
    ['a measured area', areaStatistics, 'code', 'area'],
    ['a postcode’s district', postcodes, 'district_code', 'area'],
    ['a directory’s area', organisations, 'directory_area', 'area'],
    ['a registration’s organisation', identifiers, 'organisation', 'organisation'],
    ['a status’s organisation', statuses, 'organisation', 'organisation'],
    ['a place’s organisation', places, 'organisation', 'organisation'],
    ['a place’s service', places, 'service', 'service'],
    ['a service’s organisation', services, 'organisation', 'organisation'],
    ['an area served’s organisation', areasServed, 'organisation', 'organisation'],
    ['an area served’s service', areasServed, 'service', 'service'],
    ['an area served', areasServed, 'area_code', 'area'],
    ['a community’s organisation', communities, 'organisation', 'organisation'],
    ['a contact’s organisation', contacts, 'organisation', 'organisation'],
    ['a consent’s contact', consents, 'contact', 'contact'],
    ['an umbrella', memberships, 'umbrella', 'organisation'],
    ['a member', memberships, 'member', 'organisation'],
    ['a supporter', supports, 'supporter', 'organisation'],
    ['a supported organisation', supports, 'supported', 'organisation'],
    ['an under-represented community’s area', underRepresented, 'area_code', 'area'],
    ['a course’s provider', courses, 'provider', 'organisation'],
    ['a course’s area', courses, 'area', 'area'],
    ['a session’s course', sessions, 'course', 'course'],
    ['a session’s postcode', sessions, 'postcode', 'postcode'],
    ['a session’s budget', sessions, 'budget', 'budget'],
    ['a session’s area', sessions, 'area', 'area'],
    ['a booking’s session', bookings, 'session', 'session'],
    ['a booking’s organisation', bookings, 'organisation', 'organisation'],
    ['an attendance’s session', attendances, 'session', 'session'],
    ['an attendance’s organisation', attendances, 'organisation', 'organisation'],
    ['a target’s course', targets, 'course', 'course'],
    ['a target’s area', targets, 'area', 'area'],
    ['a duty’s organisation', duties, 'organisation', 'organisation'],
    ['a duty’s area', duties, 'area', 'area'],
    ['a unit that is required', prerequisites, 'required', 'unit'],
    ['a counted unit', progress, 'unit', 'unit'],
    ['a count’s organisation', progress, 'organisation', 'organisation'],
    ['a need’s organisation', needs, 'organisation', 'organisation'],
  ])('%s is there', (_title, rows, column, target) => {
    const given = rows.map((row) => row[column]).filter((value) => value !== undefined && value !== '');
    expect(given).not.toEqual([]);
    expect(given.filter((value) => !keys[target]!.has(value!))).toEqual([]);
  });

  it('every term that is used is in its vocabulary, and under a parent of the same vocabulary', () => {
    const used = [
      ...communities.map((c) => `community ${c.term_code}`),
      ...underRepresented.map((u) => `community ${u.term_code}`),
      ...serviceTerms.map((s) => `${s.vocabulary} ${s.code}`),
      ...terms.filter((t) => t.parent_code !== '').map((t) => `${t.vocabulary} ${t.parent_code}`),
    ];
    expect(used.filter((term) => !keys.term!.has(term))).toEqual([]);
  });

  it('a term is put on a service or on an organisation', () => {
    const both = new Set([...keys.service!, ...keys.organisation!]);
    expect(serviceTerms.filter((t) => !both.has(t.service_or_organisation!))).toEqual([]);
  });

  it('a place and an area served name a service of their own organisation', () => {
    const owner = new Map(services.map((s) => [s.key, s.organisation]));
    const strangers = [...places, ...areasServed].filter((r) => r.service !== '' && owner.get(r.service) !== r.organisation);
    expect(strangers).toEqual([]);
  });

  it('a key is a slug and stands for one thing', () => {
    for (const rows of [organisations, services, contacts]) {
      expect(rows.filter((r) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(r.key!))).toEqual([]);
      expect(known(rows, 'key').size).toBe(rows.length);
    }
    expect(known(areas, 'code').size).toBe(areas.length);
    expect(known(postcodes, 'postcode').size).toBe(postcodes.length);
    expect(new Set(identifiers.map((i) => `${i.scheme} ${i.value}`)).size).toBe(identifiers.length);
    expect(services.filter((s) => named.has(s.key!) || invented.some((o) => o.key === s.key))).toEqual([]);
  });

  it('a period does not end before it begins, nor begin before the organisation was founded', () => {
    const founded = new Map(organisations.map((o) => [o.key, o.founded_on!]));
    const periods = [statuses, areasServed, memberships, supports].flat();
    const ends = periods.filter((p) => p.to_last_day !== '' && p.to_last_day! < p.from!);
    const tooEarly = periods.filter((p) => p.from !== '' && [p.organisation, p.member, p.umbrella, p.supporter, p.supported].some((o) => (founded.get(o) ?? '') > p.from!));
    expect([...ends, ...tooEarly]).toEqual([]);
  });

  it('a partly overlapping area’s shares add up to one', () => {
    const sums = areaOverlaps.reduce((sum, o) => sum.set(o.code!, (sum.get(o.code!) ?? 0) + Number(o.share)), new Map<string, number>());
    expect([...sums].filter(([, sum]) => Math.abs(sum - 1) > 1e-9)).toEqual([]);
  });
});

describe('what is invented', () => {
  it('is every organisation that the two plans do not name, and says so in its name and in its description', () => {
    expect(named.size).toBe(NAMED_IN_THE_PLANS.length);
    expect(invented.filter((o) => !o.name!.endsWith(' (invented)') || !o.description!.startsWith('Invented for this sample. '))).toEqual([]);
    expect(organisations.filter((o) => named.has(o.key!) && /invented/i.test(o.name! + o.description!))).toEqual([]);
  });

  it('gives no detail to a body that the plans name', () => {
    const details = ['website', 'founded_on', 'assured_on', 'income', 'income_year', 'paid_staff', 'volunteers', 'trustees'];
    expect(organisations.filter((o) => named.has(o.key!) && details.some((column) => o[column] !== ''))).toEqual([]);
    const rows = [identifiers, statuses, places, services, communities, contacts].flat();
    expect(rows.filter((row) => named.has(row.organisation!))).toEqual([]);
  });

  it('has registration numbers that no register has given', () => {
    const shapes: Record<string, RegExp> = { 'GB-CHC': /^999\d{4}$/, 'GB-COH': /^(999\d{5}|00000000)$/, 'GB-CASC': /^sample\d\d$/ };
    expect(identifiers.filter((i) => !shapes[i.scheme!]?.test(i.value!))).toEqual([]);
  });

  it('reaches nobody: roles, example domains, and telephone numbers kept for drama', () => {
    const shapes: Record<string, RegExp> = { EMAIL: /^[^@\s]+@([a-z0-9-]+\.)?example\.(org|com)$/, PHONE: /^01632 960\d{3}$/, POST: /Invented/ };
    expect(contacts.filter((c) => !shapes[c.kind!]?.test(c.value!) || c.role_title === '')).toEqual([]);
    expect(organisations.filter((o) => o.website !== '' && !/^https:\/\/[a-z0-9-]+\.example\.org$/.test(o.website!))).toEqual([]);
  });

  it('stands in every district, six organisations or more in each', () => {
    const serving = districts.map((d) => invented.filter((o) => of(areasServed, o).some((r) => r.area_code === d.code && r.service === '')).length);
    expect(Math.min(...serving)).toBeGreaterThanOrEqual(6);
    expect(invented.length).toBeLessThanOrEqual(150);
  });

  it('has independent bodies in Derbyshire’s directory only', () => {
    const independent = organisations.filter((o) => o.sector === 'INDEPENDENT');
    expect(known(independent, 'directory_area')).toEqual(new Set(['E10000007']));
  });
});

describe('places', () => {
  const inside = (ring: Position[], [x, y]: Position): boolean =>
    ring.slice(1).reduce((odd, [bx, by], i) => {
      const [ax, ay] = ring[i]!;
      return ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax ? !odd : odd;
    }, false);
  const distance = (ring: Position[], [x, y]: Position): number =>
    Math.min(
      ...ring.slice(1).map(([bx, by], i) => {
        const [ax, ay] = ring[i]!;
        const along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2);
        const t = Math.min(1, Math.max(0, along));
        return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay));
      }),
    );
  const districtAt = (p: Position): string[] =>
    outlines.filter((o) => inside(o.geometry.coordinates[0]!, p)).map((o) => o.properties.code);

  it('have no postcode that is not among the sample’s own', () => {
    const given = known(postcodes, 'postcode');
    expect(places.filter((p) => p.postcode !== '' && !given.has(p.postcode!))).toEqual([]);
  });

  it('have postcodes that lie in the outline of their district, three or more in each', () => {
    const strays = postcodes.filter((p) => districtAt([Number(p.longitude), Number(p.latitude)]).join() !== p.district_code);
    expect(strays).toEqual([]);
    const perDistrict = count(postcodes, 'district_code');
    expect(districts.filter((d) => (perDistrict.get(d.code!) ?? 0) < 3)).toEqual([]);
  });

  it('have coordinates on the grid of 0.01 degree, well inside one district, and never together with a postcode', () => {
    for (const place of places.filter((p) => p.longitude !== '')) {
      expect([place.longitude, place.latitude]).toEqual([expect.stringMatching(/^-?\d\.\d\d$/), expect.stringMatching(/^\d\d\.\d\d$/)]);
      expect(place.postcode).toBe('');
      const point: Position = [Number(place.longitude), Number(place.latitude)];
      const around = districtAt(point);
      expect(around).toHaveLength(1);
      const ring = outlines.find((o) => o.properties.code === around[0])!.geometry.coordinates[0]!;
      expect(distance(ring, point)).toBeGreaterThanOrEqual(0.01 - 1e-9);
    }
  });

  it('are given by postcode for about half of the invented organisations', () => {
    const placed = known(places.filter((p) => p.postcode !== ''), 'organisation').size;
    expect(placed / invented.length).toBeGreaterThan(0.45);
    expect(placed / invented.length).toBeLessThan(0.8);
  });
});

describe('the awkward cases', () => {
  const ages = new Map(services.map((s) => [s, `${s.age_from === '' ? '' : 'from'}${s.age_to === '' ? '' : 'to'}`]));
  const termed = known(serviceTerms, 'service_or_organisation');
  const serves = (o: Row, ...kinds: string[]): boolean => of(areasServed, o).some((r) => current(r) && kinds.includes(kindOf.get(r.area_code)!));
  const audiences = (o: Row): Set<string> => known(of(contacts, o), 'audience');
  const income = new Map(organisations.map((o) => [o.key, o.income === '' ? undefined : Number(o.income)]));
  const visibility = (v: string) => (o: Row) => of(places, o).some((p) => p.visibility === v);

  it.each<[string, number, (organisation: Row) => boolean]>([
    ['serves a whole county', 4, (o) => serves(o, 'COUNTY')],
    ['serves the whole country', 2, (o) => serves(o, 'COUNTRY')],
    ['serves both counties', 1, (o) => ['E10000015', 'E10000007'].every((code) => of(areasServed, o).some((r) => r.area_code === code))],
    ['serves ten districts by ten rows', 1, (o) => of(areasServed, o).filter((r) => kindOf.get(r.area_code) === 'DISTRICT').length === 10],
    ['serves a locality', 2, (o) => serves(o, 'LOCALITY')],
    ['serves a CVS’s patch of two districts', 1, (o) => serves(o, 'CVS_PATCH')],
    ['serves a partnership’s area', 2, (o) => serves(o, 'PARTNERSHIP_AREA')],
    ['no longer serves an area', 2, (o) => of(areasServed, o).some((r) => r.to_last_day !== '' && r.to_last_day! < TODAY)],
    ['has one service with an area of its own', 3, (o) => of(areasServed, o).some((r) => r.service !== '')],
    ['has no area served that is known', 6, (o) => of(areasServed, o).length === 0],
    ['has no place at all', 6, (o) => of(places, o).length === 0],
    ['has an address without a postcode or coordinates', 1, (o) => of(places, o).some((p) => p.postcode === '' && p.longitude === '')],
    ['is a charity and a company', 10, (o) => ['GB-CHC', 'GB-COH'].every((scheme) => of(identifiers, o).some((i) => i.scheme === scheme))],
    ['has a number that begins with zeros', 1, (o) => of(identifiers, o).some((i) => i.value!.startsWith('00'))],
    ['is a small group that is registered nowhere', 20, (o) => of(identifiers, o).length === 0 && o.income !== '' && Number(o.income) < 10_000],
    ['hides its places: refuges and the like', 3, visibility('HIDDEN')],
    ['shows the district of a home and no more', 3, visibility('DISTRICT_ONLY')],
    ['was assured more than twelve months ago', 8, (o) => o.assured_on !== '' && o.assured_on! < '2025-11-21'],
    ['is nearly stale', 8, (o) => o.assured_on! >= '2025-11-21' && o.assured_on! < '2026-05-21'],
    ['was never assured', 2, (o) => o.assured_on === ''],
    ['has a service whose ages are unknown', 4, (o) => of(services, o).some((s) => ages.get(s) === '')],
    ['has a service with no upper age', 5, (o) => of(services, o).some((s) => ages.get(s) === 'from')],
    ['has a service with no lower age', 1, (o) => of(services, o).some((s) => ages.get(s) === 'to')],
    ['has a service for 0 to 25, as printed', 1, (o) => of(services, o).some((s) => s.age_from === '0' && s.age_to === '25')],
    ['has a service without a category', 1, (o) => of(services, o).some((s) => !termed.has(s.key!))],
    ['has an unknown income', 6, (o) => o.income === ''],
    ['has closed', 2, (o) => of(statuses, o).some((s) => s.status === 'INACTIVE' && current(s))],
    ['has announced that it will close', 1, (o) => of(statuses, o).some((s) => s.status === 'INACTIVE' && s.from! > TODAY)],
    ['has reopened', 1, (o) => of(statuses, o).filter((s) => s.status === 'ACTIVE').length === 2],
    ['has public, professional and private contacts', 2, (o) => audiences(o).size === 3],
    ['has both infrastructure and services', 3, (o) => o.provider === 'true' && o.infrastructure !== ''],
    ['belongs to several CVSs', 3, (o) => of(memberships, o, 'member').filter(current).length > 1],
    ['has left an umbrella', 3, (o) => of(memberships, o, 'member').some((m) => m.to_last_day !== '' && m.to_last_day! < TODAY)],
    ['left an umbrella and came back', 1, (o) => Math.max(0, ...count(of(memberships, o, 'member'), 'umbrella').values()) > 1],
    ['supports a smaller one', 6, (o) => of(supports, o, 'supporter').some((s) => income.get(s.supported)! < income.get(o.key)!)],
    ['has an apostrophe in its name, straight or curly', 5, (o) => /['’]/.test(o.name!)],
    ['has an accent in its name', 1, (o) => /[éèêëáàç]/i.test(o.name!)],
    ['has Welsh letters in its name', 1, (o) => /[ŵŷ]/i.test(o.name!)],
    ['has its letters in its name', 1, (o) => /\(AVYA\)/.test(o.name!)],
    ['has a name of more than 200 characters', 1, (o) => o.name!.length > 200],
  ])('an organisation %s', (_case, atLeast, is) => {
    expect(invented.filter(is).length).toBeGreaterThanOrEqual(atLeast);
  });

  it('two organisations are possibly one: the same telephone and the same postcode', () => {
    const phones = contacts.filter((c) => c.kind === 'PHONE');
    const pairs = phones.flatMap((a, i) => phones.slice(i + 1).filter((b) => a.value === b.value).map((b) => [a.organisation, b.organisation]));
    expect(pairs).toEqual([['colne-side-youth-project', 'colneside-youth-project']]);
    const postcode = (key?: string) => places.find((p) => p.organisation === key && p.kind === 'ADDRESS')?.postcode;
    expect(postcode(pairs[0]![0])).toBe(postcode(pairs[0]![1]));
  });

  it('a service is delivered in another district than the one of its organisation’s address', () => {
    const district = new Map(postcodes.map((p) => [p.postcode, p.district_code]));
    const abroad = places.filter((p) => {
      const address = places.find((a) => a.organisation === p.organisation && a.kind === 'ADDRESS' && a.postcode !== '');
      return p.kind === 'DELIVERY' && p.postcode !== '' && address !== undefined && district.get(p.postcode) !== district.get(address.postcode);
    });
    expect(abroad.length).toBeGreaterThanOrEqual(1);
  });

  it('consents are for mailing, training and consultation, some withdrawn, and one given anew', () => {
    expect(known(consents, 'purpose')).toEqual(new Set(['MAILING', 'TRAINING', 'CONSULTATION']));
    const withdrawn = consents.filter((c) => c.withdrawn_on !== '');
    expect(withdrawn.length).toBeGreaterThanOrEqual(5);
    expect(withdrawn.filter((c) => c.withdrawn_on! < c.given_on!)).toEqual([]);
    const again = consents.filter((c) => withdrawn.some((w) => w.contact === c.contact && w.purpose === c.purpose && c.given_on! > w.withdrawn_on!));
    expect(again.length).toBeGreaterThanOrEqual(1);
  });

  it('every sector, tier, community link and size band has someone in it', () => {
    expect(known(invented, 'sector')).toEqual(new Set(['VOLUNTARY', 'COMMUNITY', 'SOCIAL_ENTERPRISE', 'INDEPENDENT', 'STATUTORY']));
    expect(known(services, 'tier')).toEqual(new Set(['UNIVERSAL', 'PREVENTIVE', 'TARGETED', 'SPECIALIST']));
    expect(known(communities, 'link')).toEqual(new Set(['LED_BY', 'WORKS_WITH']));
    const bands = new Set(invented.filter((o) => o.income !== '').map((o) => [1e4, 1e5, 1e6, 1e7, 1e8].filter((bound) => Number(o.income) >= bound).length));
    expect(bands.size).toBe(6);
  });

  it('an organisation has at most one primary community and one primary registration', () => {
    for (const rows of [communities, identifiers]) {
      expect([...count(rows.filter((r) => r.primary === 'true'), 'organisation')].filter(([, n]) => n > 1)).toEqual([]);
    }
  });
});

describe('training', () => {
  const session = new Map(sessions.map((s) => [s.key, s]));
  const organisation = new Map(organisations.map((o) => [o.key, o]));
  const people = (rows: Row[], column: string, key?: string): number => rows.filter((r) => r.session === key).reduce((sum, r) => sum + Number(r[column]), 0);

  it('has no more people at a session, nor places booked, than it holds', () => {
    for (const { key, capacity } of sessions) {
      expect([key, people(attendances, 'people', key) <= Number(capacity)]).toEqual([key, true]);
      expect([key, people(bookings.filter((b) => b.state === 'BOOKED'), 'places', key) <= Number(capacity)]).toEqual([key, true]);
    }
  });

  it('has nobody at a session that was cancelled or is to come, nor an organisation that was closed or not yet founded', () => {
    const impossible = attendances.filter((a) => {
      const { held_on, cancelled_on } = session.get(a.session)!;
      const told = statuses.filter((s) => s.organisation === a.organisation);
      const atWork = told.length === 0 || told.some((s) => s.status === 'ACTIVE' && s.from! <= held_on! && (s.to_last_day === '' || s.to_last_day! >= held_on!));
      return cancelled_on !== '' || held_on! > TODAY || !atWork || organisation.get(a.organisation)!.founded_on! > held_on!;
    });
    expect(impossible).toEqual([]);
  });

  it('says nothing of a body that the plans name', () => {
    for (const rows of [bookings, attendances, duties, progress, needs]) expect(rows.filter((r) => named.has(r.organisation!))).toEqual([]);
  });
});
