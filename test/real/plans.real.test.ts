import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { atlasSchema, requestContext } from '../../src/app';
import { planSheet } from '../../src/exchange/plan.export';
import { importPlan, type PlanImportOptions } from '../../src/plans/plan.import';
import { importBoundaries } from '../../src/places/area-boundaries.import';
import { Files } from '../organisations/organisation-imports';
import { rowsOf } from '../places/place-imports';
import { saying, state, takeBack } from '../plans/taking-back/state';
import { openTestDatabase, type TestDatabase, testClock } from '../support';

const real = (path: string): string => join(process.env.ATLAS_REAL_DATA ?? '', path);
const seed = (name: string): string => real(join('../seeds', name));
const files = new Files();
const DERBYSHIRE: PlanImportOptions = { file: seed('derbyshire-plan.csv'), area: 'E10000007', updatesAsOf: '2009-04-30' };
const HERTFORDSHIRE: PlanImportOptions = {
  file: seed('hertfordshire-plan.csv'), area: 'E10000015', updatesAsOf: '2008-06-30', leads: seed('hertfordshire-leads.csv'),
  review: seed('hertfordshire-review.csv'), audiences: seed('hertfordshire-audiences.csv'), channels: seed('hertfordshire-channels.csv'),
};

type FileRow = Record<'section' | 'recommendation_no' | 'recommendation' | 'position' | 'action_no' | 'action' | 'leads' | 'by_when' | 'measures' | 'update', string>;
const fileRows = (file: string): FileRow[] => parse(readFileSync(file, 'utf8'), { columns: true }) as FileRow[];

let at: TestDatabase;
beforeAll(async () => {
  at = await openTestDatabase({ with: 'empty', writes: true });
  await importBoundaries(at.database, testClock, {
    file: real('geo/districts-herts-derbys.geojson'), kind: 'DISTRICT', code: 'lad_code', name: 'lad_name', parent: 'county_code', parentName: 'county_name',
  });
}, 120_000);
afterAll(async () => {
  files.remove();
  await at.close();
});

describe.each([['Derbyshire', DERBYSHIRE, 87], ['Hertfordshire', HERTFORDSHIRE, 24]] as const)("%s's plan", (_, options, rows) => {
  it('arrives whole, and is unchanged the second time', async () => {
    expect((await importPlan(at.database, testClock, options)).counts).toEqual({ read: rows, created: rows, updated: 0, unchanged: 0, refused: 0, notPlaced: 0 });
    const again = await importPlan(at.database, testClock, options);
    expect(again).toMatchObject({ verdict: 'UNCHANGED', counts: { read: rows, created: 0, updated: 0, unchanged: rows, refused: 0 } });
  });

  it('keeps every cell to the letter', async () => {
    const stored = await rowsOf<FileRow>(at, `
      select s.title as section, coalesce(r.number, '') as recommendation_no, coalesce(r.text, '') as recommendation, a.number as action_no, a.text as action,
        coalesce((select t.text from position_statements t where t.action_id = a.id), '') as position,
        coalesce((select string_agg(l.as_written, '; ' order by l.position) from action_leads l where l.action_id = a.id), '') as leads,
        coalesce((select b.written from by_whens b where b.action_id = a.id), '') as by_when,
        coalesce((select string_agg(m.text, E'\\n' order by m.position) from action_measures m where m.action_id = a.id), '') as measures,
        coalesce((select p.note from progress_report_actions c join progress_reports p on p.id = c.report_id where c.action_id = a.id and c.certain), '') as update
      from actions a join plans p on p.id = a.plan_id join areas on areas.id = p.area_id join plan_sections s on s.id = a.section_id left join recommendations r on r.id = a.recommendation_id
      where areas.code = $1 order by a.position`, [options.area]);
    const blank = { recommendation_no: '', recommendation: '', position: '', measures: '', update: '' };
    const wanted = fileRows(options.file).map((row) => Object.fromEntries(Object.keys(stored[0] ?? {}).map((column) => [column, { ...blank, ...row }[column as keyof FileRow]])));
    expect(stored).toEqual(wanted);
  });
});

