import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import type { Viewer } from '../../../src/access/viewer';
import { uuidOf } from '../../history/history-asking';
import { openTestDatabase, type TestDatabase } from '../../support';
import { COMMISSIONER, makeSet, PanelAsking } from '../panel/panel-asking';

const EXPIRING = readFileSync(join(__dirname, '../../../schema/operations/expiring.graphql'), 'utf8');

interface Item {
  key: string;
  kind: string;
  code: string;
  what: string;
  people: number | null;
  lastDay: string;
  daysLeft: number;
  band: number | null;
  organisation: { name: string; contacts: { audience: string; value: string }[] };
}

let atlas: TestDatabase;
let panel: PanelAsking;
let id: string;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
  panel = new PanelAsking(atlas);
  await makeSet(atlas);
});
beforeEach(async () => {
  await atlas.owner.query('truncate evidence_checks, evidence, safeguarding_audits, audit_findings, attendances, panel_decisions');
  id = await panel.make('Heron Play', { contacts: [{ kind: 'EMAIL', audience: 'PROFESSIONAL', value: 'manager@heron.example.org' }, { kind: 'PHONE', audience: 'PRIVATE', value: '01632 960999' }] });
});
afterAll(() => atlas.close());

async function evidence(kind: string, issued: string, expires: string | null, check: string | null = 'ACCEPTED', of = id, amount: number | null = null): Promise<void> {
  const key = uuidv7();
  await atlas.owner.query(`insert into evidence (id, organisation_id, kind, valid, amount, currency, filed_by, filed_at) values ($1, $2, $3, daterange($4::date, $5::date + 1), $6, 'GBP', 'Editor', '2026-01-01')`, [
    key, uuidOf(of), kind, issued, expires, amount,
  ]);
  if (check === null) return;
  await atlas.owner.query(`insert into evidence_checks (id, evidence_id, outcome, reason, checked_on, checked_by, recorded_at) values ($1, $2, $3, 'Looked at', '2026-02-01', 'Officer', '2026-02-01')`, [uuidv7(), key, check]);
}

async function attended(heldOn: string, people: number): Promise<void> {
  const session = uuidv7();
  await atlas.owner.query(
    `insert into training_sessions (id, course_id, held_on, created_at, updated_at) select $1, c.id, $2, now(), now() from courses c where c.validity_months = 36 order by c.code limit 1`,
    [session, heldOn],
  );
  await atlas.owner.query(`insert into attendances (id, session_id, organisation_id, kind, people, recorded_at) values ($1, $2, $3, 'STAFF', $4, '2026-01-01')`, [uuidv7(), session, uuidOf(id), people]);
}

async function ask(variables: Record<string, unknown> = {}, viewer: Viewer = COMMISSIONER): Promise<Item[]> {
  const { data, errors } = await atlas.ask<{ expiring: { totalCount: number; nodes: Item[] } }>(EXPIRING, { first: 100, ...variables }, viewer);
  if (data === null) throw new Error(String(errors?.[0]?.extensions?.code));
  expect(data.expiring.totalCount).toBe(data.expiring.nodes.length);
  return data.expiring.nodes;
}

const told = async (variables?: Record<string, unknown>): Promise<string[]> => (await ask(variables)).map(({ kind, code, lastDay, daysLeft, band }) => `${kind} ${code} ${lastDay} ${daysLeft} ${band}`);

test('tells the last day, the days left and the band, what ends first leading', async () => {
  await evidence('PUBLIC_LIABILITY_INSURANCE', '2025-11-22', '2026-11-21');
  await evidence('EMPLOYERS_LIABILITY_INSURANCE', '2025-12-22', '2026-12-21');
  await evidence('QUALITY_MARK', '2024-02-20', '2027-02-19', null);
  await evidence('BUSINESS_PLAN', '2024-02-20', '2027-02-20');
  expect(await told()).toEqual(['EVIDENCE PUBLIC_LIABILITY_INSURANCE 2026-11-21 0 0', 'EVIDENCE EMPLOYERS_LIABILITY_INSURANCE 2026-12-21 30 30', 'EVIDENCE QUALITY_MARK 2027-02-19 90 90']);
  expect(await told({ days: 29 })).toHaveLength(1);
  expect((await told({ days: 91 })).at(-1)).toBe('EVIDENCE BUSINESS_PLAN 2027-02-20 91 null');
  expect(await told({ asOf: '2026-11-22', days: 0 })).toEqual([]);
});

test('what nobody has accepted yet, or a smaller cover, does not stand for what ends', async () => {
  await evidence('PUBLIC_LIABILITY_INSURANCE', '2025-12-01', '2026-11-30', 'ACCEPTED', id, 5_000_000);
  await evidence('PUBLIC_LIABILITY_INSURANCE', '2026-11-20', '2027-11-19', 'ACCEPTED', id, 1);
  await evidence('SAFEGUARDING_POLICY', '2025-12-01', '2026-11-30');
  await evidence('SAFEGUARDING_POLICY', '2026-11-20', '2027-11-19', null);
  expect((await told({ days: 30 })).filter((line) => line.includes('2026-11-30'))).toEqual(['EVIDENCE PUBLIC_LIABILITY_INSURANCE 2026-11-30 9 30', 'EVIDENCE SAFEGUARDING_POLICY 2026-11-30 9 30']);
  await evidence('PUBLIC_LIABILITY_INSURANCE', '2026-11-20', '2027-11-19', 'ACCEPTED', id, 10_000_000);
  await evidence('SAFEGUARDING_POLICY', '2026-11-19', '2027-11-18');
  expect((await told({ days: 30 })).filter((line) => line.includes('2026-11-30'))).toEqual([]);
});

