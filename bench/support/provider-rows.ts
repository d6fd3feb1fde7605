import type { Client } from 'pg';

/** What each organisation has on average: with 200,000 organisations 2 million attendances and 1 million evidence items. */
const ATTENDANCES_EACH = 10;
const EVIDENCE_EACH = 5;
const ORGANISATIONS_A_SESSION = 100;
/** The day of the benchmark's questions. */
export const PROVIDER_DAY = '2026-11-21';
export const PROVIDER_SET = 'ten-criteria';

/** A number that is the same everywhere, as if drawn, from a row's number and a purpose: 0 to below `below`. */
const drawn = (n: string, purpose: number, below: number): string => `(hashint8extended(${n}, ${purpose}) & 9223372036854775807) % ${below}`;

/**
 * Adds courses, sessions, bookings, attendances, evidence, checks, audits, contracts, decisions of panels and a set of ten
 * criteria to a database that has organisations: the same ones everywhere. Days lie so that most is current and some has lapsed.
 */
export async function addProviderRows(owner: Client): Promise<void> {
  await owner.query('set session_replication_role = replica');
  await owner.query(`create temporary table numbered as select id, row_number() over (order by id) as n from organisations`);
  await owner.query('analyze numbered');
  for (const statement of STATEMENTS) await owner.query(statement);
  await owner.query('drop table numbered');
  await owner.query('set session_replication_role = default');
  await owner.query('vacuum analyze');
}

const COURSES = `
  insert into courses (id, code, name, sort_name, subject, validity_months, scope_under_26, created_at, updated_at)
  select ('00000000-0000-7000-8000-' || lpad(c::text, 12, '0'))::uuid, 'course-' || c, 'Course ' || c, 'course ' || c, 'OTHER', case when c % 3 = 0 then null else 24 + c end, true, now(), now()
  from generate_series(1, 6) c`;

const SESSIONS = `
  insert into training_sessions (id, course_id, held_on, starts, capacity, district_id, area_id, spent, created_at, updated_at)
  select ('00000000-0000-7000-9000-' || lpad(s::text, 12, '0'))::uuid, ('00000000-0000-7000-8000-' || lpad((1 + s % 6)::text, 12, '0'))::uuid, date '2021-01-04' + (${drawn('s', 1, 2140)})::int,
    (array['09:30', '13:00', '18:00', null])[1 + ${drawn('s', 10, 4)}]::time, 200, d.ids[1 + ${drawn('s', 11, 1_000_000)} % cardinality(d.ids)], d.ids[1 + ${drawn('s', 11, 1_000_000)} % cardinality(d.ids)],
    case when s % 3 > 0 then 100 + ${drawn('s', 12, 40_000)} / 100.0 end, now(), now()
  from generate_series(1, (select greatest(20, count(*) * ${ATTENDANCES_EACH} / ${ORGANISATIONS_A_SESSION}) from organisations)) s
  cross join (select array_agg(a.id order by a.code) as ids from areas a where a.kind = 'DISTRICT') d`;

/** One each: of most sessions that were booked somebody came. */
const BOOKINGS = `
  insert into bookings (id, session_id, organisation_id, places, state, booked_at)
  select gen_random_uuid(), ('00000000-0000-7000-9000-' || lpad((1 + ${drawn('o.n', 13, 1_000_000_000)} % m.sessions)::text, 12, '0'))::uuid, o.id, 2, case when o.n % 7 = 0 then 'CANCELLED' else 'BOOKED' end, now()
  from numbered o cross join (select count(*) as sessions from training_sessions) m`;

const ATTENDANCES = `
  insert into attendances (id, session_id, organisation_id, kind, people, source, recorded_at)
  select gen_random_uuid(), ('00000000-0000-7000-9000-' || lpad((1 + ${drawn(`o.n * 16 + a`, 2, 1_000_000_000)} % m.sessions)::text, 12, '0'))::uuid, o.id,
    (array['STAFF', 'VOLUNTEER', 'TRUSTEE'])[1 + ${drawn('o.n * 16 + a', 3, 3)}], 1 + ${drawn('o.n * 16 + a', 4, 4)}, 'Signing-in sheet', now()
  from numbered o cross join generate_series(1, ${ATTENDANCES_EACH}) a cross join (select count(*) as sessions from training_sessions) m
  on conflict do nothing`;

/** Each organisation has five of the six kinds that are asked for. */
const KINDS = `array['GOVERNING_DOCUMENT', 'SAFEGUARDING_POLICY', 'PUBLIC_LIABILITY_INSURANCE', 'ACCOUNTS', 'REFERENCE', 'INFORMATION_SHARING_PROTOCOL']`;
const EVIDENCE = `
  insert into evidence (id, organisation_id, kind, valid, amount, file_sha256, filed_by, filed_at)
  select ('00000000-0000-7000-a000-' || lpad((o.n * 8 + e)::text, 12, '0'))::uuid, o.id, (${KINDS})[1 + (o.n + e) % 6],
    daterange(d.issued, case when (o.n + e) % 6 in (2, 4) then d.issued + 365 end), case when (o.n + e) % 6 = 2 then (array[1, 2, 5, 10])[1 + ${drawn('o.n', 5, 4)}] * 1000000 end,
    lpad(to_hex(o.n * 8 + e), 64, '0'), 'Organisation', d.issued + interval '30 hours'
  from numbered o cross join generate_series(1, ${EVIDENCE_EACH}) e
  cross join lateral (select date '2025-07-01' + (${drawn('o.n * 8 + e', 6, 500)})::int as issued) d`;

