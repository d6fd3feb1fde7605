import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { UserFault } from '../errors';
import { type ConstraintFaults, makeChange, type Writing } from '../graphql/change';
import { fromNodeId } from '../graphql/node';
import { organisationId } from '../organisations/entry-change';
import type { CheckEvidenceInput, CloseAuditFindingInput, FileEvidenceInput, RecordSafeguardingAuditInput } from './evidence.input';

const SHA256 = /^[0-9a-f]{64}$/;
const CURRENCY = /^[A-Z]{3}$/;
/** Exclusive: what the column can hold. */
const MOST = 1e12;

const FAULTS: ConstraintFaults = {
  evidence_kind_fkey: () => new UserFault('INVALID', 'There is no such kind of evidence.', ['kind']),
};

/** Filed by an editor or by whoever looks after the organisation; it waits to be checked. @returns the uuid of the evidence. */
export async function fileEvidence(writing: Writing, input: FileEvidenceInput): Promise<string> {
  checkFiled(input, writing.clock.today());
  return makeChange(writing, 'fileEvidence', input, FAULTS, async (manager) => {
    const organisation = organisationId(input.id);
    await requireScope(manager, writing, organisation, ['id']);
    const id = uuidv7();
    await manager.query(
      `insert into evidence (id, organisation_id, kind, title, valid, amount, currency, file_sha256, file_name, filed_by, filed_role, filed_at)
       values ($1, $2, $3, $4, daterange($5::date, $6::date + 1), $7, $8, $9, $10, $11, $12, $13)`,
      [id, organisation, input.kind, textOrNull(input.title), input.issuedOn, input.expiresOn ?? null, input.amount ?? null, input.currency ?? 'GBP', input.fileSha256?.toLowerCase() ?? null, textOrNull(input.fileName), nameOf(writing), writing.viewer.role, writing.clock.now()],
    );
    return id;
  });
}

export async function checkEvidence(writing: Writing, input: CheckEvidenceInput): Promise<string> {
  const checkedOn = input.checkedOn ?? writing.clock.today();
  notInFuture(checkedOn, writing, 'checkedOn');
  const reason = textOrNull(input.reason);
  if (input.outcome === 'REFUSED' && reason === null) throw new UserFault('INVALID', 'Say why it is refused, for whoever filed it.', ['reason']);
  const by = named(input.checkedBy, 'checkedBy');
  return makeChange(writing, 'checkEvidence', input, FAULTS, async (manager) => {
    const id = idOf('Evidence', input.id, 'This is not the id of evidence.');
    const [evidence] = (await manager.query('select organisation_id, lower(valid)::text as issued_on, withdrawn_at from evidence where id = $1 for share', [id])) as { organisation_id: string; issued_on: string; withdrawn_at: Date | null }[];
    if (evidence === undefined) throw new UserFault('NOT_FOUND', 'There is no such evidence.', ['id']);
    await requireScope(manager, writing, evidence.organisation_id, ['id']);
    if (evidence.withdrawn_at !== null) throw new UserFault('INVALID', 'It was taken back with the import that brought it: file it again.', ['id']);
    if (checkedOn < evidence.issued_on) throw new UserFault('INVALID', `It was issued on ${evidence.issued_on}, after the day of the check.`, ['checkedOn']);
    await manager.query('insert into evidence_checks (id, evidence_id, outcome, reason, checked_on, checked_by, recorded_at) values ($1, $2, $3, $4, $5, $6, $7)', [
      uuidv7(), id, input.outcome, reason, checkedOn, by, writing.clock.now(),
    ]);
    return id;
  });
}

/** @returns the uuid of the audit. */
export async function recordSafeguardingAudit(writing: Writing, input: RecordSafeguardingAuditInput): Promise<string> {
  notInFuture(input.auditedOn, writing, 'auditedOn');
  const by = named(input.auditedBy, 'auditedBy');
  input.findings?.forEach(({ finding }, at) => {
    if (finding.trim() === '') throw new UserFault('INVALID', 'Say what was found.', ['findings', String(at), 'finding']);
  });
  return makeChange(writing, 'recordSafeguardingAudit', input, FAULTS, async (manager) => {
    const organisation = organisationId(input.id);
    await requireScope(manager, writing, organisation, ['id']);
    const id = uuidv7();
    await manager.query('insert into safeguarding_audits (id, organisation_id, audited_on, audited_by, outcome, summary, recorded_at) values ($1, $2, $3, $4, $5, $6, $7)', [
      id, organisation, input.auditedOn, by, input.outcome, textOrNull(input.summary), writing.clock.now(),
    ]);
    const findings = (input.findings ?? []).map((one, at) => ({ id: uuidv7(), position: at + 1, finding: one.finding.trim(), action: textOrNull(one.action), due_on: one.dueOn ?? null }));
    await manager.query(
      `insert into audit_findings (id, audit_id, position, finding, action, due_on)
       select f.id, $1, f.position, f.finding, f.action, f.due_on from json_to_recordset($2::json) f (id uuid, position integer, finding text, action text, due_on date)`,
      [id, JSON.stringify(findings)],
    );
    return id;
  });
}

