import { isObjectType } from 'graphql';
import { admits, SIGNED_IN_ROLES, type Role, type Viewer } from '../../src/access/viewer';
import { atlasSchema } from '../../src/app';
import { toNodeId } from '../../src/graphql/node';
import { roundId } from '../plans/sample-plans';
import { openTestDatabase, type TestDatabase } from '../support';

/** Generated from the schema: a type that is added later is tried too. */
const TYPES = Object.values(atlasSchema().getTypeMap()).filter((type) => isObjectType(type) && type.getInterfaces().some((one) => one.name === 'Node'));

let atlas: TestDatabase;
beforeAll(async () => (atlas = await openTestDatabase({ with: 'sample' })));
afterAll(() => atlas.close());

const ask = (id: string, viewer: Viewer) => atlas.ask<{ node: object | null }>('query ($id: ID!) { node(id: $id) { __typename id } }', { id }, viewer);

test.each(['ANONYMOUS', ...SIGNED_IN_ROLES] as Role[])('what is not for %s is not there by its id, of whatever type it is', async (role) => {
  for (const type of TYPES) {
    const { data, errors } = await ask(toNodeId(type.name, '00000000-0000-7000-8000-000000000000'), { role, subject: 'somebody' });
    expect({ type: type.name, data, errors }).toEqual({ type: type.name, data: { node: null }, errors: undefined });
  }
});

test('one that is there is found by those for whom it is, and by nobody else', async () => {
  const id = roundId('herts-2026');
  expect((await ask(id, { role: 'ANONYMOUS' })).data).toEqual({ node: null });
  expect((await ask(id, { role: 'REPRESENTATIVE', subject: 'R' })).data).toEqual({ node: { __typename: 'SelfEvaluation', id } });
  const evidence = toNodeId('Evidence', (await atlas.owner.query<{ id: string }>('select id from evidence order by id limit 1')).rows[0]?.id ?? '');
  const seen = (role: Role): Promise<object | null | undefined> => ask(evidence, { role, subject: 'somebody' }).then(({ data }) => data?.node);
  expect([await seen('REPRESENTATIVE'), await seen('COMMISSIONER')]).toEqual([null, { __typename: 'Evidence', id: evidence }]);
  expect([admits('REPRESENTATIVE', 'COMMISSIONING'), admits('COMMISSIONER', 'COMMISSIONING')]).toEqual([false, true]);
});
