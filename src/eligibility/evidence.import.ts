import type { PoolClient } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { Clock } from '../clock';
import type { Database } from '../database/database';
import { type ImportContext, type ImportOptions, type Publish, runImport } from '../intake/import-run';
import { openRows } from '../intake/open-rows';
import type { ImportOutcome } from '../intake/outcome';
import { inTransaction } from '../intake/transaction';
import { type Matched, matchOrganisations, nameOf, namingArea, requireStillThere } from '../organisations/import/named-organisations';
import { type GivenEvidence, readEvidenceRows } from './import/evidence-rows';

export interface EvidenceImportOptions extends ImportOptions {
  /** Code of the area within whose directory names are looked for; everywhere when left out. */
  readonly area?: string | undefined;
}

type MatchedEvidence = Matched<GivenEvidence>;

/** What is on record already. */
interface Standing {
  readonly id: string;
  readonly key: string;
  /** `day REFUSED reason` or `day ACCEPTED`. */
  readonly checks: readonly string[];
}

interface Filing {
  readonly row: MatchedEvidence;
  readonly id: string;
  readonly isNew: boolean;
  readonly isChecked: boolean;
}

/** Rows of one statement: on the embedded engine nobody else is answered meanwhile. */
const AT_ONCE = 5_000;
const FILED_BY = 'vcs-atlas import';

/**
 * Imports evidence and its checks: whole or not at all. An item that is on record already is known again by its
 * organisation, kind, days, amount and file, and gets the check that it lacks; nothing on record is rewritten.
 */
export async function importEvidence(database: Database, clock: Clock, options: EvidenceImportOptions): Promise<ImportOutcome> {
  return runImport(database, clock, options, { kind: 'evidence', settings: { area: options.area }, stage: (context) => stage(context, options) });
}

async function stage(context: ImportContext, options: EvidenceImportOptions): Promise<Publish | undefined> {
  const { client, counts, progress } = context;
  const areaId = await namingArea(client, options.area);
  const source = await openRows(options.file);
  const given = await readEvidenceRows(context, source, await kindsOf(client)).finally(() => source.close());
  progress.say('looking for the organisations');
  const matched = onceEach(context, await matchOrganisations(context, given, areaId));
  if (context.doomed) return undefined;
  const standing = new Map((await standingOf(client, matched)).map((one) => [one.key, one]));
  const filings = matched.flatMap((row): Filing[] => {
    const before = standing.get(keyOf(row));
    if (before === undefined) {
      counts.created += 1;
      const id = uuidv7();
      // A further row of the same item brings a further check of it.
      standing.set(keyOf(row), { id, key: keyOf(row), checks: [checkOf(row)] });
      return [{ row, id, isNew: true, isChecked: row.check !== null }];
    }
    if (row.check === null || before.checks.includes(checkOf(row))) {
      counts.unchanged += 1;
      return [];
    }
    counts.updated += 1;
    return [{ row, id: before.id, isNew: false, isChecked: true }];
  });
  return filings.length === 0 ? undefined : (publisher) => publish(publisher, filings, context);
}

async function kindsOf(client: PoolClient): Promise<Map<string, string>> {
  const { rows } = await client.query<{ code: string; name: string }>('select code, name from shown.evidence_kinds');
  return new Map(rows.flatMap(({ code, name }) => [[code.toLowerCase(), code] as const, [name.toLowerCase(), code] as const]));
}

/** Amounts in the form in which the database writes them. */
const asStored = (amount: string | null): string => (amount === null ? '' : amount.includes('.') ? amount : `${amount}.00`);
const keyOf = (row: MatchedEvidence): string => [row.organisationId, row.kind, row.issuedOn, row.expiresOn ?? '', asStored(row.amount), row.fileSha256 ?? ''].join(' ');
const checkOf = ({ check }: MatchedEvidence): string => (check === null ? '' : check.refusedReason === null ? `${check.on} ACCEPTED` : `${check.on} REFUSED ${check.refusedReason}`);

/** Refuses what stands in the file twice. */
function onceEach({ refused }: ImportContext, rows: readonly MatchedEvidence[]): MatchedEvidence[] {
  const first = new Map<string, number>();
  return rows.filter((row) => {
    const key = `${keyOf(row)} ${checkOf(row)}`;
    const before = first.get(key);
    if (before === undefined) first.set(key, row.line);
    else refused.add({ line: row.line, column: 'organisation', value: nameOf(row), reason: `stands in line ${before} already` });
    return before === undefined;
  });
}

/** What the organisations of the file hold. Row-level security shows it to those who may see it, as this import may. */
async function standingOf(client: PoolClient, rows: readonly MatchedEvidence[]): Promise<Standing[]> {
  const ids = [...new Set(rows.map((row) => row.organisationId))];
  const found: Standing[] = [];
  await inTransaction(client, async () => {
    await client.query(`select set_config('atlas.viewer_role', 'ADMIN', true)`);
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const { rows: some } = await client.query<Standing>(
        `select e.id, concat_ws(' ', e.organisation_id, e.kind, lower(e.valid), coalesce((upper(e.valid) - 1)::text, ''), coalesce(e.amount::text, ''), coalesce(e.file_sha256, '')) as key,
           array(select k.checked_on || ' ' || k.outcome || case when k.outcome = 'REFUSED' then ' ' || k.reason else '' end from shown.evidence_checks_cleared k where k.evidence_id = e.id and k.withdrawn_at is null) as checks
         from shown.evidence_cleared e where e.organisation_id = any($1::uuid[]) and e.withdrawn_at is null`,
        [ids.slice(at, at + AT_ONCE)],
      );
      found.push(...some);
    }
  });
  return found;
}

async function publish(client: PoolClient, filings: readonly Filing[], { batch, clock }: ImportContext): Promise<void> {
  const now = clock.now();
  await requireStillThere(client, filings.map(({ row }) => row.organisationId));
  for (let at = 0; at < filings.length; at += AT_ONCE) {
    const some = filings.slice(at, at + AT_ONCE);
    const filed = some.filter((one) => one.isNew).map(({ id, row }) => ({
      id, organisation_id: row.organisationId, kind: row.kind, title: row.title, issued_on: row.issuedOn, expires_on: row.expiresOn, amount: row.amount, file_sha256: row.fileSha256, file_name: row.fileName,
    }));
    await client.query(
      `insert into evidence (id, organisation_id, kind, title, valid, amount, file_sha256, file_name, filed_by, filed_role, filed_at, batch_id)
       select r.id, r.organisation_id, r.kind, r.title, daterange(r.issued_on, r.expires_on + 1), r.amount, r.file_sha256, r.file_name, '${FILED_BY}', 'ADMIN', $2, $3
       from json_to_recordset($1::json) r (id uuid, organisation_id uuid, kind text, title text, issued_on date, expires_on date, amount numeric, file_sha256 text, file_name text)`,
      [JSON.stringify(filed), now, batch.id],
    );
    const checked = some.flatMap(({ id, row, isChecked }) => (isChecked && row.check !== null ? [{ id: uuidv7(), evidence_id: id, on: row.check.on, by: row.check.by, reason: row.check.refusedReason }] : []));
    await client.query(
      `insert into evidence_checks (id, evidence_id, outcome, reason, checked_on, checked_by, recorded_at, batch_id)
       select r.id, r.evidence_id, case when r.reason is null then 'ACCEPTED' else 'REFUSED' end, r.reason, r."on", r."by", $2, $3
       from json_to_recordset($1::json) r (id uuid, evidence_id uuid, "on" date, "by" text, reason text)`,
      [JSON.stringify(checked), now, batch.id],
    );
  }
}
