import { stringify } from 'csv-stringify/sync';
import { guarded } from '../../text/formula-guard';
import { LINE_BREAK } from '../../text/line-break';
import type { PlanReport, ReportAction, ReportGroup, ReportSection } from './plan-report';
import { RAG_WORDS } from './words';

type Cell = (section: ReportSection, group: ReportGroup, action: ReportAction) => string;

const COLUMNS: readonly (readonly [string, Cell])[] = [
  ['section', (section) => section.title],
  ['recommendation_no', (_, group) => group.recommendation?.number ?? ''],
  ['recommendation', (_, group) => group.recommendation?.text ?? ''],
  ['where_we_are_up_to', (_, group, action) => (action === group.actions[0] ? group.position.map((one) => one.text).join('\n') : '')],
  ['action_no', (_, __, action) => action.number],
  ['action', (_, __, action) => action.text],
  ['who', (_, __, action) => action.leads.join('; ')],
  ['by_when', (_, __, action) => action.byWhen ?? ''],
  ['state', (_, __, action) => action.state],
  ['measures', (_, __, action) => action.measures.map(({ text, numbers }) => (numbers === '' ? text : `${text} (${numbers})`)).join('\n')],
  ['update', (_, __, action) => action.updates.map(({ text, on }) => `${text} (${on})`).join('\n')],
  ['rag', (_, __, action) => RAG_WORDS[action.rag]],
  ['achieved', (_, __, action) => (action.achieved ? 'yes' : 'no')],
  ['changed_since_review', (_, __, action) => [...action.changes, ...(action.updates.some(({ changed }) => changed === true) ? ['Of the recommendation: reported since the last review'] : [])].join('; ')],
];

/** The rows of the report for a spreadsheet, with the mark by which Excel knows UTF-8. The layout of the import is another: `export plan`. */
export function writeCsv({ sections, asOf, knownAt }: PlanReport): string {
  const days: [string, string][] = [['as_of', asOf], ...(knownAt === null ? [] : [['known_at', knownAt] as [string, string]])];
  const rows = sections.flatMap((section) => section.groups.flatMap((group) => group.actions.map((action) => [...days.map(([, value]) => value), ...COLUMNS.map(([, cell]) => guarded(cell(section, group, action)))])));
  return stringify([[...days.map(([name]) => name), ...COLUMNS.map(([name]) => name)], ...rows], { bom: true, record_delimiter: 'windows', quoted_match: LINE_BREAK });
}