const CHECKS = `
  insert into evidence_checks (id, evidence_id, outcome, reason, checked_on, checked_by, recorded_at)
  select gen_random_uuid(), e.id, case when k = 2 or h.hash % 20 = 0 then 'REFUSED' else 'ACCEPTED' end, 'Looked at', lower(e.valid) + 3 * k, 'Commissioning officer', lower(e.valid) + 3 * k + interval '15 hours'
  from evidence e cross join lateral (select ${drawn(`('x' || right(e.id::text, 12))::bit(48)::bigint`, 7, 1_000)} as hash) h
  cross join generate_series(1, 2) k where h.hash % 10 <> 1 and (k = 1 or h.hash % 25 = 2)`;

const AUDITS = `
  insert into safeguarding_audits (id, organisation_id, audited_on, audited_by, outcome, recorded_at)
  select gen_random_uuid(), o.id, d.day, 'Audit team', (array['PASSED', 'PASSED', 'PASSED_WITH_ACTIONS', 'FAILED'])[1 + ${drawn('o.n', 8, 4)}], d.day + interval '40 hours'
  from numbered o cross join generate_series(1, 2) a cross join lateral (select date '2023-01-01' + (${drawn('o.n * 4 + a', 9, 1400)})::int as day) d
  where (o.n + a) % 3 = 0`;

const SET = `
  insert into criteria_sets (id, code, version, name, valid) values ('00000000-0000-7000-b000-000000000000', '${PROVIDER_SET}', 1, 'Ten criteria', '[2020-01-01,)');
  insert into criteria (id, set_id, code, position, name, kind, weight, evidence_kind, months, amount, at_least, applies_size_bands, applies_ages)
  select ('00000000-0000-7000-c000-' || lpad(c.position::text, 12, '0'))::uuid, '00000000-0000-7000-b000-000000000000', c.code, c.position, c.code, c.kind, c.weight, c.evidence_kind, c.months, c.amount, c.at_least, c.bands, c.ages
  from (values
    (1, 'governing-document', 'DOCUMENT_HELD', 'MANDATORY', 'GOVERNING_DOCUMENT', null::int, null::numeric, 1, null::text[], null::numrange),
    (2, 'safeguarding-policy', 'POLICY_REVIEWED', 'MANDATORY', 'SAFEGUARDING_POLICY', 18, null, 1, null, '[0,18)'),
    (3, 'public-liability', 'INSURANCE_COVER', 'MANDATORY', 'PUBLIC_LIABILITY_INSURANCE', null, 1000000, 1, '{MICRO,SMALL}', null),
    (4, 'public-liability-large', 'INSURANCE_COVER', 'MANDATORY', 'PUBLIC_LIABILITY_INSURANCE', null, 5000000, 1, '{MEDIUM,LARGE,MAJOR,SUPER_MAJOR}', null),
    (5, 'accounts', 'ACCOUNTS_FILED', 'MANDATORY', 'ACCOUNTS', 18, null, 1, null, null),
    (6, 'safeguarding-training', 'TRAINING_CURRENT', 'MANDATORY', null, null, null, 2, null, null),
    (7, 'safeguarding-audit', 'SAFEGUARDING_AUDIT_PASSED', 'DISCRETIONARY', null, 36, null, 1, null, null),
    (8, 'registration', 'REGISTRATION_HELD', 'DISCRETIONARY', null, null, null, 1, null, null),
    (9, 'reference', 'REFERENCES', 'DISCRETIONARY', 'REFERENCE', null, null, 1, null, null),
    (10, 'information-sharing', 'INFORMATION_SHARING_SIGNED', 'DISCRETIONARY', 'INFORMATION_SHARING_PROTOCOL', null, null, 1, null, null)
  ) c (position, code, kind, weight, evidence_kind, months, amount, at_least, bands, ages);
  insert into criterion_courses (criterion_id, course_id) select '00000000-0000-7000-c000-000000000006', id from courses where code in ('course-1', 'course-2')`;

/** One in eleven is in contract with somebody, some of them no more. */
const CONTRACTS = `
  insert into contracts (id, organisation_id, awarded_by, valid, source)
  select gen_random_uuid(), o.id, 'Children''s trust', daterange(d.day, d.day + 500), 'Register'
  from numbered o cross join lateral (select date '2025-01-01' + (${drawn('o.n', 14, 600)})::int as day) d where o.n % 11 = 0`;

/** One in five was accredited for two years; some of them were suspended since, of some it is known that it ends sooner. */
const DECISIONS = `
  insert into panel_decisions (id, organisation_id, set_id, set_code, kind, decided_on, valid, decided_by, assessment, recorded_at)
  select gen_random_uuid(), o.id, s.id, s.code, k.kind, k.day, daterange(k.day + k.later, case when k.kind = 'ACCREDITED' then k.day + 730 end), 'Panel', case when k.kind = 'ACCREDITED' then '{}'::jsonb end, k.day + interval '40 hours'
  from numbered o cross join criteria_sets s cross join lateral (select date '2024-06-01' + (${drawn('o.n', 15, 800)})::int as day) d
  cross join lateral (values ('ACCREDITED', d.day, 0, true), ('SUSPENDED', d.day + 60, 0, o.n % 50 = 0), ('WITHDRAWN', date '2026-11-01', 61, o.n % 35 = 0)) k (kind, day, later, holds)
  where o.n % 5 = 0 and k.holds`;

const STATEMENTS = [COURSES, SESSIONS, BOOKINGS, ATTENDANCES, EVIDENCE, CHECKS, AUDITS, CONTRACTS, SET, DECISIONS];
