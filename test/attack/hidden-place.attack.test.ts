import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { v5 as uuidv5, v7 as uuidv7 } from 'uuid';
import type { Viewer } from '../../src/access/viewer';
import { writeCursor } from '../../src/graphql/read/page';
import { deriveOrganisations } from '../../src/organisations/derived';
import { TRUTH_COLUMNS, writePlaces } from '../../src/organisations/place-writing';
import { ofThisPart, record } from '../../trust/figures';
import { openTestDatabase, type TestDatabase } from '../support';

/**
 * Whoever is not cleared must learn nothing of where a hidden place is: every question has the same answer wherever
 * it is, and the same when no address was ever given. Questions are drawn at random around both whereabouts: fewer on the
 * embedded engine, which hides by the same SQL and takes three times as long.
 */
const TRIALS = Number(process.env.ATLAS_TRIALS ?? (process.env.TEST_DATABASE_URL === undefined ? '50' : '300'));
const SEED = 20261121;
const PROBES_AT_ONCE = 10;
const PATIENCE_MS = 30_000 + Math.max(TRIALS, 100) * 3_000;

const HERE = { latitude: 51.75, longitude: -0.47, district: 'E07000096', postcode: 'HP1 1ZZ' };
const THERE = { latitude: 51.9, longitude: -0.2, district: 'E07000243', postcode: 'SG1 9ZZ' };
const ADDRESS = '7 Nightingale Passage';
const ROLE_REFUSED = new Set(['UNAUTHENTICATED', 'FORBIDDEN']);

let atlas: TestDatabase;
let refuge: string;
let viewers: Viewer[];

beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
  const found = await atlas.owner.query<{ id: string }>(`
    select p.organisation_id as id from places p join organisations o on o.id = p.organisation_id
    join areas c on c.id = o.directory_area_id where p.visibility = 'HIDDEN' and p.kind = 'ADDRESS' and c.code = 'E10000015' order by o.sort_name limit 1`);
  refuge = found.rows[0]?.id ?? '';
  const area = async (code: string): Promise<string> => (await atlas.owner.query<{ id: string }>('select id from areas where code = $1', [code])).rows[0]?.id ?? '';
  const [here, there, elsewhere] = await Promise.all([area(HERE.district), area(THERE.district), area('E07000032')]);
  const other = (await atlas.owner.query<{ id: string }>('select id from organisations where id <> $1 limit 1', [refuge])).rows[0]?.id ?? '';
  viewers = [
    { role: 'ANONYMOUS' },
    { role: 'REPRESENTATIVE', areaIds: [here] },
    { role: 'REPRESENTATIVE', areaIds: [there] },
    { role: 'ANALYST' },
    { role: 'COMMISSIONER' },
    { role: 'ACTION_LEAD', areaIds: [here] },
    { role: 'COORDINATOR', areaIds: [elsewhere] },
    { role: 'ORGANISATION_EDITOR', organisationIds: [other] },
  ];
});
afterAll(() => atlas.close());

/** Writes where the refuge truly is, as every write does; null: nobody ever said. */
async function moveTo(place: typeof HERE | null): Promise<void> {
  await atlas.database.write({ role: 'ADMIN' }, async (manager) => {
    const [address] = (await manager.query(`select id from places where organisation_id = $1 and kind = 'ADDRESS'`, [refuge])) as { id: string }[];
    if (place === null) await manager.query('delete from places where organisation_id = $1', [refuge]);
    else {
      const truth = [{ id: address?.id ?? uuidv7(), organisation_id: refuge, service_id: null, kind: 'ADDRESS', visibility: 'HIDDEN', name: 'Nightingale', address: ADDRESS, postcode: place.postcode, longitude: place.longitude, latitude: place.latitude }];
      await writePlaces(manager, `(select ${TRUTH_COLUMNS} from json_to_recordset($1) as r (id uuid, organisation_id uuid, service_id uuid, kind text, visibility text, name text, address text, postcode text, longitude float8, latitude float8))`, [JSON.stringify(truth)]);
    }
    await deriveOrganisations(manager, [refuge]);
  });
}

