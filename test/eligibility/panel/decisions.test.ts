import type { Viewer } from '../../../src/access/viewer';
import { openTestDatabase, type TestDatabase } from '../../support';
import { uuidOf } from '../../history/history-asking';
import { COMMISSIONER, makeSet, PanelAsking } from './panel-asking';

let atlas: TestDatabase;
let panel: PanelAsking;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
  panel = new PanelAsking(atlas);
  await makeSet(atlas);
});
afterAll(() => atlas.close());

const YEAR = { decidedOn: '2026-01-10', from: '2026-02-01', to: '2026-12-31' };
const WHY = { reason: 'Complaints about safeguarding' };

async function accredited(more: Record<string, unknown> = {}): Promise<string> {
  const id = await panel.make('Heron Play');
  await panel.decided(id, 'ACCREDITED', { ...YEAR, ...more });
  return id;
}

async function suspended(): Promise<string> {
  const id = await accredited({ conditions: 'Holiday play only' });
  await panel.decided(id, 'SUSPENDED', { decidedOn: '2026-06-01', ...WHY });
  return id;
}

describe('what a panel decides', () => {
  test('accredits from the first to the last day, under its conditions', async () => {
    const id = await accredited({ conditions: 'Holiday play only' });
    expect(await panel.stateOn(id, '2026-01-31', '2026-02-01', '2026-12-31', '2027-01-01')).toEqual([null, 'ACCREDITED', 'ACCREDITED', 'LAPSED']);
    expect(await panel.standing(id)).toEqual({ set: 'tendering', state: 'ACCREDITED', from: '2026-02-01', to: '2026-12-31', conditions: 'Holiday play only' });
    expect(await panel.standing(id, '2027-05-01')).toMatchObject({ state: 'LAPSED', to: '2026-12-31', conditions: null });
  });

  test('keeps the assessment that it had before it, whatever is filed later', async () => {
    const id = await accredited();
    await atlas.owner.query('delete from identifiers where organisation_id = $1', [uuidOf(id)]);
    const { data } = await atlas.ask<{ organisation: { panelDecisions: object[] } }>(
      'query ($id: ID!) { organisation(id: $id) { panelDecisions { kind decidedOn from to reason decidedBy assessment { asOf setVersion outcome criteria { code name weight state heldUntil } } } } }',
      { id },
      COMMISSIONER,
    );
    expect(data?.organisation.panelDecisions).toEqual([
      {
        kind: 'ACCREDITED', decidedOn: '2026-01-10', from: '2026-02-01', to: '2026-12-31', reason: null, decidedBy: 'Commissioning panel',
        assessment: {
          asOf: '2026-01-10', setVersion: 3, outcome: 'ELIGIBLE',
          criteria: [
            { code: 'registered', name: 'Registered somewhere', weight: 'MANDATORY', state: 'MET', heldUntil: null },
            { code: 'charity', name: 'A registered charity', weight: 'DISCRETIONARY', state: 'MET', heldUntil: null },
          ],
        },
      },
    ]);
  });

  test('suspends until it reinstates, for no longer than it had accredited', async () => {
    const id = await suspended();
    await panel.decided(id, 'REINSTATED', { decidedOn: '2026-08-15' });
    expect(await panel.stateOn(id, '2026-05-31', '2026-06-01', '2026-08-14', '2026-08-15', '2027-01-01')).toEqual(['ACCREDITED', 'SUSPENDED', 'SUSPENDED', 'ACCREDITED', 'LAPSED']);
    expect(await panel.standing(id)).toMatchObject({ from: '2026-08-15', to: '2026-12-31', conditions: 'Holiday play only' });
  });

  test('takes a renewal along: a suspension holds it up too, and reinstating gives it back', async () => {
    const id = await accredited();
    await panel.decided(id, 'ACCREDITED', { decidedOn: '2026-03-01', from: '2027-01-01', to: '2029-12-31' });
    await panel.decided(id, 'SUSPENDED', { decidedOn: '2026-06-01', ...WHY });
    expect(await panel.stateOn(id, '2026-12-31', '2027-06-01')).toEqual(['SUSPENDED', 'SUSPENDED']);
    await panel.decided(id, 'REINSTATED', { decidedOn: '2026-08-15' });
    expect(await panel.standing(id, '2027-06-01')).toMatchObject({ state: 'ACCREDITED', to: '2029-12-31' });
  });

  test('withdraws for good, and accredits anew', async () => {
    const id = await accredited();
    await panel.decided(id, 'WITHDRAWN', { decidedOn: '2026-05-01', ...WHY });
    expect(await panel.stateOn(id, '2026-04-30', '2026-05-01', '2027-01-01')).toEqual(['ACCREDITED', 'WITHDRAWN', 'WITHDRAWN']);
    await panel.decided(id, 'ACCREDITED', { decidedOn: '2026-09-01', to: '2027-08-31' });
    expect(await panel.stateOn(id, '2026-08-31', '2026-09-01', '2027-09-01')).toEqual(['WITHDRAWN', 'ACCREDITED', 'LAPSED']);
  });

  test('that it withdraws from a later day on is the last day that is told before', async () => {
    const id = await accredited();
    await panel.decided(id, 'WITHDRAWN', { decidedOn: '2026-11-20', from: '2026-12-10', ...WHY });
    expect(await panel.standing(id)).toMatchObject({ state: 'ACCREDITED', to: '2026-12-09' });
  });

  test('a refused renewal lets what stands run out', async () => {
    const id = await accredited();
    await panel.decided(id, 'REFUSED', { decidedOn: '2026-11-01', ...WHY });
    expect(await panel.stateOn(id, '2026-12-31', '2027-01-01')).toEqual(['ACCREDITED', 'LAPSED']);
  });

  test('hears an appeal: nothing changes until it is decided', async () => {
    const id = await suspended();
    await panel.decided(id, 'APPEAL_LODGED', { decidedOn: '2026-06-20' });
    expect(await panel.stateOn(id, '2026-06-20')).toEqual(['SUSPENDED']);
    await panel.decided(id, 'APPEAL_UPHELD', { decidedOn: '2026-07-10' });
    expect(await panel.standing(id, '2026-07-10')).toMatchObject({ state: 'ACCREDITED', to: '2026-12-31', conditions: 'Holiday play only' });
    const refused = await panel.make('Refused Play');
    await panel.decided(refused, 'REFUSED', { decidedOn: '2026-05-01', ...WHY });
    await panel.decided(refused, 'APPEAL_LODGED', { decidedOn: '2026-05-02' });
    await panel.decided(refused, 'APPEAL_DISMISSED', { decidedOn: '2026-05-20' });
    expect(await panel.stateOn(refused, '2026-06-01')).toEqual(['REFUSED']);
    await panel.decided(refused, 'APPEAL_LODGED', { decidedOn: '2026-06-02' });
    await panel.decided(refused, 'APPEAL_UPHELD', { decidedOn: '2026-06-20', to: '2027-06-19' });
    expect(await panel.stateOn(refused, '2026-06-19', '2026-06-20', '2027-06-20')).toEqual(['REFUSED', 'ACCREDITED', 'LAPSED']);
  });

  test('a decision that is entered late does not undo what was decided after it', async () => {
    const id = await panel.make('Heron Play');
    await panel.decided(id, 'ACCREDITED', { decidedOn: '2026-01-10', to: '2026-12-31' });
    await panel.decided(id, 'WITHDRAWN', { decidedOn: '2026-05-01', ...WHY });
    await panel.decided(id, 'ACCREDITED', { decidedOn: '2026-02-01', to: '2027-12-31' });
    expect(await panel.stateOn(id, '2026-04-30', '2026-06-01')).toEqual(['ACCREDITED', 'WITHDRAWN']);
  });
});

