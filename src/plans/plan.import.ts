import { v7 as uuidv7 } from 'uuid';
import type { Clock } from '../clock';
import type { Database } from '../database/database';
import { SetUpError } from '../errors';
import { type ImportContext, type ImportOptions, type Publish, runImport } from '../intake/import-run';
import { openRows } from '../intake/open-rows';
import type { ImportOutcome } from '../intake/outcome';
import { CellFault } from '../organisations/import/cell-values';
import { parseDay } from '../organisations/import/cell-dates';
import { readByWhen } from './by-when';
import { type ExtraFiles, PlanExtras } from './import/plan-extras';
import { areaIdOf, type KnownPlan, knownPlan } from './import/known-plan';
import { LeadRegister } from './import/lead-register';
import { readLeadRows } from './import/lead-rows';
import { type Comparison, compareWithPlan, dayRange } from './import/plan-changes';
import { noteForAPerson } from './import/plan-notes';
import { type GivenAction, readPlanRows } from './import/plan-rows';
import { type PlanHead, publishPlan } from './import/publish-plan';
import { matchActions, readNumberMap } from './import/same-action';

export interface PlanImportOptions extends ImportOptions, ExtraFiles {
  /** Code of the area that the plan is for. */
  readonly area: string;
  /** The day to which updates, positions and closings are ascribed. */
  readonly updatesAsOf: string;
  /** A register of leads. */
  readonly leads?: string | undefined;
  /** What renumbered and new actions were. */
  readonly map?: string | undefined;
  readonly owner?: string | undefined;
  /** First and last day of the plan. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/**
 * Imports a plan, whole: a row an action. It comes as a draft. Once it is there, a row is the action of its number if its
 * wording is alike; an action that the file lacks is closed, and what was reported stays.
 */
export async function importPlan(database: Database, clock: Clock, options: PlanImportOptions): Promise<ImportOutcome> {
  const { area, updatesAsOf, owner, from, to } = options;
  return runImport(database, clock, options, { kind: 'plan', settings: { area, updatesAsOf, owner, from, to }, stage: (context) => stage(context, options) });
}

async function stage(context: ImportContext, options: PlanImportOptions): Promise<Publish | undefined> {
  const { client, counts, notes, clock } = context;
  const updatesAsOf = dayOf('--updates-as-of', options.updatesAsOf);
  if (updatesAsOf > clock.today()) throw new SetUpError(`--updates-as-of ${updatesAsOf} lies in the future.`);
  const areaId = await areaIdOf(client, options.area);
  const map = options.map === undefined ? new Map<string, string | null>() : await readNumberMap(options.map);
  const register = options.leads === undefined ? [] : await readLeadRows(context, options.leads);
  const source = await openRows(options.file, { guarded: true, typed: true });
  const { given } = await readPlanRows(context, source).finally(() => source.close());
  const title = given[0]?.plan;
  if (title === undefined) return undefined;
  const known = await knownPlan(client, areaId, title);
  const head = headOf(options, areaId, title, known, source.name);
  if (head.from !== null && updatesAsOf < head.from) throw new SetUpError(`--updates-as-of ${updatesAsOf} lies before the plan, which begins on ${head.from}.`);
  const extras = await PlanExtras.read(context, options, head.id);
  const matched = known === undefined ? new Map(given.map((row) => [row, null])) : matchActions(given, known.actions, map, context.refused);
  if (context.doomed) return undefined;
  const leads = await LeadRegister.read(client, areaId, namesIn(given), register);
  // What is not in the file was perhaps refused: then nothing is closed.
  const compared = compareWithPlan(matched, { planId: head.id, updatesAsOf, known, register: leads, close: context.refused.count === 0 });
  markOdd(compared, leads);
  Object.assign(counts, { created: compared.created, updated: compared.updated, unchanged: compared.unchanged });
  noteForAPerson(notes, given, compared, known, leads, register, head.from);
  notes.push(...extras.describe(head.from));
  const sameHead = known !== undefined && known.owner === head.owner && known.from === head.from && known.to === head.to;
  if (compared.created + compared.updated + compared.changes.closed.length + leads.size === 0 && sameHead && !extras.changed) return undefined;
  return async (publisher) => {
    await leads.write(publisher, areaId, clock.now());
    await publishPlan(publisher, head, compared.changes, { updatesAsOf, batchId: context.batch.id, at: clock.now() });
    await extras.write(publisher, head.id);
  };
}

function headOf(options: PlanImportOptions, areaId: string, title: string, known: KnownPlan | undefined, source: string): PlanHead & { from: string | null; to: string | null } {
  const from = options.from === undefined ? (known?.from ?? null) : dayOf('--from', options.from);
  const to = options.to === undefined ? (known?.to ?? null) : dayOf('--to', options.to);
  if (from !== null && to !== null && from > to) throw new SetUpError(`--from ${from} lies after --to ${to}.`);
  const period = from === null && to === null ? null : from !== null && to !== null ? dayRange(from, to) : to === null ? `[${from},)` : dayRange(to, to).replace(to, '');
  return { id: known?.id ?? uuidv7(), title, areaId, owner: options.owner ?? known?.owner ?? null, period, from, to, source, version: known?.version };
}

function dayOf(flag: string, text: string): string {
  try {
    return parseDay(text);
  } catch (error) {
    if (error instanceof CellFault) throw new SetUpError(`${flag} ${text} ${error.message}.`);
    throw error;
  }
}

function namesIn(given: readonly GivenAction[]): string[] {
  return given.flatMap((row) => [...row.leads, ...row.measures]);
}

/** A measure that is rather a date, or the name of one of the leads. */
function markOdd({ changes }: Comparison, leads: LeadRegister): void {
  for (const row of changes.measures.rows) {
    const text = String(row.text);
    const read = readByWhen(text);
    const date = read.ambiguity === undefined || read.ambiguity === 'TWICE_OR_EVERY_TWO';
    row.odd = row.settled === true ? null : date ? 'DATE' : leads.knows(text) ? 'BODY' : null;
  }
}
