import { addDays } from 'date-fns/addDays';
import { formatISO } from 'date-fns/formatISO';
import { parseISO } from 'date-fns/parseISO';
import { v7 as uuidv7 } from 'uuid';
import { readByWhen } from '../by-when';
import { nameKey } from '../name-key';
import type { KnownAction, KnownPlan, Said, StoredDate } from './known-plan';
import type { LeadRegister } from './lead-register';
import type { GivenAction } from './plan-rows';

type Row = Record<string, unknown>;

/** Rows to write, by table. Those of `actions`, `plan_sections` and `recommendations` are written over what has their id. */
export interface PlanChanges {
  readonly sections: Row[];
  readonly recommendations: Row[];
  readonly actions: Row[];
  readonly positions: Row[];
  readonly byWhens: Row[];
  readonly dates: Row[];
  readonly reports: Row[];
  readonly covered: Row[];
  /** Of the actions named, all that they had goes first; of measures, those in words alone that are not among the rows. */
  readonly leads: { readonly of: string[]; readonly rows: Row[] };
  readonly measures: { readonly of: string[]; readonly rows: Row[] };
  closed: readonly string[];
}

export interface Comparison {
  readonly changes: PlanChanges;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
}

interface Settings {
  readonly planId: string;
  readonly updatesAsOf: string;
  readonly known: KnownPlan | undefined;
  readonly register: LeadRegister;
  /** Whether what the file lacks is closed. */
  readonly close: boolean;
}

const EMPTY = (): PlanChanges => ({
  sections: [], recommendations: [], actions: [], positions: [], byWhens: [], dates: [], reports: [], covered: [],
  leads: { of: [], rows: [] }, measures: { of: [], rows: [] }, closed: [],
});

/** What the rows of a file would change in the plan. An empty cell leaves alone what is known; nothing that was reported goes. */
export function compareWithPlan(matched: ReadonlyMap<GivenAction, KnownAction | null>, settings: Settings): Comparison {
  const changes = EMPTY();
  const parts = new Parts(settings, changes, placesOf(matched));
  const ids = new Map([...matched].map(([row, known]) => [row, known?.id ?? uuidv7()]));
  let created = 0;
  let updated = 0;
  for (const [row, known] of matched) {
    const id = ids.get(row) as string;
    const changed = [
      parts.action(row, known, id),
      parts.leads(row, known, id),
      parts.measures(row, known, id),
      parts.byWhen(row, known, id),
      parts.position(row, known, id),
      parts.update(row, known, id, [...matched.keys()].filter((other) => other !== row && row.recommendationNo !== undefined && other.recommendationNo === row.recommendationNo).map((other) => ids.get(other) as string)),
    ].some(Boolean);
    if (known === null) created += 1;
    else if (changed) updated += 1;
  }
  if (settings.close) {
    const there = new Set(ids.values());
    changes.closed = (settings.known?.actions ?? []).filter((action) => action.closed_on === null && !there.has(action.id)).map((action) => action.id);
  }
  return { changes, created, updated, unchanged: matched.size - created - updated };
}

class Parts {
  private readonly sections = new Map<string, string>();
  private readonly recommendations = new Map<string, string>();
  private readonly confirmed: ReadonlyMap<string, readonly StoredDate[]>;

  constructor(
    private readonly settings: Settings,
    private readonly changes: PlanChanges,
    private readonly places: (row: GivenAction) => number,
  ) {
    for (const { id, title } of settings.known?.sections ?? []) this.sections.set(nameKey(title), id);
    this.confirmed = new Map((settings.known?.confirmed ?? []).map(({ written, dates }) => [written, dates]));
  }

  action(row: GivenAction, known: KnownAction | null, id: string): boolean {
    const text = row.text === '' ? (known?.text ?? '') : row.text;
    const section = this.section(row.section);
    const recommendation = this.recommendation(row, section);
    const next = { id, number: row.number, position: this.places(row), text, section_id: section, recommendation_id: recommendation.id, closed_on: null };
    const same = known !== null && (['number', 'position', 'text', 'section_id', 'recommendation_id', 'closed_on'] as const).every((field) => known[field] === next[field]);
    if (!same) this.changes.actions.push({ ...next, added_on: this.settings.known === undefined ? null : this.settings.updatesAsOf });
    return !same || recommendation.changed;
  }

  leads(row: GivenAction, known: KnownAction | null, id: string): boolean {
    if (row.leads.length === 0 || sameList(row.leads, known?.leads)) return false;
    this.changes.leads.of.push(id);
    row.leads.forEach((written, at) => this.changes.leads.rows.push({ action_id: id, position: at + 1, lead_id: this.settings.register.find(written), as_written: written }));
    return true;
  }

  measures(row: GivenAction, known: KnownAction | null, id: string): boolean {
    const standing = (known?.measures ?? []).filter(({ text, unit }) => unit === null || row.measures.includes(text));
    if (row.measures.length === 0 || sameList(row.measures, standing.map(({ text }) => text))) return false;
    this.changes.measures.of.push(id);
    const there = new Map(standing.map((measure) => [measure.text, measure]));
    row.measures.forEach((text, at) => {
      this.changes.measures.rows.push({ id: there.get(text)?.id ?? uuidv7(), action_id: id, position: at + 1, text, settled: there.get(text)?.settled ?? false });
      there.delete(text);
    });
    return true;
  }