describe('a mistake is put right on the same day', () => {
  test.each([
    ['the conditions', { conditions: 'Under 16s only' }],
    ['conditions that there are not', { conditions: null }],
    ['a contract value that was forgotten', { conditions: 'Under 11s only', contractValue: '5000' }],
    ['why', { conditions: 'Under 11s only', reason: 'It showed its records' }],
    ['which panel', { conditions: 'Under 11s only', decidedBy: 'Panel of the Children’s Trust' }],
  ])('%s', async (_title, right) => {
    const id = await accredited({ conditions: 'Under 11s only' });
    await panel.decided(id, 'ACCREDITED', { ...YEAR, ...right });
    expect((await panel.standing(id))?.conditions).toBe(right.conditions);
    expect(await panel.fault(id, 'ACCREDITED', { ...YEAR, ...right })).toBe('ALREADY kind');
  });

  test('and put right once more, to what was said first', async () => {
    const id = await accredited({ conditions: 'Under 11s only' });
    await panel.decided(id, 'ACCREDITED', { ...YEAR, conditions: 'Under 16s only' });
    await panel.decided(id, 'ACCREDITED', { ...YEAR, conditions: 'Under 11s only' });
    expect((await panel.standing(id))?.conditions).toBe('Under 11s only');
  });

  test('by suspending again what was reinstated, and accrediting again what was withdrawn', async () => {
    const id = await accredited();
    const decidedOn = '2026-06-01';
    await panel.decided(id, 'SUSPENDED', { decidedOn, ...WHY });
    await panel.decided(id, 'REINSTATED', { decidedOn });
    await panel.decided(id, 'SUSPENDED', { decidedOn, ...WHY });
    expect(await panel.stateOn(id, decidedOn)).toEqual(['SUSPENDED']);
    await panel.decided(id, 'ACCREDITED', { decidedOn });
    await panel.decided(id, 'WITHDRAWN', { decidedOn, ...WHY });
    await panel.decided(id, 'ACCREDITED', { decidedOn });
    expect(await panel.stateOn(id, decidedOn)).toEqual(['ACCREDITED']);
  });
});

