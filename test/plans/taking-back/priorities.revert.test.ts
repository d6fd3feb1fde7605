import type { ImportOutcome } from '../../../src/intake/outcome';
import { toNodeId } from '../../../src/graphql/node';
import { importPriorities, type PrioritiesImportOptions } from '../../../src/plans/priorities/priorities.import';
import { importPriorityContributions } from '../../../src/plans/priorities/priority-contributions.import';
import { Files } from '../../organisations/organisation-imports';
import { rowsOf } from '../../places/place-imports';
import { openTestDatabase, type TestDatabase } from '../../support';
import { change } from '../making-changes';
import { serviceId } from '../priorities/sample-priorities';
import { hour, latestBatch, saying, state, takeBack } from './state';

const ADMIN = { role: 'ADMIN', subject: 'Coordinator' } as const;
const files = new Files();
let at: TestDatabase;
let hours = 0;
beforeAll(async () => (at = await openTestDatabase({ with: 'sample', writes: true })));
afterAll(async () => {
  files.remove();
  await at.close();
});
beforeEach(async () => {
  hours = 0;
  await at.owner.query('truncate priority_sets, import_batches cascade');
  await at.owner.query(`delete from leads where name like 'Somebody%'`);
});

type Row = Readonly<Record<string, string>>;
const ROWS: readonly Row[] = [
  { code: '1', title: 'Narrow the gap', description: 'Between children', lead: 'Somebody new', from: '', to: '' },
  { code: '1.10', title: 'Keep them safe', description: '', lead: '', from: '01/06/2026', to: '31 March 2027' },
  { code: 'C', title: 'Be heard', description: '', lead: '', from: '', to: '' },
];
const AREA = 'E07000096';
const bring = (rows: readonly Row[], options: Partial<PrioritiesImportOptions> = {}): Promise<ImportOutcome> =>
  importPriorities(at.database, hour((hours += 1)), { file: files.csv(rows), area: AREA, title: 'Our plan', from: '2026-04-01', ...options });
/** A title, a lead, days and places change; one ends, and one is new. */
const again = () => bring([{ ...ROWS[1], title: 'Keep all safe', lead: 'Somebody newer', to: '' }, { ...ROWS[0] }, { code: 'D', title: 'New' }], { owner: 'The trust', to: '2030-03-31', asOf: '2026-10-01' });
const contribution = (more: Row = {}): Row => ({ code: '1', organisation: 'gade valley PLAYSCHEME (invented)', service: '', plan: '', action_no: '', from: '2026-05-01', to: '', how: 'In summer', ...more });
const bringContributions = (rows: readonly Row[]): Promise<ImportOutcome> => importPriorityContributions(at.database, hour((hours += 1)), { file: files.csv(rows), area: AREA, title: 'Our plan' });
const idOf = async (code: string): Promise<string> => toNodeId('Priority', (await rowsOf<{ id: string }>(at, 'select id from priorities where code = $1', [code]))[0]?.id ?? '');

describe('an import of priorities that is taken back', () => {
  it('leaves nothing of a set that it made, and the same file brings the same again', async () => {
    const before = await state(at);
    await bring(ROWS);
    const first = await saying(at);
    expect(await takeBack(at)).toEqual({ removed: 3, restored: 0, left: [], errors: [] });
    expect(await state(at)).toEqual(before);
    await bring(ROWS);
    expect(await saying(at)).toEqual(first);
  });

  it('puts a set that was there back as it was, and the same file brings the same again', async () => {
    await bring(ROWS);
    const before = await state(at);
    expect((await again()).verdict).toBe('PUBLISHED');
    const after = await saying(at);
    expect(await takeBack(at)).toMatchObject({ removed: 1, left: [], errors: [] });
    expect(await state(at)).toEqual(before);
    await again();
    expect(await saying(at)).toEqual(after);
  });

  it('takes a next version back, and then the first', async () => {
    const nothing = await state(at);
    await bring(ROWS);
    const first = await latestBatch(at);
    const before = await state(at);
    await bring(ROWS.map((row) => ({ ...row, from: '', to: '' })), { newEdition: true, from: '2030-04-01' });
    expect(await takeBack(at)).toMatchObject({ removed: 3, left: [], errors: [] });
    expect(await state(at)).toEqual(before);
    await again();
    expect((await takeBack(at, first)).errors).toEqual([expect.stringContaining('INVALID A later import of priorities stands upon this one')]);
    await takeBack(at);
    expect(await takeBack(at, first)).toMatchObject({ removed: 3, left: [] });
    expect(await state(at)).toEqual(nothing);
  });

  it('leaves and lists a priority to which something contributes or that was changed or looked through since, and takes the others back', async () => {
    await bring([...ROWS, { code: 'D', title: 'Another' }]);
    expect((await change(at, 'contribute-to-priority', { priority: await idOf('1'), contributors: [serviceId('lea-lantern-youth-club-thursday-club')], from: '2026-06-01' }, ADMIN)).errors).toEqual([]);
    expect((await change(at, 'update-priority', { id: await idOf('C'), expectedVersion: 1, title: 'Be listened to' }, ADMIN)).errors).toEqual([]);
    expect((await change(at, 'check-priority', { priority: await idOf('D'), on: '2026-11-20', by: 'Officer' }, ADMIN)).errors).toEqual([]);
    expect(await takeBack(at)).toMatchObject({
      removed: 1,
      left: [
        'priority 1 had a contribution entered since', 'priority C was changed since', 'priority D was looked through since', 'priorities “Our plan”, version 1 holds what stays', 'lead “Somebody new” leads something that stays, or is known by another name since',
      ],
    });
    expect(await rowsOf(at, 'select code from priorities order by position')).toEqual([{ code: '1' }, { code: 'C' }, { code: 'D' }]);
  });

  it('leaves a set whole that was approved since', async () => {
    await bring(ROWS);
    const [set] = await rowsOf<{ id: string }>(at, 'select id from priority_sets');
    expect((await change(at, 'approve-priority-set', { id: toNodeId('PrioritySet', set?.id ?? ''), expectedVersion: 1, by: 'Board' }, ADMIN)).errors).toEqual([]);
    expect(await takeBack(at)).toMatchObject({ removed: 0, left: ['priorities “Our plan”, version 1 was approved since'] });
  });
});

