import type { SqlRunner } from '../organisations/place-writing';
import { readByWhen } from '../plans/by-when';
import { dayRange } from '../plans/import/plan-changes';
import { kindByWords } from '../plans/import/lead-kind';
import { loadMeasures } from './load-measures';
import { loadReviews } from './load-reviews';
import { orNull, readSampleRows, type SampleRow, several } from './sample-files';
import { overRows, PERIOD, PERIOD_COLUMNS, periodOf, SAMPLE_INSTANT, sampleId } from './sample-rows';

const planId = (key: string | undefined): string => sampleId('plan', key ?? '');
const actionId = (plan: string | undefined, number: string | undefined): string => sampleId('action', `${plan ?? ''} ${number ?? ''}`);
const sectionId = (row: SampleRow): string => sampleId('plan-section', `${row.plan ?? ''} ${row.section ?? ''}`);
const recommendationId = (row: SampleRow): string | null => (orNull(row.recommendation_no) === null ? null : sampleId('recommendation', `${row.plan ?? ''} ${row.recommendation_no ?? ''}`));

/** Plans with their leads, and what was reported of them. */
export async function loadPlans(run: SqlRunner): Promise<void> {
  const plans = await plansToLoad(run);
  const keys = new Set(plans.map((plan) => plan.key));
  const rows = readSampleRows('plan-actions').map((row, at): SampleRow => ({ ...row, position: String(at + 1), where: row.position ?? '' })).filter((row) => keys.has(row.plan));
  const heads = plans.map((row) => ({ ...row, id: planId(row.key), parent_id: orNull(row.parent) === null ? null : planId(row.parent), ...periodOf(row), owner: orNull(row.owner), approved_on: orNull(row.approved_on), summary: orNull(row.summary) }));
  await overRows(run, heads, `id uuid, title text, area_code text, owner text, parent_id uuid, ${PERIOD_COLUMNS}, status text, approved_on date, introduction text, summary text`, (r) => `
    insert into plans (id, title, area_id, owner, period, status, approved_on, introduction, summary, parent_id, source, created_at, updated_at)
    select r.id, r.title, a.id, r.owner, ${PERIOD}, r.status, r.approved_on, r.introduction, r.summary, r.parent_id, 'sample', '${SAMPLE_INSTANT}', '${SAMPLE_INSTANT}' from ${r} join areas a on a.code = r.area_code`);
  await loadOutline(run, rows);
  await loadLeads(run, plans, rows);
  await loadDates(run, rows, keys);
  await loadReports(run, plans, rows);
  const links = readSampleRows('action-links').filter((row) => keys.has(row.plan)).map((row) => ({
    id: sampleId('action-link', Object.values(row).join(' ')), action_id: actionId(row.plan, row.action_no), plan_id: planId(row.plan), kind: row.kind, code: row.key, node_id: nodeOf(row),
  }));
  await overRows(run, links, 'id uuid, action_id uuid, plan_id uuid, kind text, code text, node_id uuid', (r) => `
    insert into action_links (id, action_id, plan_id, kind, node_id) select r.id, r.action_id, r.plan_id, r.kind, coalesce(r.node_id, a.id) from ${r} left join areas a on a.code = r.code`);
  await loadMeasures(run, keys);
  await loadReviews(run, keys);
}

/** Areas may have been there before the sample, with ids of their own. */
function nodeOf({ kind, key = '' }: SampleRow): string | null {
  return kind === 'Area' ? null : sampleId(kind === 'AgreedGrade' ? 'agreed-grade' : 'evaluation-question', key);
}

/** One that was removed with the sample comes again; one that somebody went on with is still there. */
async function plansToLoad(run: SqlRunner): Promise<SampleRow[]> {
  const there = new Set(((await run.query('select id from plans')) as { id: string }[]).map((row) => row.id));
  return readSampleRows('plans').filter((row) => !there.has(planId(row.key)));
}