describe.each([['Derbyshire', DERBYSHIRE, 'Talking Trust (Derbyshire)'], ['Hertfordshire', HERTFORDSHIRE, 'Hertfordshire’s Self Evaluation and Action Plan']] as const)("%s's plan, exported", (_, options, title) => {
  it.each(['csv', 'xlsx'] as const)('has the cells of the file that was imported, and changes nothing when it is imported again (%s)', async (format) => {
    const { reader } = requestContext({ database: at.database, clock: testClock }, atlasSchema(), { role: 'ADMIN', subject: 'test' });
    const file = files.write(format, await planSheet(reader, title, format));
    if (format === 'csv') {
      const blank = { recommendation_no: '', recommendation: '', position: '', measures: '', update: '', rag: '', achieved: '' };
      expect(parse(readFileSync(file), { columns: true, bom: true })).toEqual(fileRows(options.file).map((row) => ({ ...blank, ...row })));
    }
    const outcome = await importPlan(at.database, testClock, { ...options, file, leads: undefined });
    expect(outcome).toMatchObject({ verdict: 'UNCHANGED', counts: { created: 0, updated: 0, refused: 0 } });
  });
});

describe('the plans of both counties', () => {
  it('leave to a person what is not certain, and say so', async () => {
    const dry = async (options: PlanImportOptions): Promise<readonly string[]> => {
      await at.owner.query(`delete from plans`);
      await at.owner.query(`delete from leads`);
      return (await importPlan(at.database, testClock, { ...options, dryRun: true })).notes;
    };
    expect(await dry(DERBYSHIRE)).toMatchInlineSnapshot(`
[
  "1 without wording, kept as incomplete: 1.2.3.",
  "“Bi-monthly” may mean several things, for a person to say: 1.1.1, 1.1.2.",
  "“Ongoing September 08” may mean several things, for a person to say: 1.5.1, 5.7.1.",
  "“Ongoing/ January 08” may mean several things, for a person to say: 5.2.1.",
  "6 leads of which it is not known what they are, for a person to say: GRID members, CVSs, GRID, Local providers, Children's Trust, All.",
  "18 leads of which it is not known whether they are of the sector or statutory, for a person to say: VCI representative on Children's Trust, GRID members, CVSs, Head of Service Partnership Development & Commissioning, VCI Coordinator, GRID, VCI support team, VCI representative, VCI team, team, Local providers, H of S Partnership Dev & Commissioning, Children's Trust, support team, Workforce Development team, VCI representative on Children's Trust Board, H of S Partnership & Commissioning, All.",
  "4 measures read as a date or as a body: July 08, Annually, GRID, GRID.",
]
`);
    // Initials and the like: whom they mean is not written down here.
    expect(await dry(HERTFORDSHIRE)).toEqual([
      expect.stringMatching(/^3 leads of which it is not known what they are/), expect.stringMatching(/^28 leads of which it is not known whether they are of the sector or statutory/),
      'The plan has no first day (--from), from which reviews are counted: none is due of VCS strategy group, Workforce Development group, VCS Engage stakeholder events, HCTP, CWDC/Children Matter East.',
      'Beside the plan: 5 reviewing bodies, 10 audiences, 6 channels.',
    ]);
    for (const options of [DERBYSHIRE, HERTFORDSHIRE]) await importPlan(at.database, testClock, options);
  });

  it('fold names of leads only where nothing but case, blanks and signs differs', async () => {
    const found = await rowsOf<{ area: string; name: string; written: string[]; actions: number; kind: string | null }>(at, `
      select l.name, l.kind, array_agg(distinct o.as_written order by o.as_written) as written, count(distinct o.action_id)::int as actions
      from leads l join action_leads o on o.lead_id = l.id where l.kind is distinct from 'PERSON' group by l.id, l.name, l.kind having count(distinct o.as_written) > 1 order by l.name collate "C"`);
    expect(found).toMatchInlineSnapshot(`
[
  {
    "actions": 3,
    "kind": "POST",
    "name": "Head of Service Partnership Development & Commissioning",
    "written": [
      "Head of Service Partnership Development & Commissioning",
      "Head of Service Partnership Development and Commissioning",
    ],
  },
  {
    "actions": 26,
    "kind": "POST",
    "name": "VCI Coordinator",
    "written": [
      "VCI Coordinator",
      "VCI coordinator",
    ],
  },
  {
    "actions": 3,
    "kind": "POST",
    "name": "VCI representative on Children's Trust",
    "written": [
      "VCI representative on Children's Trust",
      "VCI representative on Children’s Trust",
    ],
  },
  {
    "actions": 26,
    "kind": "TEAM",
    "name": "VCI support team",
    "written": [
      "VCI Support team",
      "VCI support team",
    ],
  },
]
`);
  });

  it('know every person of the register by name and agency, however the name is written', async () => {
    const [persons] = await rowsOf(at, `
      select count(distinct l.id)::int as persons, count(distinct l.agency)::int as agencies, count(distinct o.action_id)::int as actions,
        (select count(distinct i.action_id)::int from action_leads i join leads k on k.id = i.lead_id where k.kind = 'PERSON' group by k.id order by 1 desc limit 1) as most
      from leads l join action_leads o on o.lead_id = l.id where l.kind = 'PERSON'`);
    expect(persons).toEqual({ persons: 17, agencies: 11, actions: 23, most: 12 });
  });

  it('match leads by kind', async () => {
    expect(await rowsOf(at, `select a.code, coalesce(l.kind, 'NOT_KNOWN') as kind, count(*)::int as leads from leads l join areas a on a.id = l.area_id group by 1, 2 order by 1, 2`)).toMatchInlineSnapshot(`
[
  {
    "code": "E10000007",
    "kind": "NOT_KNOWN",
    "leads": 6,
  },
  {
    "code": "E10000007",
    "kind": "POST",
    "leads": 7,
  },
  {
    "code": "E10000007",
    "kind": "TEAM",
    "leads": 5,
  },
  {
    "code": "E10000015",
    "kind": "NOT_KNOWN",
    "leads": 3,
  },
  {
    "code": "E10000015",
    "kind": "PERSON",
    "leads": 17,
  },
  {
    "code": "E10000015",
    "kind": "POST",
    "leads": 7,
  },
  {
    "code": "E10000015",
    "kind": "TEAM",
    "leads": 1,
  },
]
`);
  });

  it('say who reviews them how often and with whom they are shared, to the letter', async () => {
    const stored = async (columns: string, table: string): Promise<object[]> => rowsOf(at, `select ${columns} from ${table} order by position`);
    const written = (file: string | undefined): Record<string, string>[] => parse(readFileSync(file ?? '', 'utf8'), { columns: true });
    expect(await stored('body, times_a_year::text, note', 'plan_review_bodies')).toEqual(written(HERTFORDSHIRE.review));
    expect(await stored('lower(level) as level, audience', 'plan_audiences')).toEqual(written(HERTFORDSHIRE.audiences));
    expect(await stored('channel', 'plan_channels')).toEqual(written(HERTFORDSHIRE.channels));
    expect(await rowsOf(at, `select body from plan_review_bodies where kind = 'EXTERNAL_VERIFICATION'`)).toEqual([{ body: 'CWDC/Children Matter East' }]);
  });

  it('leave no action of a recommendation that was reported on without progress', async () => {
    const [row] = await rowsOf(at, `
      select count(*)::int as actions, count(*) filter (where not exists (select from progress_report_actions c where c.action_id = a.id and c.certain))::int as without_own,
        count(*) filter (where not exists (select from progress_report_actions c where c.action_id = a.id))::int as without_any
      from actions a join plans p on p.id = a.plan_id join areas on areas.id = p.area_id where areas.code = 'E10000007'`);
    expect(row).toEqual({ actions: 87, without_own: 26, without_any: 0 });
  });
});

describe.each([['Derbyshire', DERBYSHIRE, 87], ['Hertfordshire', HERTFORDSHIRE, 24]] as const)("%s's plan that was imported by mistake", (_, options, rows) => {
  it('is taken back whole, leaves all else as it was, and comes again as it came', async () => {
    await at.owner.query('truncate plans, leads, import_batches cascade');
    await importPlan(at.database, testClock, options === DERBYSHIRE ? HERTFORDSHIRE : DERBYSHIRE);
    const before = await state(at);
    await importPlan(at.database, testClock, options);
    const first = await saying(at);
    expect(await takeBack(at)).toEqual({ removed: rows, restored: 0, left: [], errors: [] });
    expect(await state(at)).toEqual(before);
    expect((await importPlan(at.database, testClock, options)).counts.created).toBe(rows);
    expect(await saying(at)).toEqual(first);
  }, 120_000);
});