describe('by a set that has ended', () => {
  beforeAll(async () => {
    await makeSet(atlas, 'ended');
    await atlas.owner.query(`update criteria_sets set valid = '[2025-01-01,2026-01-01)' where code = 'ended'`);
    await atlas.owner.query(`insert into criteria_sets (id, code, version, name, valid) values (gen_random_uuid(), 'ended', 4, 'Its last version', '[2026-01-01,2026-02-01)')`);
  });
  const BY_ENDED = { set: 'ended' };
  const byEnded = (id: string, kind: string, decidedOn: string, more: object = {}): Promise<void> => panel.decided(id, kind, { ...BY_ENDED, decidedOn, ...more });

  test('what stands is suspended, reinstated, withdrawn, and given back on appeal', async () => {
    const id = await panel.make('Heron Play');
    await byEnded(id, 'ACCREDITED', '2025-06-15');
    await byEnded(id, 'SUSPENDED', '2026-03-01', WHY);
    await byEnded(id, 'REINSTATED', '2026-04-01');
    await byEnded(id, 'WITHDRAWN', '2026-05-01', WHY);
    await byEnded(id, 'APPEAL_LODGED', '2026-05-10');
    await byEnded(id, 'APPEAL_DISMISSED', '2026-05-20');
    await byEnded(id, 'APPEAL_LODGED', '2026-05-25');
    await byEnded(id, 'APPEAL_UPHELD', '2026-06-01');
    expect(await panel.stateOn(id, '2026-02-28', '2026-03-01', '2026-04-01', '2026-05-01', '2026-06-01')).toEqual(['ACCREDITED', 'SUSPENDED', 'ACCREDITED', 'WITHDRAWN', 'ACCREDITED']);
    const { rows } = await atlas.owner.query<{ version: number }>('select s.version from panel_decisions d join criteria_sets s on s.id = d.set_id where d.organisation_id = $1 order by d.decided_on', [uuidOf(id)]);
    expect(rows.map(({ version }) => version)).toEqual([3, 4, 4, 4, 4, 4, 4, 4]);
  });

  test('nothing is accredited anew, on appeal neither', async () => {
    const id = await panel.make('Heron Play');
    expect(await panel.fault(id, 'ACCREDITED', { ...BY_ENDED, decidedOn: '2026-03-01' })).toBe('NOT_ASSESSED set');
    await byEnded(id, 'REFUSED', '2026-03-01', WHY);
    await byEnded(id, 'APPEAL_LODGED', '2026-03-10');
    expect(await panel.fault(id, 'APPEAL_UPHELD', { ...BY_ENDED, decidedOn: '2026-03-20' })).toBe('NOT_ASSESSED set');
  });

  test('nothing is decided before its first version began', async () => {
    expect(await panel.fault(await panel.make('Heron Play'), 'REFUSED', { ...BY_ENDED, decidedOn: '2024-12-31', ...WHY })).toBe('NOT_ASSESSED set');
  });
});