test('what has lapsed, was refused, or is renewed without a gap is left out', async () => {
  await evidence('PUBLIC_LIABILITY_INSURANCE', '2025-11-21', '2026-11-20');
  await evidence('QUALITY_MARK', '2025-12-01', '2026-11-30', 'REFUSED');
  await evidence('EMPLOYERS_LIABILITY_INSURANCE', '2025-12-01', '2026-11-30');
  await evidence('EMPLOYERS_LIABILITY_INSURANCE', '2026-11-20', '2027-11-19');
  expect(await told({ days: 90 })).toEqual([]);
});

test('evidence ends sooner where a criterion in force will find it too old', async () => {
  // The sample's minimum criteria want the safeguarding policy reviewed within twelve months.
  await evidence('SAFEGUARDING_POLICY', '2025-12-05', null);
  expect(await told()).toEqual(['EVIDENCE SAFEGUARDING_POLICY 2026-12-05 14 30']);
});

test('the latest audit, if it was passed', async () => {
  const audit = (on: string, outcome: string) => atlas.owner.query(`insert into safeguarding_audits (id, organisation_id, audited_on, audited_by, outcome, recorded_at) values ($1, $2, $3, 'Officer', $4, '2026-01-01')`, [uuidv7(), uuidOf(id), on, outcome]);
  const months = (await atlas.owner.query<{ months: number }>(`select min(c.months) as months from criteria c join criteria_sets s on s.id = c.set_id where c.kind = 'SAFEGUARDING_AUDIT_PASSED' and s.valid @> date '2026-11-21'`)).rows[0]?.months ?? 0;
  const due = (await atlas.owner.query<{ day: string }>(`select to_char(date '2026-12-10' - make_interval(months => $1), 'YYYY-MM-DD') as day`, [months])).rows[0]?.day ?? '';
  await audit(due, 'PASSED');
  expect(await told()).toEqual(['SAFEGUARDING_AUDIT SAFEGUARDING_AUDIT 2026-12-10 19 30']);
  await audit('2026-11-01', 'FAILED');
  expect(await told()).toEqual([]);
});

test('certificates lapse, unless as many people came again', async () => {
  await attended('2023-12-15', 3);
  const [lapsing] = await ask();
  expect(lapsing).toMatchObject({ kind: 'TRAINING', people: 3, lastDay: '2026-12-14', daysLeft: 23, band: 30 });
  await attended('2026-03-01', 2);
  expect((await ask()).map(({ key }) => key)).toEqual([lapsing?.key]);
  await attended('2026-04-01', 1);
  expect(await ask()).toEqual([]);
});

test('an accreditation ends, unless it goes on; a withdrawal decided for later ends it sooner', async () => {
  await panel.decided(id, 'ACCREDITED', { decidedOn: '2026-01-10', to: '2026-12-31' });
  expect(await told()).toEqual(['ACCREDITATION tendering 2026-12-31 40 90']);
  await panel.decided(id, 'ACCREDITED', { decidedOn: '2026-11-01', from: '2027-01-01', to: '2028-12-31' });
  expect(await told()).toEqual([]);
  await panel.decided(id, 'WITHDRAWN', { decidedOn: '2026-11-20', from: '2026-12-10', reason: 'Closes its club' });
  expect(await told()).toEqual(['ACCREDITATION tendering 2026-12-09 18 30']);
});

test('of organisations at work in the area alone', async () => {
  await evidence('PUBLIC_LIABILITY_INSURANCE', '2025-12-01', '2026-11-30');
  expect(await told({ area: 'E07000096' })).toHaveLength(1);
  expect(await told({ area: 'E07000243' })).toEqual([]);
  await panel.told.edit('closeOrganisation', { id, expectedVersion: 1, lastDay: '2026-10-31' });
  expect(await told()).toEqual([]);
});

describe('who is told', () => {
  test('those who commission, whom to reach besides; an editor of its own alone; others nothing', async () => {
    const other = await panel.make('Otter Club');
    await evidence('PUBLIC_LIABILITY_INSURANCE', '2025-12-01', '2026-11-30');
    await panel.decided(id, 'ACCREDITED', { decidedOn: '2026-01-10', to: '2026-12-31' });
    await attended('2023-12-15', 3);
    const [item] = await ask();
    expect(item?.organisation.contacts.map(({ value }) => value)).toEqual(['manager@heron.example.org']);
    expect(await ask({}, { role: 'ORGANISATION_EDITOR', organisationIds: [uuidOf(id)] })).toHaveLength(3);
    expect(await ask({}, { role: 'ORGANISATION_EDITOR', organisationIds: [uuidOf(other)] })).toEqual([]);
    await expect(ask({}, { role: 'ANONYMOUS' })).rejects.toThrow('UNAUTHENTICATED');
    await expect(ask({}, { role: 'REPRESENTATIVE', areaIds: [] })).rejects.toThrow('FORBIDDEN');
  });

  test.each([[{ days: -1 }, 'BAD_RANGE'], [{ days: 367 }, 'BAD_RANGE'], [{ area: 'none' }, 'UNKNOWN_AREA'], [{ first: 0 }, 'BAD_PAGE']])('what cannot be asked is told: %j', async (variables, code) => {
    await expect(ask(variables)).rejects.toThrow(code);
  });
});
