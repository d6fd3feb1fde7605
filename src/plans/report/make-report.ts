import type { Reader } from '../../graphql/read/reader';
import { DueState, Rag } from '../plan.enums';
import { SinceReview } from '../review/review.enums';
import type { Counted, PlanReport, ReportAction, ReportGroup, ReportPosition, ReportSection } from './plan-report';
import { type ActionRow, type ChangeRow, type HeadRow, type MeasureRow, readReportRows } from './plan-report.read-model';
import { dayWords, paragraphs, RAG_WORDS, STATE_WORDS, TARGET_WORDS, WATCH_WORDS } from './words';

/** The report of a plan, on the reader's day and as its viewer may read it. */
export async function makeReport(reader: Reader, plan: string): Promise<PlanReport> {
  const { head, sections, actions, changes } = await readReportRows(reader, plan);
  const changed = new Map(changes.map((change) => [change.action_id, change]));
  const review = head.last_review;
  return {
    title: head.title,
    facts: factsOf(head),
    asOf: reader.today,
    asOfWords: dayWords(reader.today),
    knownAt: reader.knownAt,
    names: reader.binder().cleared,
    since: review === null ? null : `${review.body}, ${dayWords(review.reviewed_on)}${review.edition === head.edition ? '' : `, of version ${review.edition}`}`,
    introduction: paragraphs(head.introduction),
    summary: paragraphs(head.summary),
    ratings: Object.values(Rag).map((rag): Counted => ({ words: RAG_WORDS[rag], count: actions.filter((action) => action.rag === rag).length, rag })),
    states: Object.values(DueState).map((state): Counted => ({ words: STATE_WORDS[state], count: actions.filter((action) => action.due_state === state).length })),
    watch: [{ words: WATCH_WORDS.slipped, count: actions.filter((action) => action.slipped).length }, { words: WATCH_WORDS.stale, count: actions.filter((action) => action.stale).length }],
    changed: changes.length,
    sections: sections
      .map(({ id, title, introduction }): ReportSection => {
        const own = actions.filter((action) => action.section_id === id);
        return { title, introduction: paragraphs(introduction), groups: groupsOf(own, changed) };
      })
      .filter((section) => section.groups.length + section.introduction.length > 0),
    closed: changes.filter((change) => change.kinds.includes(SinceReview.CLOSED)).map(({ number, text }) => `${number} ${text}`.trim()),
    reviews: head.bodies.map(({ body, times_a_year: times, kind }) => `${body}: ${times === 1 ? 'once' : times === 2 ? 'twice' : `${times} times`} a year${kind === 'EXTERNAL_VERIFICATION' ? ', as verification from outside' : ''}`),
    sharing: [
      ...(['LOCAL', 'REGIONAL', 'NATIONAL'] as const).flatMap((level) => {
        const names = head.audiences.filter((one) => one.level === level).map((one) => one.audience);
        return names.length === 0 ? [] : [`${level.charAt(0)}${level.slice(1).toLowerCase()}: ${names.join('; ')}`];
      }),
      ...(head.channels.length === 0 ? [] : [`By: ${head.channels.join('; ')}`]),
    ],
  };
}

function factsOf(head: HeadRow): [string, string][] {
  const days = head.from === null ? (head.to === null ? null : `to ${dayWords(head.to)}`) : head.to === null ? `from ${dayWords(head.from)}` : `${dayWords(head.from)} to ${dayWords(head.to)}`;
  return [
    ['Area', head.area],
    ...(head.owner === null ? [] : [['Owner', head.owner] as [string, string]]),
    ...(days === null ? [] : [['Period', days] as [string, string]]),
    ['Version', `${head.edition}, ${head.approved_on === null ? 'draft' : `approved on ${dayWords(head.approved_on)}`}`],
  ];
}

/** Actions of a recommendation that follow one another are one group. */
function groupsOf(actions: readonly ActionRow[], changed: ReadonlyMap<string, ChangeRow>): ReportGroup[] {
  const groups: { recommendation: ReportGroup['recommendation']; position: ReportPosition[]; actions: ReportAction[] }[] = [];
  for (const row of actions) {
    const last = groups.at(-1);
    const same = last !== undefined && row.recommendation !== null && last.recommendation?.number === row.recommendation.number;
    const group = same ? last : { recommendation: row.recommendation, position: [], actions: [] };
    if (!same) groups.push(group);
    if (row.position !== null) group.position.push({ text: row.position, changed: changed.get(row.id)?.kinds.includes(SinceReview.POSITION) ?? false });
    group.actions.push(asAction(row, changed.get(row.id), !same));
  }
  return groups;
}

