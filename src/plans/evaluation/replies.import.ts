import type { PoolClient } from 'pg';
import type { Clock } from '../../clock';
import type { Database } from '../../database/database';
import { SetUpError } from '../../errors';
import { type ImportContext, type ImportOptions, type Publish, runImport } from '../../intake/import-run';
import { openRows } from '../../intake/open-rows';
import type { ImportOutcome } from '../../intake/outcome';
import { formKey } from './form-key';
import { type GivenForm, readForms, wholeForms } from './import/reply-rows';
import { ReplyRound } from './import/reply-round';
import { type NewReply, storeReplies } from './store-replies';

export interface RepliesImportOptions extends ImportOptions {
  /** The uuid of the round. */
  readonly round: string;
}

/** Fewer are told from the figures before and after. */
const FEW = 3;

interface Known {
  readonly form_key: string;
  readonly withdrawn: boolean;
}

/**
 * Imports the returned forms of a round, each a reply: whole or not at all. A form whose number is on record is left alone,
 * whatever the file says of it now, for replies are not read, not even to compare them.
 */
export async function importReplies(database: Database, clock: Clock, options: RepliesImportOptions): Promise<ImportOutcome> {
  // Which file it was is in the ledger; nothing there says what was in it.
  return runImport(database, clock, options, { kind: 'self-evaluation-replies', settings: { round: options.round }, stage: (context) => stage(context, options) });
}

async function stage(context: ImportContext, options: RepliesImportOptions): Promise<Publish | undefined> {
  const { client, counts, notes } = context;
  const round = await ReplyRound.read(client, options.round);
  const source = await openRows(options.file, { guarded: true });
  const given = await readForms(context, source, round).finally(() => source.close());
  const keyed = wholeForms(context, given).map((form) => ({ form, key: formKey(round.id, form.form) }));
  const known = new Map((await formsKnown(client, round.id, keyed.map(({ key }) => key))).map((one) => [one.form_key, one]));
  const fresh = keyed.filter(({ key }) => !known.has(key));
  for (const { form, key } of keyed) counts[known.has(key) ? 'unchanged' : 'created'] += form.lines.length;
  notes.push(...notesOf(fresh.length, [...known.values()]));
  if (context.doomed || fresh.length === 0) return undefined;
  const replies = fresh.map(({ form, key }) => asReply(form, key));
  return async (publisher) => {
    await publisher.query('select 1 from self_evaluations e where e.id = $1 for update', [round.id]);
    if ((await formsKnown(publisher, round.id, fresh.map(({ key }) => key))).length > 0) throw new SetUpError('Somebody else entered some of these forms meanwhile: nothing was written.', 'Run the same command again');
    await storeReplies(publisher, round, replies, context.clock.now(), context.batch.id);
  };
}

async function formsKnown(client: PoolClient, round: string, keys: readonly string[]): Promise<Known[]> {
  return (await client.query<Known>('select form_key, withdrawn from evaluation_forms_known($1, $2::text[])', [round, keys])).rows;
}

function asReply(form: GivenForm, key: string): NewReply {
  return {
    kind: form.said.get('kind')?.value ?? '', partner: form.said.get('partner')?.value ?? '', area_id: form.said.get('district')?.value ?? null, form_key: key,
    answers: [...form.answers].map(([question_id, { grade }]) => ({ question_id, grade })),
  };
}

function notesOf(fresh: number, known: readonly Known[]): string[] {
  const forms = (count: number): string => `${count} ${count === 1 ? 'form' : 'forms'}`;
  const withdrawn = known.filter((one) => one.withdrawn).length;
  const standing = known.length - withdrawn;
  return [
    ...(fresh > 0 ? [`${forms(fresh)} new.`] : []),
    ...(fresh > 0 && fresh < FEW ? ['So few can be told from the figures before and after: enter those of an event together.'] : []),
    ...(standing > 0 ? [`${forms(standing)} on record already and left alone: replies are not read, not even to compare them. To correct one, withdraw it (withdrawReply) and enter it under another number.`] : []),
    ...(withdrawn > 0 ? [`${forms(withdrawn)} withdrawn and left out. To enter one again, give it another number.`] : []),
  ];
}
