import { parse } from 'csv-parse/sync';
import { v7 as uuidv7 } from 'uuid';
import { atlasSchema, requestContext } from '../../../src/app';
import { accreditedListSheet } from '../../../src/exchange/accredited-list.export';
import { readDocument } from '../../../src/eligibility/issued/list-document';
import { opened } from '../../../src/eligibility/issued/signature';
import { openTestDatabase, testClock, type TestDatabase } from '../../support';
import { COMMISSIONER, PanelAsking } from './panel-asking';

const YEAR = { decidedOn: '2026-01-10', from: '2026-02-01', to: '2026-12-31' };
const WHY = { reason: 'Complaints about safeguarding' };

let atlas: TestDatabase;
let panel: PanelAsking;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
  panel = new PanelAsking(atlas);
  const set = uuidv7();
  await atlas.owner.query(`insert into criteria_sets (id, code, version, name, valid) values ($1, 'tendering', 1, 'Minimum criteria', '[2020-01-01,2030-01-01)')`, [set]);
  await atlas.owner.query(
    `insert into criteria (id, set_id, code, position, name, kind, weight, schemes, applies_contract_from) values
       ($1, $3, 'registered', 1, 'Registered somewhere', 'REGISTRATION_HELD', 'MANDATORY', '{}', null), ($2, $3, 'company', 2, 'A company', 'REGISTRATION_HELD', 'MANDATORY', '{GB-COH}', 25000)`,
    [uuidv7(), uuidv7(), set],
  );
});
afterAll(() => atlas.close());

interface Kept {
  readonly accreditations: readonly { readonly state: string; readonly contractValue: string | null }[];
  readonly panelDecisions: readonly { readonly kind: string; readonly contractValue: string | null; readonly assessment: { contractValue: string | null; outcome: string; criteria: { code: string; state: string }[] } | null }[];
}
async function kept(id: string, asOf: string): Promise<Kept> {
  const { data, errors } = await atlas.ask<{ organisation: Kept }>(
    `query ($id: ID!, $asOf: Date) { organisation(id: $id) { accreditations(asOf: $asOf) { state contractValue }
       panelDecisions { kind contractValue assessment { contractValue outcome criteria { code state } } } } }`,
    { id, asOf }, COMMISSIONER,
  );
  expect(errors).toBeUndefined();
  return data?.organisation as Kept;
}

test('an accreditation for contracts of a value rests on what such contracts ask for, and says so', async () => {
  const id = await panel.make('Heron Play');
  expect(await panel.fault(id, 'ACCREDITED', { ...YEAR, contractValue: '25000' })).toBe('NEEDS_REASON reason');
  await panel.decided(id, 'ACCREDITED', { ...YEAR, contractValue: '24999.99' });
  expect(await kept(id, '2026-02-01')).toEqual({
    accreditations: [{ state: 'ACCREDITED', contractValue: '24999.99' }],
    panelDecisions: [{ kind: 'ACCREDITED', contractValue: '24999.99', assessment: { contractValue: '24999.99', outcome: 'ELIGIBLE', criteria: [{ code: 'registered', state: 'MET' }, { code: 'company', state: 'NOT_APPLICABLE' }] } }],
  });
});

test('where no value is said none is kept', async () => {
  const id = await panel.make('Otter Club');
  await panel.decided(id, 'ACCREDITED', YEAR);
  expect(await kept(id, '2026-02-01')).toMatchObject({ accreditations: [{ contractValue: null }], panelDecisions: [{ contractValue: null, assessment: { contractValue: null } }] });
});

test('what is reinstated is accredited for the value that held before, and for no other', async () => {
  const id = await panel.make('Curlew Clubs');
  await panel.decided(id, 'ACCREDITED', { ...YEAR, contractValue: '5000' });
  await panel.decided(id, 'SUSPENDED', { decidedOn: '2026-06-01', ...WHY });
  expect((await kept(id, '2026-06-01')).accreditations).toEqual([{ state: 'SUSPENDED', contractValue: null }]);
  expect(await panel.fault(id, 'REINSTATED', { decidedOn: '2026-08-15', contractValue: '50000' })).toBe('INVALID contractValue');
  await panel.decided(id, 'REINSTATED', { decidedOn: '2026-08-15' });
  expect((await kept(id, '2026-08-15')).accreditations).toEqual([{ state: 'ACCREDITED', contractValue: '5000.00' }]);
});

test('what is reinstated with its renewal is for what both were assessed for', async () => {
  const id = await panel.make('Plover Play');
  await panel.decided(id, 'ACCREDITED', { ...YEAR, contractValue: '20000' });
  await panel.decided(id, 'ACCREDITED', { decidedOn: '2026-03-01', from: '2027-01-01', to: '2029-12-31', contractValue: '9000.50' });
  await panel.decided(id, 'SUSPENDED', { decidedOn: '2026-06-01', ...WHY });
  await panel.decided(id, 'REINSTATED', { decidedOn: '2026-08-15' });
  expect((await kept(id, '2027-06-01')).accreditations).toEqual([{ state: 'ACCREDITED', contractValue: '9000.50' }]);
});

test.each([
  ['SUSPENDED', { ...WHY, contractValue: '5000' }],
  ['ACCREDITED', { ...YEAR, contractValue: '-1' }],
  ['ACCREDITED', { ...YEAR, contractValue: '0.001' }],
  ['ACCREDITED', { ...YEAR, contractValue: '1000000000000' }],
])('a value that cannot be is refused: %s %j', async (kind, more) => {
  const id = await panel.make('Snipe Sports');
  if (kind !== 'ACCREDITED') await panel.decided(id, 'ACCREDITED', YEAR);
  expect(await panel.fault(id, kind, more)).toBe('INVALID contractValue');
});

test('the issued list and the sheet say for which value', async () => {
  const { data } = await atlas.ask<{ done: { list: { path: string } } }>('mutation { done: issueAccreditedList(input: { asOf: "2026-02-01", set: "tendering" }) { list { path } } }', {}, COMMISSIONER);
  const [issued] = (await atlas.owner.query<{ content: Buffer }>('select content from issued_lists where id = $1', [/[0-9a-f-]{36}/.exec(data?.done.list.path ?? '')?.[0]])).rows;
  const document = readDocument(Buffer.from(opened(issued?.content ?? Buffer.alloc(0))?.envelope.payload ?? '', 'base64url'));
  const told = document?.rows.map(({ name, accreditations }) => [name, accreditations[0]?.contractValue]);
  expect(told).toEqual(expect.arrayContaining([['Heron Play', '24999.99'], ['Otter Club', null], ['Curlew Clubs', '5000.00']]));

  const { reader } = requestContext({ database: atlas.database, clock: testClock }, atlasSchema(), COMMISSIONER);
  const { csv } = await accreditedListSheet(reader, { asOf: '2026-02-01', set: 'tendering' });
  const lines = (parse(csv, { columns: true }) as Record<string, string>[]).map((line) => [line.organisation, line.assessed_for_contract_value]);
  expect(lines).toEqual(expect.arrayContaining([['Heron Play', '24999.99'], ['Otter Club', '']]));
});
