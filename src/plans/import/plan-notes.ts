import { readByWhen } from '../by-when';
import type { KnownPlan } from './known-plan';
import type { LeadRegister } from './lead-register';
import type { GivenLead } from './lead-rows';
import type { Comparison } from './plan-changes';
import type { GivenAction } from './plan-rows';

/** Says what only a person can decide, and what is to be closed. */
export function noteForAPerson(notes: string[], given: readonly GivenAction[], { changes }: Comparison, known: KnownPlan | undefined, leads: LeadRegister, register: readonly GivenLead[], from: string | null): void {
  const numbersOf = (rows: readonly GivenAction[]): string => rows.map((row) => row.number).join(', ');
  const incomplete = given.filter((row) => row.text === '');
  if (incomplete.length > 0) notes.push(`${incomplete.length} without wording, kept as incomplete: ${numbersOf(incomplete)}.`);
  const confirmed = new Set(known?.confirmed.map((one) => one.written));
  const ambiguous = given.filter(({ byWhen }) => byWhen !== undefined && !confirmed.has(byWhen) && readByWhen(byWhen).ambiguity !== undefined);
  for (const written of new Set(ambiguous.map((row) => row.byWhen))) notes.push(`“${written}” may mean several things, for a person to say: ${numbersOf(ambiguous.filter((row) => row.byWhen === written))}.`);
  const recurring = from === null ? given.filter(({ byWhen }) => byWhen !== undefined && recurs(byWhen, known)) : [];
  if (recurring.length > 0) notes.push(`The plan has no first day (--from): ${recurring.length} actions recur and have no next days and no periods until it is said: ${numbersOf(recurring)}.`);
  const named = [...new Set([...given.flatMap((row) => row.leads), ...register.map((lead) => lead.name)])];
  const unmatched = leads.unmatched(named);
  if (unmatched.length > 0) notes.push(`${unmatched.length} leads of which it is not known what they are, for a person to say: ${unmatched.join(', ')}.`);
  const sideless = leads.withoutSide(named);
  if (sideless.length > 0) notes.push(`${sideless.length} leads of which it is not known whether they are of the sector or statutory, for a person to say: ${sideless.join(', ')}.`);
  notes.push(...leads.notes);
  const odd = changes.measures.rows.filter((row) => row.odd !== null);
  if (odd.length > 0) notes.push(`${odd.length} measures read as a date or as a body: ${odd.map((row) => String(row.text)).join(', ')}.`);
  const closed = (known?.actions ?? []).filter((action) => changes.closed.includes(action.id));
  if (closed.length > 0) notes.push(`${closed.length} actions are not in the file any more and are closed: ${closed.map((action) => action.number).join(', ')}.`);
}

/** Whether a date recurs, as a person said or as it reads. */
function recurs(written: string, known: KnownPlan | undefined): boolean {
  const dates: readonly { readonly kind: string }[] = known?.confirmed.find((one) => one.written === written)?.dates ?? readByWhen(written).dates;
  return dates.some(({ kind }) => kind === 'RECURRING');
}