async function loadOutline(run: SqlRunner, rows: readonly SampleRow[]): Promise<void> {
  const sections = firstOf(rows, sectionId).map((row) => ({ id: sectionId(row), plan_id: planId(row.plan), position: row.position, title: row.section }));
  await overRows(run, sections, 'id uuid, plan_id uuid, position integer, title text', (r) => `insert into plan_sections (id, plan_id, position, title) select r.id, r.plan_id, r.position, r.title from ${r}`);
  const recommended = rows.filter((row) => recommendationId(row) !== null);
  const recommendations = firstOf(recommended, (row) => recommendationId(row) ?? '').map((row) => ({
    id: recommendationId(row), plan_id: planId(row.plan), section_id: sectionId(row), number: row.recommendation_no, position: row.position, text: row.recommendation,
  }));
  await overRows(run, recommendations, 'id uuid, plan_id uuid, section_id uuid, number text, position integer, text text', (r) => `
    insert into recommendations (id, plan_id, section_id, number, position, text) select r.id, r.plan_id, r.section_id, r.number, r.position, r.text from ${r}`);
  const actions = rows.map((row) => ({
    id: actionId(row.plan, row.action_no), plan_id: planId(row.plan), section_id: sectionId(row), recommendation_id: recommendationId(row), number: row.action_no, position: row.position, text: row.action,
  }));
  await overRows(run, actions, 'id uuid, plan_id uuid, section_id uuid, recommendation_id uuid, number text, position integer, text text', (r) => `
    insert into actions (id, plan_id, section_id, recommendation_id, number, position, text, created_at, updated_at)
    select r.id, r.plan_id, r.section_id, r.recommendation_id, r.number, r.position, r.text, '${SAMPLE_INSTANT}', '${SAMPLE_INSTANT}' from ${r}`);
  const measures = rows.flatMap((row) => (orNull(row.measures) === null ? [] : [{ id: sampleId('measure', `${row.plan} ${row.action_no}`), action_id: actionId(row.plan, row.action_no), plan_id: planId(row.plan), text: row.measures, odd: oddity(row.measures ?? '') }]));
  await overRows(run, measures, 'id uuid, action_id uuid, plan_id uuid, text text, odd text', (r) => `
    insert into action_measures (id, action_id, plan_id, position, text, odd) select r.id, r.action_id, r.plan_id, 1, r.text, r.odd from ${r}`);
  const positions = rows.filter((row) => row.where !== '').map((row) => ({ id: sampleId('position', `${row.plan} ${row.action_no}`), plan_id: planId(row.plan), recommendation_id: recommendationId(row), action_id: actionId(row.plan, row.action_no), text: row.where }));
  await overRows(run, positions, 'id uuid, plan_id uuid, recommendation_id uuid, action_id uuid, text text', (r) => `
    insert into position_statements (id, plan_id, recommendation_id, action_id, text, recorded_at) select r.id, r.plan_id, r.recommendation_id, r.action_id, r.text, ${NOON('lower(p.period)')} from ${r} join plans p on p.id = r.plan_id`);
}

/** What is said on a day goes on record on that day: of what was known when, there is something to see. */
const NOON = (day: string): string => `${day}::timestamp at time zone 'UTC' + interval '12 hours'`;

/** As the import does: a measure that reads as a date or as the group that leads most. */
function oddity(text: string): string | null {
  if (text === 'GRID') return 'BODY';
  return readByWhen(text).ambiguity === undefined ? 'DATE' : null;
}

/** Leads of a county lead in the plans of its districts too, but stand in the register of each area. */
async function loadLeads(run: SqlRunner, plans: readonly SampleRow[], rows: readonly SampleRow[]): Promise<void> {
  const register = new Map(readSampleRows('leads').map((row) => [row.name ?? '', row]));
  const areas = new Map(plans.map((plan) => [plan.key, plan.area_code ?? '']));
  const key = (area: string, name: string): string => sampleId('lead', `${area} ${name.toLowerCase()}`);
  const led = rows.flatMap((row) => several(row.leads).map((name, at) => {
    const area = areas.get(row.plan) ?? '';
    return { action_id: actionId(row.plan, row.action_no), plan_id: planId(row.plan), position: at + 1, name, area, lead_id: key(area, name) };
  }));
  const leads = firstOf(led, (one) => one.lead_id).map(({ lead_id: id, area, name }) => {
    const known = register.get(name);
    return { id, area, name, kind: known?.kind ?? kindByWords(name), given: known !== undefined, agency: orNull(known?.agency), side: orNull(known?.side) };
  });
  await overRows(run, leads, 'id uuid, area text, name text, kind text, given boolean, agency text, side text', (r) => `
    insert into leads (id, area_id, name, kind, kind_given, agency, side, created_at) select r.id, a.id, r.name, r.kind, r.given, r.agency, r.side, '${SAMPLE_INSTANT}' from ${r} join areas a on a.code = r.area
    on conflict (id) do nothing`);
  await overRows(run, led, 'action_id uuid, plan_id uuid, position integer, lead_id uuid, name text', (r) => `
    insert into action_leads (action_id, plan_id, position, lead_id, as_written) select r.action_id, r.plan_id, r.position, r.lead_id, r.name from ${r}`);
}

