import { SetUpError } from '../../errors';
import { monthsBefore } from '../../day';
import type { Reader } from '../../graphql/read/reader';
import { achieved, currentWhen, dueOn, dueState, firstDueOn, inPlan, lastSaid, ofAction, periodsSql, rag, slippage, slipped, view, withoutProgressSince } from '../action-state.sql';
import type { TargetState } from '../measures/measure.enums';
import { targetState } from '../measures/measure.sql';
import type { DueState, Rag } from '../plan.enums';
import { SIX_MONTHS } from '../plan-figures.sql';
import { recommendationIds } from '../recommendation.sql';
import { changesSql, lastReview } from '../review/frozen-state.sql';
import type { SinceReview } from '../review/review.enums';

export interface HeadRow {
  readonly title: string;
  readonly area: string;
  readonly owner: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly edition: number;
  readonly status: 'DRAFT' | 'APPROVED';
  readonly approved_on: string | null;
  readonly introduction: string | null;
  readonly summary: string | null;
  readonly last_review: { readonly id: string; readonly body: string; readonly reviewed_on: string; readonly edition: number } | null;
  readonly bodies: readonly { readonly body: string; readonly times_a_year: number; readonly kind: string }[];
  readonly audiences: readonly { readonly level: string; readonly audience: string }[];
  readonly channels: readonly string[];
}

export interface SectionRow {
  readonly id: string;
  readonly title: string;
  readonly introduction: string | null;
}

export interface MeasureRow {
  readonly text: string;
  readonly unit: string | null;
  /** Of the area of the plan: the latest value, and the target of the day, or else the next or the last one. */
  readonly value: { readonly on: string; readonly value: string } | null;
  readonly target: { readonly to: string; readonly target: string; readonly state: TargetState } | null;
}

export interface ActionRow {
  readonly id: string;
  readonly section_id: string;
  readonly number: string;
  readonly text: string;
  readonly recommendation: { readonly number: string; readonly text: string } | null;
  readonly position: string | null;
  readonly leads: readonly { readonly name: string; readonly agency: string | null; readonly kind: string | null }[];
  readonly by_when: string | null;
  readonly due_on: string | null;
  readonly first_due_on: string | null;
  readonly slippage: number | null;
  readonly due_state: DueState;
  /** Of an action that recurs, the period in which the day lies; its last day is not known where it does not recur any more. */
  readonly period: { readonly to: string | null; readonly achieved: boolean | null } | null;
  readonly measures: readonly MeasureRow[];
  /** The latest report that says something to everyone, and all with words since the last review. */
  readonly updates: readonly { readonly on: string; readonly note: string }[];
  /** The latest report of its recommendation that may cover it, where it has none of its own: where it stands. */
  readonly may: { readonly on: string; /** Null: of the recommendation as a whole. */ readonly numbers: readonly string[] | null } | null;
  /** The latest report of its recommendation as a whole. */
  readonly whole: { readonly on: string; readonly note: string | null; readonly rag: Rag; /** Whether the last review did not know it. */ readonly changed: boolean } | null;
  readonly slipped: boolean;
  /** Whether it is not achieved, and nobody has reported for six months. */
  readonly stale: boolean;
  readonly rag: Rag;
  readonly achieved: boolean;
}

export interface ChangeRow {
  readonly action_id: string;
  readonly number: string;
  readonly text: string;
  readonly kinds: readonly SinceReview[];
  readonly rag_then: Rag | null;
  readonly due_then: string | null;
}

export interface ReportRows {
  readonly head: HeadRow;
  readonly sections: readonly SectionRow[];
  readonly actions: readonly ActionRow[];
  readonly changes: readonly ChangeRow[];
}

/** Reads what a report says, on the reader's day and for its viewer: four statements, whatever the plan's size. */
export async function readReportRows(reader: Reader, plan: string): Promise<ReportRows> {
  const head = await readHead(reader, plan);
  const bind = reader.binder();
  const sections = await reader.rows<SectionRow>(`select s.id, s.title, s.introduction from ${view('plan_sections', bind)} s where s.plan_id = ${bind.param(plan, 'uuid')} order by s.position, s.id`, bind);
  const changing = reader.binder();
  const changes = head.last_review === null ? [] : await reader.rows<ChangeRow>(
    `select k.action_id, k.number, k.text, k.kinds, k.rag_then, k.due_then::text as due_then from (${changesSql(changing.param(head.last_review.id, 'uuid'), changing.param(plan, 'uuid'), changing)}) k order by k.position, k.action_id`, changing,
  );
  return { head, sections, actions: await readActions(reader, plan, head.last_review?.id ?? null), changes };
}

async function readHead(reader: Reader, plan: string): Promise<HeadRow> {
  const bind = reader.binder();
  const [head] = await reader.rows<HeadRow>(
    `select p.title, r.name as area, p.owner, lower(p.period)::text as "from", (upper(p.period) - 1)::text as "to", p.edition, p.status, p.approved_on::text as approved_on, p.introduction, p.summary,
       (select json_build_object('id', v.id, 'body', v.body, 'reviewed_on', v.reviewed_on, 'edition', (select o.edition from ${view('plans', bind)} o where o.id = v.plan_id))
         from ${view('plan_reviews', bind)} v where v.id = ${lastReview('p', bind, `< ${bind.today()}`)}) as last_review,
       (select coalesce(json_agg(json_build_object('body', b.body, 'times_a_year', b.times_a_year, 'kind', b.kind) order by b.position, b.id), '[]') from ${view('plan_review_bodies', bind)} b where b.plan_id = p.id) as bodies,
       (select coalesce(json_agg(json_build_object('level', u.level, 'audience', u.audience) order by u.position, u.id), '[]') from ${view('plan_audiences', bind)} u where u.plan_id = p.id) as audiences,
       (select coalesce(json_agg(c.channel order by c.position, c.id), '[]') from ${view('plan_channels', bind)} c where c.plan_id = p.id) as channels
     from ${view('plans', bind)} p join shown.areas r on r.id = p.area_id where p.id = ${bind.param(plan, 'uuid')}`, bind,
  );
  if (head === undefined) throw new SetUpError('There is no such plan.');
  return head;
}