describe('what cannot be decided is refused and leaves nothing', () => {
  test.each([
    ['a day in the future', 'ACCREDITED', { decidedOn: '2026-11-22' }, 'INVALID decidedOn'],
    ['a last day before the first', 'ACCREDITED', { ...YEAR, to: '2026-01-31' }, 'INVALID to'],
    ['a last day of a withdrawal', 'WITHDRAWN', { to: '2026-12-31', ...WHY }, 'INVALID to'],
    ['conditions of a refusal', 'REFUSED', { conditions: 'None', ...WHY }, 'INVALID conditions'],
    ['nobody who decided', 'ACCREDITED', { ...YEAR, decidedBy: ' ' }, 'INVALID decidedBy'],
    ['no reason to refuse', 'REFUSED', { reason: ' ' }, 'NEEDS_REASON reason'],
    ['a set that is not there', 'ACCREDITED', { ...YEAR, set: 'none' }, 'UNKNOWN_SET set'],
    ['a day on which no version of the set was in force', 'ACCREDITED', { decidedOn: '2019-12-31' }, 'NOT_ASSESSED set'],
    ['a suspension of who is not accredited', 'SUSPENDED', WHY, 'NOT_ACCREDITED kind'],
    ['a withdrawal from who is not accredited', 'WITHDRAWN', WHY, 'NOT_ACCREDITED kind'],
    ['to reinstate who is not suspended', 'REINSTATED', {}, 'NOT_SUSPENDED kind'],
    ['an appeal against nothing', 'APPEAL_LODGED', {}, 'NOTHING_TO_APPEAL kind'],
    ['to uphold an appeal that nobody lodged', 'APPEAL_UPHELD', {}, 'NO_APPEAL kind'],
    ['to dismiss an appeal that nobody lodged', 'APPEAL_DISMISSED', {}, 'NO_APPEAL kind'],
  ])('%s', async (_title, kind, more, fault) => {
    const id = await panel.make('Heron Play');
    expect(await panel.fault(id, kind, more)).toBe(fault);
    expect((await atlas.owner.query('select from panel_decisions where organisation_id = $1', [uuidOf(id)])).rowCount).toBe(0);
  });

  test('accrediting against the assessment without a reason', async () => {
    const id = await panel.make('Unregistered Play', { registered: false });
    expect(await panel.fault(id, 'ACCREDITED', YEAR)).toBe('NEEDS_REASON reason');
    await panel.decided(id, 'ACCREDITED', { ...YEAR, reason: 'Registration is under way' });
    expect(await panel.stateOn(id, '2026-03-01')).toEqual(['ACCREDITED']);
  });

  test('accrediting by a set that asks for nothing', async () => {
    await atlas.owner.query(`insert into criteria_sets (id, code, version, name, valid) values (gen_random_uuid(), 'hollow', 1, 'Nothing', '[2020-01-01,)')`);
    expect(await panel.fault(await panel.make('Heron Play'), 'ACCREDITED', { ...YEAR, set: 'hollow' })).toBe('NOT_ASSESSED set');
  });

  test('accrediting or reinstating who is closed on the first day; withdrawing is possible', async () => {
    const id = await suspended();
    await panel.told.edit('closeOrganisation', { id, expectedVersion: 1, lastDay: '2026-10-31' });
    expect(await panel.fault(id, 'REINSTATED', { from: '2026-11-01' })).toBe('CLOSED from');
    expect(await panel.fault(id, 'ACCREDITED', { from: '2026-11-01', to: '2027-10-31' })).toBe('CLOSED from');
    await panel.decided(id, 'WITHDRAWN', WHY);
  });

  test('suspending twice, withdrawing twice, appealing twice, the same word twice', async () => {
    const id = await suspended();
    expect(await panel.fault(id, 'SUSPENDED', WHY)).toBe('ALREADY kind');
    await panel.decided(id, 'APPEAL_LODGED');
    expect(await panel.fault(id, 'APPEAL_LODGED')).toBe('ALREADY kind');
    await panel.decided(id, 'WITHDRAWN', WHY);
    expect(await panel.fault(id, 'WITHDRAWN', WHY)).toBe('ALREADY kind');
    // On its day in January it was the last word, whatever was decided since.
    expect(await panel.fault(id, 'ACCREDITED', { ...YEAR, conditions: ' Holiday play only ' })).toBe('ALREADY kind');
    const refused = await panel.make('Refused Play');
    await panel.decided(refused, 'REFUSED', WHY);
    expect(await panel.fault(refused, 'REFUSED', WHY)).toBe('ALREADY kind');
    const forValue = await accredited({ contractValue: '5000' });
    expect(await panel.fault(forValue, 'ACCREDITED', { ...YEAR, contractValue: '5000.00' })).toBe('ALREADY kind');
  });

  test('reinstating for longer than was decided, or when it has run out', async () => {
    const id = await suspended();
    expect(await panel.fault(id, 'REINSTATED', { to: '2027-01-01' })).toBe('INVALID to');
    expect(await panel.fault(id, 'REINSTATED', { from: '2027-01-01' })).toBe('NOT_ACCREDITED from');
  });

  test('deciding on an entry that went into another, or on nothing', async () => {
    const [kept, gone] = [await panel.make('Kept Play'), await panel.make('Gone Play')];
    await panel.told.edit('mergeOrganisations', { id: kept, expectedVersion: 1, mergedId: gone, mergedExpectedVersion: 1 });
    expect(await panel.fault(gone, 'ACCREDITED', YEAR)).toBe('NOT_FOUND id');
    expect(await panel.fault('bm9uZQ', 'ACCREDITED', YEAR)).toBe('NOT_FOUND id');
  });
});

