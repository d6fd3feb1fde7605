import fc from 'fast-check';
import { sampleId } from '../../../src/sample/sample-rows';
import { openTestDatabase, type TestDatabase } from '../../support';
import { priorityId } from './sample-priorities';

/** Contributions, areas served, sectors and days at random, counted here as one would by hand. */
const RUNS = Number(process.env.ATLAS_TRIALS ?? '300') / 6;
const SERVICES = ['lea-lantern-youth-club-thursday-club', 'new-river-families-stay-and-play', 'gade-valley-playscheme-summer-playscheme', 'shalom-corner-toddler-group', 'shalom-corner-family-support'];
const PRIORITY = priorityId('hertfordshire', '3');
const ID = sampleId('priority', 'hertfordshire 3');

/** How each area that may be served stands to those that are asked about: it is it or lies in it, or contains it. */
const AREAS = { E07000096: 'Dacorum', 'X-HERTS-LOC-GROVEHILL': 'Dacorum', E07000243: 'Stevenage', E10000015: 'Hertfordshire', E92000001: 'England' } as const;
type Code = keyof typeof AREAS;
const DEDICATED: Readonly<Record<string, readonly Code[]>> = { Dacorum: ['E07000096', 'X-HERTS-LOC-GROVEHILL'], Stevenage: ['E07000243'], Hertfordshire: ['E07000096', 'X-HERTS-LOC-GROVEHILL', 'E07000243', 'E10000015'] };
const CONTAINS: Readonly<Record<string, readonly Code[]>> = { Dacorum: ['E10000015', 'E92000001'], Stevenage: ['E10000015', 'E92000001'], Hertfordshire: ['E92000001'] };

/** Days of January 2026, the last one exclusive. */
const range = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })).filter(([from, until]) => from < until);
type Range = readonly [number, number];
const within = ([from, until]: Range, day: number): boolean => from <= day && day < until;
const day = (n: number): string => `2026-01-0${n}`;

const served = fc.uniqueArray(fc.record({ area: fc.constantFrom(...(Object.keys(AREAS) as Code[])), valid: range }), { maxLength: 2, selector: (row) => row.area });
const offered = fc.record({ contributes: range, own: served });
const world = fc.record({
  services: fc.tuple(offered, offered, offered, offered, offered),
  bodies: fc.array(
    fc.record({ sector: fc.constantFrom('VOLUNTARY', 'INDEPENDENT', 'STATUTORY', null), closes: fc.integer({ min: 2, max: 12 }), serves: served }),
    { minLength: 4, maxLength: 4 },
  ),
  holds: fc.option(range), checked: fc.option(fc.integer({ min: 1, max: 9 })), asked: fc.integer({ min: 1, max: 9 }),
});
type World = typeof world extends fc.Arbitrary<infer Value> ? Value : never;

let at: TestDatabase;
let organisations: string[];
/** Which of the bodies offers each service: the last two are of one. */
const BODY = [0, 1, 2, 3, 3];
beforeAll(async () => {
  at = await openTestDatabase({ with: 'sample', writes: true });
  const { rows } = await at.owner.query<{ organisation_id: string }>('select s.organisation_id from unnest($1::uuid[]) with ordinality k (id, n) join services s on s.id = k.id order by k.n', [SERVICES.map((key) => sampleId('service', key))]);
  organisations = [...new Set(rows.map((row) => row.organisation_id))];
  await at.owner.query(`delete from priority_contributions where priority_id = $1 and kind = 'Action'`, [ID]);
});
afterAll(() => at.close());

async function make({ services, bodies, holds, checked }: World): Promise<void> {
  await at.owner.query('delete from areas_served where organisation_id = any($1::uuid[])', [organisations]);
  await at.owner.query('delete from organisation_statuses where organisation_id = any($1::uuid[])', [organisations]);
  await at.owner.query('delete from priority_contributions where priority_id = $1', [ID]);
  await at.owner.query('delete from priority_checks where priority_id = $1', [ID]);
  await at.owner.query('update priorities set valid = $2::daterange where id = $1', [ID, holds === null ? null : `[${day(holds[0])},${day(holds[1])})`]);
  if (checked !== null) await at.owner.query(`insert into priority_checks (id, priority_id, set_id, checked_on, checked_by, recorded_at) select gen_random_uuid(), id, set_id, $2, 'Somebody', now() from priorities where id = $1`, [ID, day(checked)]);
  for (const [n, { sector, closes, serves }] of bodies.entries()) {
    const id = organisations[n];
    await at.owner.query('update organisations set sector = $2 where id = $1', [id, sector]);
    await at.owner.query(`insert into organisation_statuses (organisation_id, status, valid) values ($1, 'ACTIVE', daterange(null, $2::date)), ($1, 'INACTIVE', daterange($2::date, null))`, [id, `2026-01-${String(closes).padStart(2, '0')}`]);
    for (const { area, valid } of serves) await serve(id, null, area, valid);
  }
  for (const [n, { contributes, own }] of services.entries()) {
    const service = sampleId('service', SERVICES[n] ?? '');
    await at.owner.query(
      `insert into priority_contributions (id, priority_id, set_id, kind, node_id, valid, created_at, updated_at) select gen_random_uuid(), id, set_id, 'Service', $2, $3::daterange, now(), now() from priorities where id = $1`,
      [ID, service, `[${day(contributes[0])},${day(contributes[1])})`],
    );
    for (const { area, valid } of own) await serve(organisations[BODY[n] ?? 0], service, area, valid);
  }
}

