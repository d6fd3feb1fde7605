import type { Clock } from '../clock';
import type { Database, SqlViewer } from '../database/database';
import { SetUpError } from '../errors';
import { importsUnderWay, sweepStaging } from '../intake/batch';

/** One place in which a person stands. */
export interface Finding {
  readonly table: string;
  readonly column: string;
  /** The columns that name the row. */
  readonly key: Readonly<Record<string, unknown>>;
  readonly value: string;
  /** False for names of organisations, which are no person's although a person's may be among them, and for lists that were issued and signed. */
  readonly erasable: boolean;
}

export interface Erased {
  readonly table: string;
  readonly rows: number;
}

const SHORTEST = 4;

/** Names are written with and without spaces, points and capitals; those of leads, of such as are no more too, are known in every spelling by their letters. */
const letters = (text: string): string => `regexp_replace(lower(${text}), '[^[:alnum:]]', '', 'g')`;
const LEADS = `select l.id from leads l where ${letters('$1')} <> '' and (${letters('l.name')} = ${letters('$1')}
  or exists (select from lead_aliases a where a.lead_id = l.id and ${letters('a.alias')} = ${letters('$1')}))
  union select coalesce(r.before->>'lead_id', r.key->>'id')::uuid from history.records r
  where ${letters('$1')} <> '' and r.table_name in ('leads', 'lead_aliases') and ${letters(`coalesce(r.before->>'name', r.before->>'alias')`)} = ${letters('$1')}
    and not exists (select from leads l where l.id = coalesce(r.before->>'lead_id', r.key->>'id')::uuid)`;
/** What stands of them, as it was written, where the text itself does not. */
const OF_LEADS = `
  with led as (${LEADS}), found as (
    select 'leads' as "table", 'name' as "column", jsonb_build_object('id', l.id) as key, l.name as value from leads l join led on led.id = l.id
    union all select 'lead_aliases', 'alias', jsonb_build_object('lead_id', a.lead_id, 'alias', a.alias), a.alias from lead_aliases a join led on led.id = a.lead_id
    union all select 'action_leads', 'as_written', jsonb_build_object('action_id', o.action_id, 'lead_id', o.lead_id), o.as_written from action_leads o join led on led.id = o.lead_id
    union all select 'history.records', 'before', jsonb_build_object('node_id', r.node_id, 'change_number', r.change_number, 'table_name', r.table_name, 'key', r.key), r.before::text
      from (select array(select id from led) as ids) l cross join lateral history.records_of_leads(l.ids, history.names_of_leads(l.ids)) r where r.before is not null
  ) select f.*, true as erasable from found f where position(lower($1) in lower(f.value)) = 0 order by 1, 2, 4`;

/** Where an e-mail address, telephone number or name stands, in every table, history and secrets included. */
export async function findPerson(database: Database, text: string): Promise<Finding[]> {
  const needle = checked(text);
  const asGiven = await database.readCleared<Finding>(author(), 'select table_name as "table", column_name as "column", key, value, erasable from history.find_person($1)', [needle]);
  return [...asGiven, ...(await database.readCleared<Finding>(author(), OF_LEADS, [needle]))];
}

/**
 * Erases it: contacts go with their history, leads in whatever spelling, other texts keep "[erased]" in its place. All of
 * it in one transaction, which leaves an entry that says when and by whom, not whom it was about. @returns the tables that
 * were changed.
 */
export async function erasePerson(database: Database, clock: Clock, text: string): Promise<Erased[]> {
  return database.write({ ...author(), at: clock.now() }, async (manager) => {
    const needle = checked(text);
    const [led] = (await manager.query(`select history.erase_leads(array(${LEADS})) as rows`, [needle])) as { rows: number }[];
    const elsewhere = (await manager.query('select table_name as "table", changed as rows from history.erase_person($1, $2)', [needle, clock.now()])) as Erased[];
    return (led?.rows ?? 0) > 0 ? [{ table: 'leads', rows: led?.rows ?? 0 }, ...elsewhere.filter(({ table }) => table !== 'leads')] : elsewhere;
  });
}

/**
 * Removes what imports staged that were killed, for nobody would look for a person there. @throws while one is under
 * way and `alone` is wanted: it may publish the person yet.
 */
export async function sweepBeforehand(database: Database, clock: Clock, alone: boolean): Promise<void> {
  await database.withServiceClient(async (client) => {
    await sweepStaging(client, clock);
    const [one] = alone ? await importsUnderWay(client, clock) : [];
    if (one !== undefined) throw new SetUpError(one, 'Wait until it has finished, for it may hold the person, then run this again');
  });
}

function author(): SqlViewer {
  return { role: 'ADMIN', subject: 'vcs-atlas personal-data' };
}

/** So short a text would be found everywhere. */
function checked(text: string): string {
  const needle = text.trim();
  if (needle.length < SHORTEST) throw new SetUpError(`Give at least ${SHORTEST} characters: an e-mail address, a telephone number or a full name.`);
  return needle;
}
