import { openTestDatabase, startTestService, type TestDatabase, type TestService } from '../support';

/** What a document says is what is run: no more, no less, and nothing in it is anything but data. */
let opened: TestDatabase;
let service: TestService;

beforeAll(async () => {
  opened = await openTestDatabase({ with: 'sample', writes: true });
  service = await startTestService(opened);
});

afterAll(async () => {
  await service?.close();
  await opened?.close();
});

interface Answer<Data> {
  readonly data?: Data;
  readonly errors?: { readonly message: string; readonly extensions: { readonly code: string } }[];
}

async function answered<Data>(query: string, variables: Record<string, unknown> = {}, role?: 'ADMIN' | 'COMMISSIONER'): Promise<Answer<Data> & { readonly status: number }> {
  const response = await service.post(query, variables, role === undefined ? {} : { authorization: await service.authorization(role) });
  return { status: response.status, ...((await response.json()) as Answer<Data>) };
}

const rowsOf = (sql: string): Promise<unknown> => opened.owner.query<{ name: string }>(sql).then(({ rows }) => rows);

const codes = ({ errors }: Answer<unknown>): string[] => errors?.map((error) => error.extensions.code) ?? [];

test('a text in a document is data, also where it looks like the mark of a library that writes code', async () => {
  const touched = 'atlasWasTouched';
  const text = `__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74dglobalThis.${touched} = 1`;
  const answer = await answered(`{ organisations(first: 1, after: ${JSON.stringify(text)}) { nodes { name } } }`);
  expect([answer.status, codes(answer), touched in globalThis]).toEqual([200, ['BAD_CURSOR'], false]);
});

test('a field is not taken for another one whose names, written in a row, are the same', async () => {
  const { data } = await opened.ask<{ plans: { nodes: { id: string }[] } }>('{ plans(first: 1, area: "E10000015") { nodes { id } } }');
  const [plan] = data?.plans.nodes ?? [];
  const answer = await answered<{ leads: { leads: { lead: Record<string, unknown> }[] } }>(
    `{ leads(plan: "${plan?.id}") { leads { lead { name } } } lead_idx0_leads_leads: course(code: "safeguarding") { code } }`, {}, 'COMMISSIONER',
  );
  const leads = answer.data?.leads.leads ?? [];
  expect([answer.errors, leads.length > 0, new Set(leads.map(({ lead }) => Object.keys(lead).join()))]).toEqual([undefined, true, new Set(['name'])]);
});

test('what is left out of an input stays, also where its variable is in the document', async () => {
  const found = await opened.ask<{ organisations: { nodes: { id: string; version: number; description: string | null }[] } }>('{ organisations(first: 20) { nodes { id version description } } }', {}, { role: 'ADMIN', subject: 'test admin', areaIds: [], organisationIds: [] });
  const one = found.data?.organisations.nodes.find(({ description }) => description !== null);
  expect(one).toBeDefined();
  const answer = await answered<{ updateOrganisation: { organisation: { website: string; description: string } } }>(
    'mutation ($id: ID!, $v: Int!, $website: String, $description: String) { updateOrganisation(input: { id: $id, expectedVersion: $v, website: $website, description: $description }) { organisation { website description } } }',
    { id: one?.id, v: one?.version, website: 'https://example.org/left-out' }, 'ADMIN',
  );
  expect(answer).toMatchObject({ data: { updateOrganisation: { organisation: { website: 'https://example.org/left-out', description: one?.description } } } });
});

test('a change whose input is null is refused, and that before it is made', async () => {
  const query = `mutation ($b: CreateOrganisationInput = { name: "Never made", directoryArea: "E10000015" }) {
    a: createOrganisation(input: { name: "Made beside another", directoryArea: "E10000015" }) { organisation { name } }
    b: createOrganisation(input: $b) { organisation { name } }
  }`;
  const answer = await answered(query, { b: null }, 'ADMIN');
  expect([answer.status, codes(answer), answer.data ?? null]).toEqual([200, ['BAD_USER_INPUT'], null]);
  expect(await rowsOf("select name from organisations where name in ('Made beside another', 'Never made')")).toEqual([{ name: 'Made beside another' }]);
});

test('a default is taken as the same value in its place would be', async () => {
  const of = (value: string, variable = ''): string => `query ${variable} { contractReadiness(area: "E10000015", set: "minimum-criteria", contractValue: ${value}) { letIn { count } } }`;
  const asDefault = await answered(of('$value', '($value: Decimal = 90000)'), {}, 'ADMIN');
  const inPlace = await answered(of('90000'), {}, 'ADMIN');
  expect([asDefault, asDefault.errors]).toEqual([inPlace, undefined]);
});
