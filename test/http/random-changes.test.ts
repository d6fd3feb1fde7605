import fc from 'fast-check';
import { isObjectType } from 'graphql';
import { atlasSchema } from '../../src/app';
import { toNodeId } from '../../src/graphql/node';
import { record, rounds, shareOfThisPart } from '../../trust/figures';
import { openTestDatabase, startTestService, type TestDatabase, type TestService } from '../support';
import { AnyChanges } from '../support/any-change';

const TRIALS = rounds(process.env.TEST_DATABASE_URL === undefined ? 300 : 1_000, 10_000);
const SEED = 20261128;
const OF_ONE_TYPE = 8;

const schema = atlasSchema();
/** By scalar, or by the name of a field: ends of ranges, and what may stand there. */
const pools: Record<string, unknown[]> = {
  String: ['E10000015', 'E07000096', 'community', 'GB-CHC', '9990002', 'faith', 'a name', 'Coordinator', 'A', '1', '1.1', '10:00', '2026-11', 'safeguarding', 'FREQ=YEARLY', 'minimum-criteria', '', 'https://example.org', 'who@example.org', '01992 555123', '\u{1f600}', 'x'.repeat(300), '0'.repeat(64)],
  Date: ['2026-11-21', '2026-01-01', '2020-02-29', '1900-01-01', '9999-12-31', '0001-01-01', '2026-12-01', '2027-03-31', '2026-10-01'],
  DateTime: ['2026-11-21T12:00:00Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z'],
  Postcode: ['SG1 1XX', 'AL1 3JE', 'ZZ99 9ZZ'],
  Decimal: ['0', '12.50', '-1', '999999999999999999.99', '99999999999.99', '100', '0.001'],
  Boolean: [true, false],
  Int: [0, 1, 2, 12, 2026, -1, 2_147_483_647, -2_147_483_648, 100, 1900, 9999],
  Float: [0, 51.9, -0.2, 1e9, -1e300, 1e-320],
  expectedVersion: [1, 1, 1, 1, 1, 2, 3, 0, -1, 2_147_483_647],
  clientMutationId: ['one', 'two', 'three', 'four'],
};

let opened: TestDatabase;
let service: TestService;
let admin: Record<string, string>;
let changes: AnyChanges;

beforeAll(async () => {
  opened = await openTestDatabase({ with: 'sample', writes: true });
  service = await startTestService(opened, { production: true });
  admin = { authorization: await service.authorization('ADMIN') };
  const ids = new Map<string, string[]>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.extensions.source === undefined || !type.getInterfaces().some(({ name }) => name === 'Node')) continue;
    const { rows } = await opened.owner.query<{ id: string }>(`select id from ${type.extensions.source.cleared ?? type.extensions.source.view} order by id limit ${OF_ONE_TYPE}`);
    if (rows.length > 0) ids.set(type.name, rows.map(({ id }) => toNodeId(type.name, id)));
  }
  changes = new AnyChanges(schema, pools, ids);
});

afterAll(async () => {
  await service?.close();
  await opened?.close();
});

interface Told {
  readonly data?: Record<string, { readonly userErrors: readonly { readonly code: string }[] }> | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

test('random valid changes are made or refused with a reason, and most find what they speak of', async () => {
  const tried = { tried: 0, held: 0 };
  const outcomes = new Map<string, number>();
  try {
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (gen) => {
        const change = changes.draw((count) => gen(fc.nat, { max: count - 1 }));
        const response = await service.post(change.document, change.variables, admin);
        const told = (await response.json()) as Told;
        tried.tried += 1;
        const said = JSON.stringify(told);
        const fault = told.errors?.map(({ extensions }) => extensions?.code)[0];
        if (response.status >= 500 || fault === 'INTERNAL' || (told.errors !== undefined && fault === undefined)) throw new Error(`${JSON.stringify(change)}\n${response.status} ${said}`);
        tried.held += 1;
        const code = fault ?? told.data?.[change.mutation]?.userErrors[0]?.code ?? 'made';
        outcomes.set(code, (outcomes.get(code) ?? 0) + 1);
        if (fault === undefined && code !== 'NOT_FOUND') change.found();
      }),
      { ...shareOfThisPart(TRIALS, SEED), endOnFailure: true },
    );
  } finally {
    record({ test: 'random valid changes: made, or refused with a reason', ...tried });
  }
  // Refusals alone would prove nothing.
  expect(outcomes.get('made')).toBeGreaterThan(TRIALS / 100);
  expect(outcomes.get('NOT_FOUND')).toBeLessThan(tried.tried * 0.6);
  expect([...outcomes.keys()]).toEqual(expect.arrayContaining(['CONFLICT', 'INVALID']));
}, 1_200_000);