const near = (place: typeof HERE) =>
  fc.record({
    point: fc.record({ latitude: fc.double({ min: place.latitude - 0.2, max: place.latitude + 0.2, noNaN: true }), longitude: fc.double({ min: place.longitude - 0.2, max: place.longitude + 0.2, noNaN: true }) }),
    km: fc.oneof(fc.double({ min: 0.1, max: 3, noNaN: true }), fc.double({ min: 3, max: 100, noNaN: true })),
  });

const filters = fc.record(
  {
    text: fc.constantFrom('refuge', 'Nightingale', 'Passage', 'HP1', 'women', 'harbuor', 'a'),
    near: fc.oneof(near(HERE), near(THERE)),
    sizeBand: fc.subarray(['MICRO', 'SMALL', 'MEDIUM', 'UNKNOWN'], { minLength: 1 }),
    notPlaced: fc.boolean(),
    withoutAreaServed: fc.boolean(),
    servesUnder26: fc.boolean(),
    status: fc.constant('ACTIVE'),
    place: fc.record({ area: fc.constantFrom(HERE.district, THERE.district, 'E10000015', 'E12000006'), basis: fc.constantFrom('BASED_IN', 'SERVES', 'COUNTY_WIDE', 'SERVES_OR_COUNTY_WIDE', 'BASED_IN_OR_SERVES') }),
  },
  { requiredKeys: [] },
).map(({ place, ...rest }) => ({ ...rest, ...place }));

/** Those that list somebody: each area in each way, and circles around either place. Filters drawn at random mostly list nobody. */
const plainFilters: Record<string, unknown>[] = [
  ...[HERE.district, THERE.district, 'E10000015'].flatMap((area) => ['BASED_IN', 'SERVES', 'BASED_IN_OR_SERVES'].map((basis) => ({ area, basis }))),
  ...[HERE, THERE].flatMap(({ latitude, longitude }) => [2, 20, 90].map((km) => ({ near: { point: { latitude, longitude }, km } }))),
];

const ALL_FIELDS = [
  'name', 'updatedAt', 'version', 'status', 'basedIn { code }', 'distanceKm', 'places { key kind visibility name address postcode point { latitude longitude } district { code } districtBasis }',
  'areasServed { area { code } }', 'services { places { address } }', 'contacts { audience value }', 'memberships { umbrella { name basedIn { code } } }',
];
const ALL = `id ${ALL_FIELDS.join(' ')}`;
const ALL_FACETS = ['districts', 'categories', 'sizeBands', 'communities'];
/** What is asked of those that a question lists: everything now and then, mostly a part, which is another statement each time. */
const anyFields = fc.oneof({ weight: 1, arbitrary: fc.constant(ALL) }, { weight: 3, arbitrary: fc.subarray(ALL_FIELDS, { minLength: 1, maxLength: 4 }).map((fields) => `id ${fields.join(' ')}`) });
const facets = fc.subarray(ALL_FACETS).map((kinds) => (kinds.length === 0 ? '' : `facets { ${kinds.map((kind) => `${kind} { code count }`).join(' ')} }`));

const literal = (value: unknown): string =>
  Array.isArray(value)
    ? `[${value.map(literal).join(', ')}]`
    : typeof value === 'object' && value !== null
      ? `{ ${Object.entries(value).map(([name, one]) => `${name}: ${literal(one)}`).join(', ')} }`
      : typeof value === 'string' && /^[A-Z_]+$/.test(value) && !value.startsWith('HP')
        ? value
        : JSON.stringify(value);

const dayBefore = (days: number): string => new Date(Date.UTC(2026, 10, 21 - days)).toISOString().slice(0, 10);

const enumSafe = (filter: Record<string, unknown>): string => literal(filter).replace(/text: (\w+)/, (_, word) => `text: ${JSON.stringify(word)}`);