async function readActions(reader: Reader, plan: string, review: string | null): Promise<ActionRow[]> {
  const bind = reader.binder();
  const day = bind.today();
  const since = review === null ? 'null::timestamptz' : `(select v.recorded_at from ${view('plan_reviews', bind)} v where v.id = ${bind.param(review, 'uuid')})`;
  const seen = review === null ? 'false' : `g.recorded_at > ${since}`;
  const unseen = review === null ? 'false' : `(${seen} or g.reported_on > (select v.reviewed_on from ${view('plan_reviews', bind)} v where v.id = ${bind.param(review, 'uuid')}))`;
  const covering = `${view('progress_report_actions', bind)} c join ${view('progress_reports', bind)} g on g.id = c.report_id where ${ofAction('c', 'act')} and g.reported_on <= ${day}`;
  return reader.rows<ActionRow>(
    `select act.id, act.section_id, act.number, act.text,
       (select json_build_object('number', x.number, 'text', x.text) from ${view('recommendations', bind)} x where x.id = act.recommendation_id) as recommendation,
       (select t.text from ${view('position_statements', bind)} t
         where t.action_id = act.id and (t.stated_on is null or t.stated_on <= ${day}) order by t.recorded_at desc, t.id desc limit 1) as position,
       (select coalesce(json_agg(json_build_object('name', ${bind.cleared ? 'o.as_written' : 'n.name'}, 'agency', n.agency, 'kind', n.kind) order by o.position), '[]')
         from ${view('action_leads', bind)} o join ${view('leads', bind)} n on n.id = o.lead_id where o.action_id = act.id) as leads,
       (select b.written from ${view('by_whens', bind)} b where b.id = ${currentWhen('act', bind)}) as by_when,
       ${dueOn('act', bind)}::text as due_on, ${firstDueOn('act', bind)}::text as first_due_on, ${slippage('act', bind)} as slippage, ${dueState('act', bind)} as due_state,
       (select json_build_object('to', now.last_day, 'achieved', now.achieved) from (${periodsSql('act', bind)}) now order by now.first_day desc limit 1) as period,
       (select coalesce(json_agg(json_build_object('text', k.text, 'unit', k.unit,
           'value', (select json_build_object('on', y.observed_on, 'value', y.value::text) from ${view('measure_values', bind)} y where y.measure_id = any(k.id || k.carried_ids) and y.area_id = act.area_id and y.observed_on <= ${day}
             order by y.observed_on desc, y.recorded_at desc, y.id desc limit 1),
           'target', (select json_build_object('to', upper(aim.period) - 1, 'target', aim.target::text, 'state', ${targetState('aim', bind)}) from ${view('measure_targets', bind)} aim where aim.measure_id = k.id and aim.area_id = act.area_id
             order by upper(aim.period) <= ${day}, case when upper(aim.period) <= ${day} then -(upper(aim.period) - date '2000-01-01') else upper(aim.period) - date '2000-01-01' end limit 1)) order by k.position, k.id), '[]')
         from ${view('action_measures', bind)} k where k.action_id = act.id) as measures,
       (select coalesce(json_agg(json_build_object('on', g.reported_on, 'note', g.note) order by g.reported_on, g.recorded_at, g.id), '[]') from ${covering} and c.certain and g.note is not null
         and (g.id = ${lastSaid('act', bind)} or ${seen})) as updates,
       (select json_build_object('on', g.reported_on, 'numbers', (select json_agg(e.number order by e.position) from ${view('progress_report_actions', bind)} k join ${view('actions', bind)} e on e.id = k.action_id where k.report_id = g.id and k.certain))
         from ${covering} and not c.certain and g.note is not null order by g.reported_on desc, g.recorded_at desc, g.id desc limit 1) as may,
       (select json_build_object('on', g.reported_on, 'note', g.note, 'rag', g.rag, 'changed', ${unseen}) from ${view('progress_reports', bind)} g join ${view('recommendations', bind)} over_it on over_it.id = act.recommendation_id
         where g.recommendation_id = any(${recommendationIds('over_it', bind)}) and g.reported_on <= ${day} and (g.note is not null or g.rag <> 'NOT_RATED')
           and not exists (select from ${view('progress_report_actions', bind)} k where k.report_id = g.id and k.certain) order by g.reported_on desc, g.recorded_at desc, g.id desc limit 1) as whole,
       ${slipped('act', bind)} as slipped, (not ${achieved('act', bind)} and ${withoutProgressSince(bind.param(monthsBefore(bind.day, SIX_MONTHS), 'date'), 'act', bind)}) as stale,
       ${rag('act', bind)} as rag, ${achieved('act', bind)} as achieved
     from ${view('actions', bind)} act where act.plan_id = ${bind.param(plan, 'uuid')} and ${inPlan('act', bind)} order by act.position, act.id`,
    bind,
  );
}