test('of two who suspend one organisation at once, one is told that it is suspended', async () => {
  const id = await accredited();
  const both = await Promise.all([1, 2].map((n) => panel.fault(id, 'SUSPENDED', { reason: `Reason ${n}` })));
  expect(both.sort()).toEqual(['', 'ALREADY kind']);
});

test('a decision sent again under its key is made once', async () => {
  const id = await panel.make('Heron Play');
  const more = { ...YEAR, clientMutationId: 'panel-2026-01-10-3' };
  await panel.decided(id, 'ACCREDITED', more);
  await panel.decided(id, 'ACCREDITED', more);
  expect((await atlas.owner.query('select from panel_decisions where organisation_id = $1', [uuidOf(id)])).rowCount).toBe(1);
});

describe('who may', () => {
  const area = async (code: string): Promise<string> => (await atlas.owner.query<{ id: string }>('select id from areas where code = $1', [code])).rows[0]?.id ?? '';

  test('decide: commissioners on anybody, coordinators on the entries that they keep, editors and analysts on none', async () => {
    const id = await panel.make('Heron Play');
    expect(await panel.fault(id, 'ACCREDITED', YEAR, { role: 'COORDINATOR', areaIds: [await area('E07000243')] })).toBe('FORBIDDEN id');
    expect(await panel.fault(id, 'ACCREDITED', YEAR, { role: 'COORDINATOR', areaIds: [await area('E07000096')] })).toBe('');
    for (const viewer of [{ role: 'ORGANISATION_EDITOR', organisationIds: [uuidOf(id)] }, { role: 'ANALYST' }] as const) await expect(panel.decide(id, 'SUSPENDED', WHY, viewer)).rejects.toThrow('FORBIDDEN');
    await expect(panel.decide(id, 'SUSPENDED', WHY, { role: 'ANONYMOUS' })).rejects.toThrow('UNAUTHENTICATED');
  });

  test('know why: those who commission, and of editors its own; anyone knows what and since when', async () => {
    const id = await suspended();
    const why = async (viewer: Viewer, fields = 'kind reason'): Promise<unknown> => {
      const { data, errors } = await atlas.ask<{ organisation: { panelDecisions: object[] } }>(`query ($id: ID!) { organisation(id: $id) { panelDecisions { ${fields} } } }`, { id }, viewer);
      return data?.organisation.panelDecisions[0] ?? errors?.[0]?.extensions?.code;
    };
    expect(await why(COMMISSIONER)).toEqual({ kind: 'SUSPENDED', reason: WHY.reason });
    expect(await why({ role: 'ORGANISATION_EDITOR', organisationIds: [uuidOf(id)] })).toEqual({ kind: 'SUSPENDED', reason: WHY.reason });
    expect(await why({ role: 'ORGANISATION_EDITOR', organisationIds: [uuidOf(await panel.make('Other'))] })).toEqual({ kind: 'SUSPENDED', reason: null });
    expect(await why({ role: 'ANONYMOUS' })).toBe('UNAUTHENTICATED');
    expect(await why({ role: 'REPRESENTATIVE', areaIds: [] })).toBe('FORBIDDEN');
    expect(await why({ role: 'ANONYMOUS' }, 'kind from')).toEqual({ kind: 'SUSPENDED', from: '2026-06-01' });
  });
});

test('decisions follow a merge and go back when it is undone', async () => {
  const gone = await accredited();
  const kept = await panel.make('Kept Play');
  const { version } = await panel.told.edit('mergeOrganisations', { id: kept, expectedVersion: 1, mergedId: gone, mergedExpectedVersion: 1 });
  expect((await panel.standing(kept))?.state).toBe('ACCREDITED');
  await panel.told.edit('undoMerge', { id: kept, expectedVersion: version, mergedId: gone });
  expect([await panel.standing(kept), (await panel.standing(gone))?.state]).toEqual([null, 'ACCREDITED']);
});

test('nothing that was decided can be rewritten by the service', async () => {
  const id = await accredited();
  for (const change of ['update panel_decisions set reason = null', 'delete from panel_decisions']) {
    await expect(atlas.database.write({ role: 'ADMIN' }, (manager) => manager.query(`${change} where organisation_id = $1`, [uuidOf(id)]))).rejects.toMatchObject({ code: '42501' });
  }
});