  byWhen({ byWhen: written }: GivenAction, known: KnownAction | null, id: string): boolean {
    const before = known?.by_whens ?? [];
    if (written === undefined || before.at(-1)?.written === written || before.filter(({ source }) => source === 'PLAN').at(-1)?.written === written) return false;
    const { updatesAsOf } = this.settings;
    const confirmed = this.confirmed.get(written);
    const read = readByWhen(written);
    const revision = (before.at(-1)?.revision ?? -1) + 1;
    const whenId = uuidv7();
    this.changes.byWhens.push({
      id: whenId, action_id: id, revision, written, ambiguity: confirmed === undefined ? (read.ambiguity ?? null) : null, condition: read.condition ?? null,
      said_on: revision === 0 ? null : updatesAsOf, reason: revision === 0 ? null : 'The plan was issued again', source: 'PLAN', confirmed_on: confirmed === undefined ? null : updatesAsOf,
    });
    const dates = confirmed ?? read.dates.map(({ kind, from, to, rrule }) => ({ kind, days: from === undefined || to === undefined ? null : dayRange(from, to), rrule: rrule ?? null }));
    dates.forEach((date, at) => this.changes.dates.push({ by_when_id: whenId, position: at + 1, ...date }));
    return true;
  }

  position({ position: text, recommendationNo }: GivenAction, known: KnownAction | null, id: string): boolean {
    if (text === undefined || saysNothingNew(known?.positions ?? [], (one) => one.text === text, this.settings.updatesAsOf)) return false;
    this.changes.positions.push({
      id: uuidv7(), recommendation_id: recommendationNo === undefined ? null : (this.recommendations.get(recommendationNo) ?? null), action_id: id, text,
      stated_on: known === null ? null : this.settings.updatesAsOf,
    });
    return true;
  }

  /** @param others actions of the same recommendation, which the update may cover as well. */
  update(row: GivenAction, known: KnownAction | null, id: string, others: readonly string[]): boolean {
    const { update: note = null, rag = 'NOT_RATED', achieved = null, recommendationNo } = row;
    if (note === null && rag === 'NOT_RATED' && achieved === null) return false;
    if (saysNothingNew(known?.reports ?? [], (report) => report.note === note && report.rag === rag && report.achieved === achieved, this.settings.updatesAsOf)) return false;
    const reportId = uuidv7();
    const recommendation = recommendationNo === undefined ? null : (this.recommendations.get(recommendationNo) ?? null);
    this.changes.reports.push({ id: reportId, recommendation_id: recommendation, reported_on: this.settings.updatesAsOf, rag, achieved, note });
    this.changes.covered.push({ report_id: reportId, action_id: id, certain: true }, ...others.map((other) => ({ report_id: reportId, action_id: other, certain: false })));
    return true;
  }

  private section(title: string): string {
    const known = this.sections.get(nameKey(title));
    if (known !== undefined) return known;
    const id = uuidv7();
    this.sections.set(nameKey(title), id);
    this.changes.sections.push({ id, title, position: this.sections.size });
    return id;
  }

  private recommendation({ recommendationNo: number, recommendation: text }: GivenAction, section: string): { id: string | null; changed: boolean } {
    if (number === undefined) return { id: null, changed: false };
    const known = this.settings.known?.recommendations.find((one) => one.number === number);
    const changed = known === undefined || known.text !== text || known.section_id !== section;
    const entered = this.recommendations.get(number);
    if (entered !== undefined) return { id: entered, changed };
    const id = known?.id ?? uuidv7();
    this.recommendations.set(number, id);
    if (changed) this.changes.recommendations.push({ id, number, text, section_id: section, position: known?.position ?? this.recommendations.size });
    return { id, changed };
  }
}

/**
 * Whether a cell says what was said before and no file has said otherwise since, up to the day of this one. What was said
 * here since is newer than a cell that nobody touched.
 */
function saysNothingNew<One extends Said>(said: readonly One[], same: (one: One) => boolean, day: string): boolean {
  const last = said.findLastIndex(same);
  return last >= 0 && !said.slice(last + 1).some((later) => later.by_file && (later.day === null || later.day <= day));
}

/** Where each row stands in the plan. Actions that stand in the order of the file stay where they are, whatever lies between. */
function placesOf(matched: ReadonlyMap<GivenAction, KnownAction | null>): (row: GivenAction) => number {
  const known = [...matched.values()];
  const inOrder = known.every((action, at) => action !== null && (at === 0 || (known[at - 1]?.position ?? 0) < action.position));
  return (row) => (inOrder ? (matched.get(row)?.position ?? row.order) : row.order);
}

/** Two inclusive days as PostgreSQL writes the half-open range of them. */
export function dayRange(from: string, to: string): string {
  return `[${from},${formatISO(addDays(parseISO(to), 1), { representation: 'date' })})`;
}

function sameList(one: readonly string[], other: readonly string[] | undefined): boolean {
  return other !== undefined && one.length === other.length && one.every((part, at) => part === other[at]);
}