const serve = (organisation: string | undefined, service: string | null, area: string, [from, until]: Range) =>
  at.owner.query('insert into areas_served (id, organisation_id, service_id, area_id, valid) select gen_random_uuid(), $1, $2, a.id, $4::daterange from areas a where a.code = $3', [organisation, service, area, `[${day(from)},${day(until)})`]);

interface Counted {
  state: string;
  services: number;
  organisations: number;
  others: number;
  unknown: number;
  areaNotKnown: number;
  areas: Record<string, [number, number]>;
}

function byHand({ services, bodies, holds, checked, asked }: World): Counted {
  const contributing = services.flatMap(({ contributes, own }, n) => {
    const body = BODY[n] ?? 0;
    const { sector = null, closes = 0, serves = [] } = bodies[body] ?? {};
    if (!within(contributes, asked) || (holds !== null && !within(holds, asked)) || asked >= closes) return [];
    const current = (rows: typeof serves): Code[] => rows.filter((row) => within(row.valid, asked)).map((row) => row.area);
    return [{ body, side: sector === null ? 'unknown' : sector === 'VOLUNTARY' ? 'sector' : 'others', areas: current(own).length > 0 ? current(own) : current(serves) }];
  });
  const sector = contributing.filter((one) => one.side === 'sector');
  const unknown = contributing.filter((one) => one.side === 'unknown').length;
  const looked = checked !== null && checked <= asked;
  return {
    state: sector.length > 0 ? 'CONTRIBUTES' : unknown > 0 || !looked ? 'NOT_KNOWN' : 'NONE',
    services: sector.length, organisations: new Set(sector.map((one) => one.body)).size, others: contributing.length - sector.length - unknown, unknown, areaNotKnown: sector.filter((one) => one.areas.length === 0).length,
    areas: Object.fromEntries(Object.keys(DEDICATED).map((name) => {
      const dedicated = sector.filter((one) => one.areas.some((area) => DEDICATED[name]?.includes(area)));
      return [name, [dedicated.length, sector.filter((one) => !dedicated.includes(one) && one.areas.some((area) => CONTAINS[name]?.includes(area))).length]];
    })),
  };
}

interface Figure {
  count: number;
}
interface Row extends Record<'dedicated' | 'countyWide', Figure> {
  area: { name: string };
}

async function asTold(asOf: string): Promise<Counted> {
  const { data } = await at.ask<{ priority: { sectorContribution: string; figures: Record<string, Figure> }; priorityCoverage: { rows: Row[]; whole: Row; areaNotKnown: Figure; sectorNotKnown: Figure } }>(
    `query ($id: ID!, $asOf: Date) { priority(id: $id, asOf: $asOf) { sectorContribution figures { services { count } organisations { count } servicesOfOthers { count } servicesSectorNotKnown { count } } }
      priorityCoverage(priority: $id, asOf: $asOf) { rows { area { name } dedicated { count } countyWide { count } } whole { area { name } dedicated { count } countyWide { count } } areaNotKnown { count } sectorNotKnown { count } } }`,
    { id: PRIORITY, asOf },
  );
  const [figures, coverage] = [data?.priority.figures ?? {}, data?.priorityCoverage];
  const count = (name: string): number => figures[name]?.count ?? -1;
  expect(coverage?.sectorNotKnown.count).toBe(count('servicesSectorNotKnown'));
  const areas = [...(coverage?.rows ?? []), ...(coverage === undefined ? [] : [coverage.whole])].filter((row) => row.area.name in DEDICATED);
  return {
    state: data?.priority.sectorContribution ?? '', services: count('services'), organisations: count('organisations'), others: count('servicesOfOthers'), unknown: count('servicesSectorNotKnown'), areaNotKnown: coverage?.areaNotKnown.count ?? -1,
    areas: Object.fromEntries(areas.map((row) => [row.area.name, [row.dedicated.count, row.countyWide.count]])),
  };
}

test('figures of a priority are what one would count by hand, whatever the days, sectors and areas', async () => {
  const states = new Set<string>();
  await fc.assert(
    fc.asyncProperty(world, async (drawn) => {
      await make(drawn);
      const wanted = byHand(drawn);
      states.add(wanted.state);
      expect(await asTold(day(drawn.asked))).toEqual({ ...wanted, areas: Object.fromEntries(['Dacorum', 'Stevenage', 'Hertfordshire'].map((name) => [name, wanted.areas[name]])) });
    }),
    { numRuns: RUNS, seed: 20261127, endOnFailure: true },
  );
  expect([...states].sort()).toEqual(['CONTRIBUTES', 'NONE', 'NOT_KNOWN']);
}, 300_000);