/** @returns the uuid of the audit. */
export async function closeAuditFinding(writing: Writing, input: CloseAuditFindingInput): Promise<string> {
  const doneOn = input.doneOn ?? writing.clock.today();
  notInFuture(doneOn, writing, 'doneOn');
  return makeChange(writing, 'closeAuditFinding', input, FAULTS, async (manager) => {
    const id = idOf('AuditFinding', input.id, 'This is not the id of a finding.');
    const [finding] = (await manager.query(
      `select f.audit_id, f.done_on::text, a.organisation_id, a.audited_on::text from audit_findings f join safeguarding_audits a on a.id = f.audit_id where f.id = $1`,
      [id],
    )) as { audit_id: string; done_on: string | null; organisation_id: string; audited_on: string }[];
    if (finding === undefined) throw new UserFault('NOT_FOUND', 'There is no such finding.', ['id']);
    await requireScope(manager, writing, finding.organisation_id, ['id']);
    if (doneOn < finding.audited_on) throw new UserFault('INVALID', `The audit was on ${finding.audited_on}: nothing it found was done before.`, ['doneOn']);
    const [, closed] = (await manager.query('update audit_findings set done_on = $2 where id = $1 and done_on is null', [id, doneOn])) as [unknown, number];
    if (closed !== 1) throw new UserFault('ALREADY', 'This has been acted on already.', ['id']);
    return finding.audit_id;
  });
}

function checkFiled(input: FileEvidenceInput, today: string): void {
  if (input.issuedOn > today) throw new UserFault('INVALID', 'Evidence is not issued in the future.', ['issuedOn']);
  if (input.expiresOn != null && input.expiresOn < input.issuedOn) throw new UserFault('INVALID', `It would expire on ${input.expiresOn}, before it was issued on ${input.issuedOn}.`, ['expiresOn']);
  if (input.amount != null && (input.amount.startsWith('-') || Number(input.amount) >= MOST)) throw new UserFault('INVALID', 'An amount is not negative and stays below a thousand thousand million.', ['amount']);
  if (input.currency != null && !CURRENCY.test(input.currency)) throw new UserFault('INVALID', 'A currency has three capital letters, such as GBP.', ['currency']);
  if (input.fileSha256 != null && !SHA256.test(input.fileSha256.toLowerCase())) throw new UserFault('INVALID', 'A SHA-256 has 64 hexadecimal digits.', ['fileSha256']);
}

/** Commissioners for all, coordinators within their areas, editors for their own. Asks for the viewer of the transaction. */
async function requireScope(manager: EntityManager, { viewer }: Writing, organisation: string, path: readonly string[]): Promise<void> {
  const [row] = (await manager.query(
    `select viewer_keeps_organisation($1) as keeps, exists (select from organisations where id = $1 and merged_into_id is null) as there`,
    [organisation],
  )) as { keeps: boolean; there: boolean }[];
  if (row?.there !== true) throw new UserFault('NOT_FOUND', 'There is no such organisation.', path);
  if (!row.keeps && viewer.role !== 'COMMISSIONER') throw new UserFault('FORBIDDEN', 'This organisation is not yours to speak for.', path);
}

function idOf(type: string, id: string, otherwise: string): string {
  const parts = fromNodeId(id);
  if (parts?.type !== type) throw new UserFault('NOT_FOUND', otherwise, ['id']);
  return parts.uuid;
}

function notInFuture(day: string, { clock }: Writing, path: string): void {
  if (day > clock.today()) throw new UserFault('INVALID', `${day} lies in the future.`, [path]);
}

function named(by: string, path: string): string {
  if (by.trim() === '') throw new UserFault('INVALID', 'Say in which role.', [path]);
  return by.trim();
}

const textOrNull = (text: string | null | undefined): string | null => (text == null || text.trim() === '' ? null : text.trim());

function nameOf({ viewer }: Writing): string {
  return viewer.subject ?? viewer.role;
}
