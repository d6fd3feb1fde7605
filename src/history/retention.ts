import type { Clock } from '../clock';
import type { Database, SqlViewer } from '../database/database';
import type { RunSql } from './restore';

/** How long one kind of record is kept. */
export interface RetentionRule {
  readonly name: string;
  /** For people: what goes, and after how long. */
  readonly says: string;
  /** As PostgreSQL writes intervals. */
  readonly keptFor: string;
  /** SQL with `$1`, the instant before which the record has had its time, that selects the rows to go, as `id`. */
  readonly due: string;
  /** Removes those rows. `$1` as above. */
  readonly remove: (run: RunSql, before: Date, now: Date) => Promise<unknown>;
}

/**
 * Persons, and leads of which nobody has said what they are, for their names may be those of persons, who lead nothing that was
 * in a plan after the instant, nor a priority that held then; what has no last day has not ended. And those that the history
 * alone still names: made one with another, or gone with their import, before the instant.
 */
const FORMER_LEADS = `select l.id from leads l where (l.kind is null or l.kind = 'PERSON') and l.name_key <> 'erased' and l.created_at < $1 and not exists (
  select from action_leads o join actions a on a.id = o.action_id join plans p on p.id = a.plan_id
  where o.lead_id = l.id and coalesce(upper(p.period) > $1::timestamptz::date, true) and coalesce(a.closed_on > $1::timestamptz::date, true))
  and not exists (select from priorities q join priority_sets s on s.id = q.set_id where q.lead_id = l.id and coalesce(upper(q.valid) > $1::timestamptz::date, true) and coalesce(upper(s.period) > $1::timestamptz::date, true))
  union select (r.key->>'id')::uuid from history.records r join history.changes c on c.number = r.change_number
  where r.table_name = 'leads' and r.operation = 'DELETE' and c.at < $1 and coalesce(r.before->>'kind', 'PERSON') = 'PERSON' and not exists (select from leads l where l.id = (r.key->>'id')::uuid)`;

/** Stands where the name of a file was. */
const FORGOTTEN = '[forgotten]';

const simple = (table: string, condition: string): Pick<RetentionRule, 'due' | 'remove'> => ({
  due: `select 1 as id from ${table} t where ${condition}`,
  remove: (run, before) => run(`delete from ${table} t where ${condition}`, [before]),
});

/** What is kept for how long. Change a period here and in the operating guide. */
export const RETENTION: readonly RetentionRule[] = [
  {
    name: 'contacts of closed organisations',
    says: 'contacts, those that were removed before too, with their consents and their history, two years after the organisation closed or was removed',
    keptFor: '24 months',
    due: 'select id from history.contacts_due($1) d (id)',
    remove: (run, before, now) => run('select history.erase_contacts(array(select history.contacts_due($1)), $2)', [before, now]),
  },
  {
    name: 'persons who led actions',
    says: 'names of persons who lead actions or priorities, and of leads of which nobody has said what they are, with their history, two years after the last of these was in a plan, or after they were made one with another or went with their import; the agency stays, and so do texts that name them',
    keptFor: '24 months',
    due: FORMER_LEADS,
    remove: (run, before) => run(`select history.erase_leads(array(${FORMER_LEADS}))`, [before]),
  },
  {
    name: 'withdrawn consents',
    says: 'consents, those of removed contacts too, with their history, two years after they were withdrawn',
    keptFor: '24 months',
    due: 'select key as id from history.consents_due($1) d (key)',
    remove: (run, before, now) => run('select history.erase_consents($1, $2)', [before, now]),
  },
  { name: 'decided change requests', says: 'what editors asked for and who decided it, two years after the decision; what was changed stays in the history', keptFor: '24 months', ...simple('change_requests', 't.decided_at < $1') },
  {
    name: 'authors of changes',
    says: 'who made a change, and the note to it, after six years, with what was filed, reported, reviewed, measured, confirmed or issued too; what was changed and in which role stays',
    keptFor: '72 months',
    due: 'select of_table as id from history.authors_due($1)',
    remove: (run, before) => run('select history.forget_authors($1)', [before]),
  },
  {
    name: 'names of imported files',
    says: 'what a file that was imported was called, after six years; the source that what it brought names stays',
    keptFor: '72 months',
    due: `select b.id from import_batches b where b.published_at < $1 and b.file_name <> '${FORGOTTEN}'`,
    remove: (run, before) => run(`update import_batches set file_name = '${FORGOTTEN}' where published_at < $1`, [before]),
  },
  { name: 'unpublished imports', says: 'entries of imports that never published, after a week', keptFor: '7 days', ...simple('import_batches', 't.published_at is null and t.started_at < $1') },
  {
    name: 'former reference data',
    says: 'what reference data were before an import, two years after it',
    keptFor: '24 months',
    ...simple('former_rows', 'exists (select from import_batches b where b.id = t.batch_id and b.published_at < $1)'),
  },
  { name: 'idempotency keys', says: 'keys of repeated changes, after 72 hours', keptFor: '72 hours', ...simple('idempotency_keys', 't.created_at < $1') },
  {
    name: 'use of API keys',
    says: 'when a key was last used, a year afterwards',
    keptFor: '12 months',
    due: 'select t.id from api_keys t where t.last_used_at < $1',
    remove: (run, before) => run('update api_keys set last_used_at = null where last_used_at < $1', [before]),
  },
];

export interface Retained {
  readonly rule: RetentionRule;
  /** Records that have had their time. */
  readonly due: number;
}

/** Counts what has had its time and, unless it is a dry run, removes it: each kind in a transaction of its own. */
export async function applyRetention(database: Database, clock: Clock, dryRun: boolean): Promise<Retained[]> {
  const author: SqlViewer = { role: 'ADMIN', subject: 'vcs-atlas retention', at: clock.now() };
  const results: Retained[] = [];
  for (const rule of RETENTION) {
    const due = await database.write(author, async (manager) => {
      const run: RunSql = (sql, params = []) => manager.query(sql, [...params]);
      const [row] = await run<{ before: Date }>('select $1::timestamptz - $2::interval as before', [clock.now(), rule.keptFor]);
      const before = row?.before ?? clock.now();
      const [counted] = await run<{ n: number }>(`select count(*)::int as n from (${rule.due}) d`, [before]);
      const n = counted?.n ?? 0;
      if (n > 0 && !dryRun) await rule.remove(run, before, clock.now());
      return n;
    });
    results.push({ rule, due });
  }
  return results;
}