describe('an import of contributions to priorities that is taken back', () => {
  beforeEach(() => bring(ROWS));

  it('leaves nothing of what it entered, puts back what it corrected, and the same file brings the same again', async () => {
    await bringContributions([contribution()]);
    const before = await state(at);
    const file = [contribution({ to: '31/12/2026', how: 'In winter' }), contribution({ code: 'C' })];
    await bringContributions(file);
    const after = await saying(at);
    expect(await takeBack(at)).toEqual({ removed: 1, restored: 1, left: [], errors: [] });
    expect(await state(at)).toEqual(before);
    await bringContributions(file);
    expect(await saying(at)).toEqual(after);
  });

  it('puts back what it shortened to make room for another that it entered', async () => {
    await bringContributions([contribution()]);
    const before = await state(at);
    expect((await bringContributions([contribution({ to: '31/12/2026' }), contribution({ from: '2027-01-01', how: 'In winter' })])).counts).toMatchObject({ created: 1, updated: 1 });
    expect(await takeBack(at)).toEqual({ removed: 1, restored: 1, left: [], errors: [] });
    expect(await state(at)).toEqual(before);
  });

  it('leaves short what it shortened to make room for another that was changed since', async () => {
    await bringContributions([contribution()]);
    await bringContributions([contribution({ to: '31/10/2026' }), contribution({ from: '2026-11-01', how: 'In winter' })]);
    const [one] = await rowsOf<{ id: string }>(at, `select id from priority_contributions where how = 'In winter'`);
    expect((await change(at, 'end-contribution', { id: toNodeId('PriorityContribution', one?.id ?? ''), expectedVersion: 1, lastDay: '2026-11-20' }, ADMIN)).errors).toEqual([]);
    expect(await takeBack(at)).toMatchObject({ removed: 0, restored: 0, left: expect.arrayContaining(['contribution of Summer playscheme to priority 1 was changed since', 'contribution of Summer playscheme to priority 1 had days before in which another stands now']) });
    expect(await rowsOf(at, 'select valid::text as valid from priority_contributions order by valid')).toEqual([{ valid: '[2026-05-01,2026-11-01)' }, { valid: '[2026-11-01,2026-11-21)' }]);
  });

  it('leaves and lists one that was ended since, and lets the set go after the others', async () => {
    await bringContributions([contribution(), contribution({ code: 'C' })]);
    const [one] = await rowsOf<{ id: string }>(at, `select c.id from priority_contributions c join priorities p on p.id = c.priority_id where p.code = 'C'`);
    expect((await change(at, 'end-contribution', { id: toNodeId('PriorityContribution', one?.id ?? ''), expectedVersion: 1, lastDay: '2026-10-31' }, ADMIN)).errors).toEqual([]);
    expect(await takeBack(at)).toMatchObject({ removed: 1, left: ['contribution of Summer playscheme to priority C was changed since'] });
    expect(await takeBack(at)).toMatchObject({ removed: 2, left: expect.arrayContaining(['priority C had a contribution entered since']) });
  });
});