async function loadDates(run: SqlRunner, rows: readonly SampleRow[], keys: ReadonlySet<string | undefined>): Promise<void> {
  const first = rows.flatMap((row) => (orNull(row.by_when) === null ? [] : [{ plan: row.plan, number: row.action_no, written: row.by_when ?? '', said_on: null as string | null, reason: null as string | null }]));
  const revised = readSampleRows('plan-dates').filter((row) => keys.has(row.plan)).map((row) => ({ plan: row.plan, number: row.action_no, written: row.written ?? '', said_on: orNull(row.said_on), reason: orNull(row.reason) }));
  const said = [...first, ...revised].map((one) => {
    const { ambiguity = null, condition = null, dates } = readByWhen(one.written);
    const revision = one.said_on === null ? 0 : 1;
    return { ...one, id: sampleId('by-when', `${one.plan} ${one.number} ${revision}`), action_id: actionId(one.plan, one.number), plan_id: planId(one.plan), revision, source: revision === 0 ? 'PLAN' : 'REVISION', ambiguity, condition, dates };
  });
  await overRows(run, said, 'id uuid, action_id uuid, plan_id uuid, revision integer, written text, ambiguity text, condition text, said_on date, reason text, source text', (r) => `
    insert into by_whens (id, action_id, plan_id, revision, written, ambiguity, condition, said_on, reason, source, recorded_at)
    select r.id, r.action_id, r.plan_id, r.revision, r.written, r.ambiguity, r.condition, r.said_on, r.reason, r.source, ${NOON('coalesce(r.said_on, lower(p.period))')} from ${r} join plans p on p.id = r.plan_id`);
  const dates = said.flatMap(({ id, plan_id, dates: of }) => of.map(({ kind, from, to, rrule = null }, at) => ({ by_when_id: id, plan_id, position: at + 1, kind, days: from === undefined || to === undefined ? null : dayRange(from, to), rrule })));
  await overRows(run, dates, 'by_when_id uuid, plan_id uuid, position integer, kind text, days daterange, rrule text', (r) => `
    insert into by_when_dates (by_when_id, plan_id, position, kind, days, rrule) select r.by_when_id, r.plan_id, r.position, r.kind, r.days, r.rrule from ${r}`);
}

/** Updates of a plan stand at their recommendation and may cover its other actions; reports of the invented plans are about one action. */
async function loadReports(run: SqlRunner, plans: readonly SampleRow[], rows: readonly SampleRow[]): Promise<void> {
  const days = new Map(plans.map((plan) => [plan.key, plan.updates_as_of]));
  const updates = rows.filter((row) => orNull(row.update) !== null).map((row) => ({
    id: sampleId('progress', `${row.plan} ${row.action_no}`), plan_id: planId(row.plan), recommendation_id: recommendationId(row), reported_on: days.get(row.plan), rag: 'NOT_RATED', achieved: null as string | null,
    note: row.update ?? null, internal_note: null as string | null, author: null as string | null, source: 'PLAN', recorded_on: null as string | null, row,
  }));
  const entered = readSampleRows('plan-progress').filter((row) => days.has(row.plan)).map((row) => ({
    id: sampleId('progress', `${row.plan} ${row.action_no} ${row.reported_on}`), plan_id: planId(row.plan), recommendation_id: null, reported_on: row.reported_on, rag: row.rag, achieved: orNull(row.achieved),
    note: orNull(row.note), internal_note: orNull(row.internal_note), author: orNull(row.author), source: 'ENTERED', recorded_on: orNull(row.recorded_on), row,
  }));
  await overRows(run, [...updates, ...entered].map(({ row: _, ...report }) => report), 'id uuid, plan_id uuid, recommendation_id uuid, reported_on date, rag text, achieved boolean, note text, internal_note text, author text, source text, recorded_on date', (r) => `
    insert into progress_reports (id, plan_id, recommendation_id, reported_on, rag, achieved, note, internal_note, author, source, recorded_at)
    select r.id, r.plan_id, r.recommendation_id, r.reported_on, r.rag, r.achieved, r.note, r.internal_note, r.author, r.source, ${NOON('coalesce(r.recorded_on, r.reported_on)')} from ${r}`);
  const others = (row: SampleRow): SampleRow[] => rows.filter((other) => other.plan === row.plan && other.action_no !== row.action_no && recommendationId(row) !== null && recommendationId(other) === recommendationId(row));
  const covered = [
    ...[...updates, ...entered].map(({ id, plan_id, row }) => ({ report_id: id, plan_id, action_id: actionId(row.plan, row.action_no), certain: true })),
    ...updates.flatMap(({ id, plan_id, row }) => others(row).map((other) => ({ report_id: id, plan_id, action_id: actionId(other.plan, other.action_no), certain: false }))),
  ];
  await overRows(run, covered, 'report_id uuid, action_id uuid, plan_id uuid, certain boolean', (r) => `
    insert into progress_report_actions (report_id, action_id, plan_id, certain) select r.report_id, r.action_id, r.plan_id, r.certain from ${r}`);
}

function firstOf<Row>(rows: readonly Row[], key: (row: Row) => string): Row[] {
  return [...new Map([...rows].reverse().map((row) => [key(row), row])).values()].reverse();
}