/** @param leads whether it is the first of its recommendation: beside it stands what is said of the whole. */
function asAction(row: ActionRow, change: ChangeRow | undefined, leads: boolean): ReportAction {
  const own = row.updates.map(({ on, note }) => ({ text: note, on: dayWords(on) }));
  const may = row.may === null || own.length > 0 ? [] : [{ text: `May be covered by the update of ${row.may.numbers?.join(', ') ?? 'the recommendation'}`, on: dayWords(row.may.on) }];
  const whole = !leads || row.whole === null ? [] : [{ text: `Of the recommendation${row.whole.rag === Rag.NOT_RATED ? '' : ` (${RAG_WORDS[row.whole.rag]})`}${row.whole.note === null ? '' : `: ${row.whole.note}`}`, on: dayWords(row.whole.on), changed: row.whole.changed }];
  return {
    number: row.number, text: row.text, leads: row.leads.map(({ name, agency, kind }) => (kind === 'PERSON' && agency !== null && agency !== name ? `${name} (${agency})` : name)), byWhen: row.by_when, state: stateOf(row),
    measures: row.measures.map((measure) => ({ text: measure.text, numbers: numbersOf(measure) })), updates: [...whole, ...own, ...may], rag: row.rag, achieved: row.achieved, changes: change === undefined ? [] : changeWords(change, row),
  };
}

function numbersOf({ unit, value, target }: MeasureRow): string {
  if (unit === null) return '';
  const seen = value === null ? `no ${unit} observed` : `${value.value} ${unit} on ${dayWords(value.on)}`;
  return target === null ? seen : `${seen}; target ${target.target} by ${dayWords(target.to)}: ${TARGET_WORDS[target.state]}`;
}

function stateOf({ due_state: state, due_on: due, first_due_on: first, slippage, period }: ActionRow): string {
  if (period !== null && (state === DueState.NO_DEADLINE || state === DueState.ACHIEVED)) {
    const within = period.to === null ? 'in its last period' : `in the period to ${dayWords(period.to)}`;
    return state === DueState.ACHIEVED ? `Achieved ${within}` : `Recurs; not yet achieved ${within}`;
  }
  const dated = state === DueState.OVERDUE || state === DueState.DUE_SOON || state === DueState.DUE_LATER;
  const words = !dated || due === null ? STATE_WORDS[state] : state === DueState.OVERDUE ? `Overdue since ${dayWords(due)}` : `Due ${dayWords(due)}`;
  if (slippage === null || first === null || due === first) return words;
  const moved = slippage === 0 ? '' : `, ${Math.abs(slippage)} ${Math.abs(slippage) === 1 ? 'month' : 'months'} ${slippage > 0 ? 'later' : 'earlier'} now`;
  return `${words}; first ${dayWords(first)}${moved}`;
}

const deadline = (day: string | null): string => (day === null ? 'without a deadline' : dayWords(day));

const CHANGE_WORDS: Readonly<Record<SinceReview, (then: ChangeRow, now: ActionRow) => string>> = {
  NEW: () => 'New action',
  CLOSED: () => 'Closed',
  WORDING: () => 'Reads otherwise',
  RATING: (then, now) => `Rating: was ${RAG_WORDS[then.rag_then ?? Rag.NOT_RATED]}, is ${RAG_WORDS[now.rag]}`,
  ACHIEVED: (_, now) => (now.achieved ? 'Achieved since' : 'No longer achieved'),
  DATE: (then, now) => `Date: was ${deadline(then.due_then)}, is ${deadline(now.due_on)}`,
  LEADS: () => 'Led by others',
  MEASURES: () => 'Measures',
  POSITION: () => 'Where we are up to',
  UPDATE: () => 'New update',
};

function changeWords(then: ChangeRow, now: ActionRow): string[] {
  return then.kinds.map((kind) => CHANGE_WORDS[kind](then, now));
}
