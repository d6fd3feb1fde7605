import type { ImportOutcome } from '../../src/intake/outcome';
import { importPlan, type PlanImportOptions } from '../../src/plans/plan.import';
import { rowsOf } from '../places/place-imports';
import { type TestDatabase, testClock } from '../support';

export const DERBYSHIRE = 'E10000007';

export type PlanRow = Readonly<Record<string, string>>;

/** A small plan: two actions of a recommendation, one of another, one right under its section. */
const ROWS: readonly PlanRow[] = [
  { section: 'Engagement', recommendation_no: '1.1', recommendation: 'Engage early', position: 'A seat is held', action_no: '1.1.1', action: 'The representative reports to the forum', leads: 'Representative; support team', by_when: 'Bi-monthly', measures: 'Reports\nGRID', update: 'Reports are given' },
  { section: 'Engagement', recommendation_no: '1.1', recommendation: 'Engage early', action_no: '1.1.2', action: 'Groups are invited to the forum events', leads: 'GRID', by_when: 'January 08', measures: 'July 08' },
  { section: 'Engagement', recommendation_no: '1.10', recommendation: 'Work with the breadth of groups', position: 'A list exists', action_no: '1.10.1', action: '', leads: 'Support Team', by_when: 'Ongoing September 08', rag: 'amber' },
  { section: 'Delivery', action_no: '2.10', action: 'Map the work of organisations against funding', leads: 'Coordinator & Manager', by_when: 'Start December 07' },
];
export const PLAN: readonly PlanRow[] = ROWS.map((row) => ({ plan: 'Our plan', ...row }));

export function importFile(at: TestDatabase, file: string, options: Partial<PlanImportOptions> = {}): Promise<ImportOutcome> {
  return importPlan(at.database, testClock, { file, area: DERBYSHIRE, updatesAsOf: '2009-04-30', ...options });
}

/** Takes plans and leads out again: a database for each test would take minutes. */
export async function emptyPlans(at: TestDatabase): Promise<void> {
  await at.owner.query('truncate plans, leads, import_batches cascade');
}

/** Open actions, in their order: number, wording, and how many reports cover them for certain. */
export function actionsOf(at: TestDatabase): Promise<{ number: string; text: string; reports: number }[]> {
  return rowsOf(at, `
    select a.number, a.text, (select count(*)::int from progress_report_actions c where c.action_id = a.id and c.certain) as reports
    from actions a where a.closed_on is null order by a.position`);
}