const size = fc.integer({ min: 1, max: 12 });
const anyArea = fc.constantFrom(HERE.district, THERE.district, 'E10000015', 'E12000006');
/** Whom to count: coverage asks for the rest by itself. */
const counted = filters.map(({ text, sizeBand, status }: Record<string, unknown>) => JSON.parse(JSON.stringify({ text, sizeBand, status })) as Record<string, unknown>);
/** Cursors that nobody was given: of a name or a distance of the asker's choosing, to halve what is sought again and again. */
const after = (order: string, value: fc.Arbitrary<string | number>): fc.Arbitrary<string> =>
  fc.option(value, { freq: 1, nil: undefined }).map((at) => (at === undefined ? '' : `, after: "${writeCursor(order, [at, uuidv5(String(at), uuidv5.URL)])}"`));

/** What can be asked, drawn so that hardly a question is asked twice: what most can be asked of weighs most. */
const probes = fc.oneof(
  {
    weight: 16,
    arbitrary: fc
      .record({ filter: filters, order: fc.constantFrom('INCOME', 'ASSURED'), first: size, kinds: facets, fields: anyFields })
      .map(({ filter, order, first, kinds, fields }) => `organisations(first: ${first}, filter: ${enumSafe(filter)}, orderBy: ${order}) { totalCount ${kinds} edges { cursor node { ${fields} } } }`),
  },
  {
    weight: 8,
    arbitrary: fc
      .record({ filter: filters, first: size, from: after('NAME', fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz '), minLength: 1, maxLength: 4 })), kinds: facets, fields: anyFields })
      .map(({ filter, first, from, kinds, fields }) => `organisations(first: ${first}${from}, filter: ${enumSafe(filter)}, orderBy: NAME) { totalCount ${kinds} edges { cursor node { ${fields} } } }`),
  },
  {
    weight: 8,
    arbitrary: fc
      .record({ near: fc.oneof(near(HERE), near(THERE)), last: size, fields: anyFields })
      .map(({ near: spot, last, fields }) => `organisations(last: ${last}, filter: { near: ${literal(spot)} }, orderBy: DISTANCE) { totalCount edges { cursor node { ${fields} } } }`),
  },
  {
    weight: 8,
    arbitrary: fc
      .record({ near: fc.oneof(near(HERE), near(THERE)), first: size, from: after('DISTANCE', fc.integer({ min: 0, max: 30_000 }).map((metres) => metres / 1000)) })
      .map(({ near: spot, first, from }) => `organisations(first: ${first}${from}, filter: { near: ${literal(spot)} }, orderBy: DISTANCE) { edges { cursor node { id name distanceKm } } pageInfo { hasNextPage } }`),
  },
  fc.record({ area: anyArea, first: size }).map(({ area, first }) => `possibleDuplicates(first: ${first}, area: "${area}") { totalCount nodes { score likeness places one { name } other { name } } }`),
  {
    weight: 4,
    arbitrary: fc.record({ area: anyArea, months: fc.integer({ min: 0, max: 60 }), first: size, fields: anyFields }).map(({ area, months, first, fields }) => `staleEntries(first: ${first}, area: "${area}", months: ${months}) { totalCount nodes { ${fields} } }`),
  },
  {
    weight: 4,
    arbitrary: fc
      .record({ area: anyArea, filter: counted, asOf: fc.integer({ min: 0, max: 700 }) })
      .map(({ area, filter, asOf }) => `coverage(area: "${area}", filter: ${enumSafe(filter)}, asOf: "${dayBefore(asOf)}") { whole { basedIn { count } organisations { count } notPlaced { count } } rows { area { code } basedIn { count } organisations { count } bySizeBand { band count } unknown { withoutAreaServed { count } } } }`),
  },
  {
    weight: 4,
    arbitrary: fc.subarray(ALL_FIELDS, { minLength: 2 }).map((fields) => `node(id: "@refuge") { ... on Organisation { id ${fields.join(' ')} assuredOn sources { sourceKey } } }`),
  },
);

/**
 * Answers of all viewers to all questions, by viewer; what a changed entry may say of itself (when it changed) is the
 * same, for the mask did not. One document is asked by all of them before the next: what is kept of it for one must
 * not be told to another.
 */
async function interrogate(documents: readonly string[], by: readonly Viewer[] = viewers): Promise<string[]> {
  const answers = by.map((): string[] => []);
  const refugeId = Buffer.from(`Organisation:${refuge}`).toString('base64url');
  for (const document of documents) {
    const asked = document.replaceAll('@refuge', refugeId);
    for (const [at, viewer] of by.entries()) answers[at]?.push(await digest(asked, viewer));
  }
  return answers.flat();
}

/** The answers when the place is the one, the other, and when nobody ever said where it is. */
async function wherever(documents: readonly string[], by?: readonly Viewer[]): Promise<Record<'here' | 'there' | 'nowhere', string[]>> {
  await moveTo(HERE);
  const here = await interrogate(documents, by);
  await moveTo(THERE);
  const there = await interrogate(documents, by);
  await moveTo(null);
  return { here, there, nowhere: await interrogate(documents, by) };
}

async function digest(asked: string, viewer: Viewer): Promise<string> {
  const { data, errors } = await atlas.ask(asked, {}, viewer);
  // Such as a busy database: nothing would be learnt from that, by nobody. That a question is not for a role at all, is an answer.
  expect(errors?.filter(({ extensions }) => !ROLE_REFUSED.has(String(extensions?.code))) ?? []).toEqual([]);
  const text = JSON.stringify({ data, errors });
  expect(text).not.toContain(ADDRESS);
  expect(text).not.toContain('Nightingale Passage');
  return createHash('sha256').update(text).digest('hex');
}

test('no question of anyone who is not cleared tells where a hidden place is', async () => {
  const drawn = fc.sample(probes, { numRuns: TRIALS, seed: SEED });
  const all: string[] = [];
  for (let at = 0; at < drawn.length; at += PROBES_AT_ONCE) {
    all.push(`{ ${drawn.slice(at, at + PROBES_AT_ONCE).map((probe, index) => `p${index}: ${probe}`).join('\n')} }`);
  }
  const documents = ofThisPart(all);
  const { here, there, nowhere } = await wherever(documents);
  const telling = [...here.keys()].filter((at) => there[at] !== here[at] || nowhere[at] !== here[at]);
  const tried = viewers.length * documents.length * PROBES_AT_ONCE;
  record({ test: 'a hidden place sought by those not cleared', tried, held: tried - telling.length * PROBES_AT_ONCE });
  expect(telling.map((at) => ({ viewer: viewers[Math.floor(at / documents.length)], document: documents[at % documents.length] }))).toEqual([]);
  expect(new Set(here).size).toBeGreaterThan(documents.length / 2);
}, PATIENCE_MS);

const ALL_OUTCOMES = '[ELIGIBLE, DISCRETIONARY, INCOMPLETE, NOT_ELIGIBLE]';
const COUNTED = '{ count }';

test('nor do the lists and figures of who may be bought from', async () => {
  const asked = ofThisPart([...plainFilters, ...fc.sample(filters, { numRuns: Math.max(10, Math.ceil(TRIALS / 10)), seed: SEED })]);
  const documents = [
    ...asked.map((filter) => `{ eligibleProviders(first: 100, set: "minimum-criteria", filter: ${enumSafe(filter)}, outcome: ${ALL_OUTCOMES}) { totalCount outcomes { outcome count } nodes { organisation { id name basedIn { code } } outcome heldUntil } } }`),
    ...asked.map((filter) => `{ accreditedProviders(first: 50, filter: ${enumSafe(filter)}, asOf: "2026-11-21") { totalCount edges { cursor node { basis distanceKm organisation { id name basedIn { code } places { address } } accreditations { state from } contracts { by } } } } }`),
    ...[HERE.district, THERE.district, 'E10000015'].flatMap((area) => [
      `{ contractedNotAccredited(first: 50, area: "${area}") { totalCount nodes { organisation { id basedIn { code } } } } }`,
      `{ expiring(first: 50, area: "${area}", days: 366) { totalCount nodes { key organisation { id basedIn { code } } } } }`,
    ]),
    ...[HERE.district, THERE.district, 'E10000015'].map((area) => `{ contractReadiness(area: "${area}", set: "minimum-criteria") { organisations ${COUNTED} letIn ${COUNTED} nothingKnown ${COUNTED} outcomes { outcome count } criteria { code unmet ${COUNTED} alone ${COUNTED} bySizeBand { band count } } measures { kind criteria letsIn ${COUNTED} helps ${COUNTED} } } }`),
  ];
  const { here, there, nowhere } = await wherever(documents);
  expect(nowhere).toEqual(here);
  expect(there).toEqual(here);
  // A kind of question that got one answer whatever was asked would have tried nothing.
  const kinds = documents.map((document) => /^\{ (\w+)/.exec(document)?.[1]);
  for (const kind of new Set(kinds)) {
    const answers = viewers.map((_, at) => new Set(here.slice(at * documents.length, (at + 1) * documents.length).filter((_answer, of) => kinds[of] === kind)).size);
    if (Math.max(...answers) < 2) throw new Error(`Every ${kind ?? 'question'} was answered alike.`);
  }
}, PATIENCE_MS);

test('nor do the lists and figures of training', async () => {
  // For those who are signed in; the others are not answered at all.
  const partners = viewers.filter(({ role }) => role !== 'ANONYMOUS');
  const standings = '[IN_SCOPE, SCOPE_NOT_KNOWN, OUT_OF_SCOPE]';
  const row = 'inScope { count } scopeNotKnown { count } outOfScope { count } current { count } reached { count } bookedAndDidNotCome { count } withSessionInOwnDistrict { count } people { volunteers } costs { organisations }';
  // One document for each area: every course on its own would ask too much.
  const documents = [HERE.district, THERE.district, 'E10000015'].map((area) => {
    const questions = [
      ...['safeguarding', 'common-core'].flatMap((course) => [
        `trainingUptake(area: "${area}", course: "${course}") { districts { area { code } ${row} } notPlaced { ${row} } whole { ${row} } }`,
        ...['true', 'false'].map((placed) => `trainingOrganisations(first: 100, filter: { area: "${area}", course: "${course}", standing: ${standings}, placed: ${placed} }) { totalCount nodes { inScope lastAttendedOn organisation { id basedIn { code } } } }`),
        `notYetTrained(first: 100, course: "${course}", area: "${area}") { totalCount nodes { organisation { id basedIn { code } } contactsForTraining { value } } }`,
      ]),
      ...['ACTING', 'TRAINED_BUT_NOT_ACTING', 'MAT_LIST'].map((standing) => `dutyHolders(first: 100, filter: { area: "${area}", standing: ${standing} }) { totalCount nodes { organisation { id basedIn { code } } duties { duty area { code } } } }`),
      `leadProfessionals(area: "${area}") { acting { count } trainedButNotActing { count } onMatList { count } }`,
      `passportProgress(area: "${area}") { districts { area { code } units { volunteers } } notPlaced { units { volunteers } } }`,
      `passportCounts(first: 100, filter: { area: "${area}" }) { totalCount nodes { organisation { id } volunteers } }`,
      `developmentNeeds(first: 100, area: "${area}") { totalCount nodes { organisation { id } need } }`,
    ];
    return `{ ${questions.map((question, at) => `t${at}: ${question}`).join('\n')} }`;
  });
  // What it did must not tell where it is.
  await atlas.owner.query(`insert into attendances (id, session_id, organisation_id, kind, people, recorded_at) select gen_random_uuid(), id, $1, 'VOLUNTEER', 2, now() from training_sessions where held_on = '2026-11-14' on conflict do nothing`, [refuge]);
  await atlas.owner.query(`insert into organisation_duties (id, organisation_id, duty, valid) values (gen_random_uuid(), $1, 'LEAD_PROFESSIONAL', '[2026-01-01,)') on conflict do nothing`, [refuge]);
  await atlas.owner.query(`insert into passport_progress (id, organisation_id, unit_id, counted_on, volunteers) select gen_random_uuid(), $1, id, '2026-09-30', 3 from passport_units where code = 'CORE' on conflict do nothing`, [refuge]);
  await atlas.owner.query(`insert into development_needs (id, organisation_id, subject, need, recorded_on) values (gen_random_uuid(), $1, 'OTHER', 'Lone working', '2026-09-30')`, [refuge]);
  const { here, there, nowhere } = await wherever(documents, partners);
  expect(nowhere).toEqual(here);
  expect(there).toEqual(here);
  expect(new Set(here).size).toBeGreaterThan(documents.length / 2);
}, PATIENCE_MS);

test('nor do the lists and figures of priorities', async () => {
  // The refuge contributes by a service for which no area served is said apart; besides, a priority of its district's own.
  const { rows } = await atlas.owner.query<{ id: string; code: string }>(`
    with contributed as (insert into priority_contributions (id, priority_id, set_id, kind, node_id, valid, created_at, updated_at)
      select gen_random_uuid(), p.id, p.set_id, 'Service', s.id, '[2026-01-01,)', now(), now() from priorities p join priority_sets t on t.id = p.set_id join areas a on a.id = t.area_id, services s
      where a.code = 'E10000015' and t.status = 'APPROVED' and p.code = '3' and s.organisation_id = $1)
    select p.id, p.code from priorities p join priority_sets t on t.id = p.set_id join areas a on a.id = t.area_id where a.code in ('E10000015', '${HERE.district}') and t.status = 'APPROVED' and p.code in ('3', 'A')`, [refuge]);
  const documents = rows.map(({ id }) => {
    const priority = `"${Buffer.from(`Priority:${id}`).toString('base64url')}"`;
    const lists = [HERE.district, THERE.district, 'E10000015'].flatMap((area) => ['SERVES', 'COUNTY_WIDE', 'EITHER'].map((basis) => `filter: { priority: ${priority}, area: "${area}", basis: ${basis} }`));
    const questions = [
      `priority(id: ${priority}) { sectorContribution contributions { organisation { ${ALL} } service { places { address postcode district { code } } } } }`,
      `priorityCoverage(priority: ${priority}) { rows { area { code } services { count } dedicated { count } countyWide { count } organisations { count } } areaNotKnown { count } }`,
      ...[...lists, `filter: { priority: ${priority}, areaNotKnown: true }`].flatMap((filter) => [
        `contributingServices(first: 50, ${filter}) { totalCount edges { cursor node { organisation { id basedIn { code } } } } }`, `contributingOrganisations(first: 50, ${filter}) { totalCount edges { cursor node { id basedIn { code } } } }`,
      ]),
    ];
    return `{ ${questions.map((question, at) => `q${at}: ${question}`).join('\n')} }`;
  });
  const { here, there, nowhere } = await wherever(documents);
  expect(nowhere).toEqual(here);
  expect(there).toEqual(here);
  expect(new Set(here).size).toBeGreaterThan(documents.length / 2);
}, PATIENCE_MS);

test('the questions would find a place that is not hidden', async () => {
  const [document] = [`{ p: organisations(first: 100, filter: { near: { point: { latitude: ${HERE.latitude}, longitude: ${HERE.longitude} }, km: 1 } }) { nodes { ${ALL} } } }`];
  await atlas.owner.query(`delete from places where organisation_id = $1`, [refuge]);
  const before = await interrogate([document]);
  await atlas.database.write({ role: 'ADMIN' }, async (manager) => {
    await manager.query(`insert into places (id, organisation_id, kind, visibility, address, point) values (gen_random_uuid(), $1, 'ADDRESS', 'EXACT', 'Open door', st_setsrid(st_makepoint($2, $3), 4326))`, [refuge, HERE.longitude, HERE.latitude]);
    await deriveOrganisations(manager, [refuge]);
  });
  expect(await interrogate([document])).not.toEqual(before);
});
