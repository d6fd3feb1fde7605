import { decodeJwt } from 'jose';
import { openTestDatabase, type TestDatabase } from '../support';
import { runHere } from './run-cli';

let at: TestDatabase;
beforeAll(async () => (at = await openTestDatabase({ with: 'sample', writes: true })));
afterAll(() => at.close());

const claimsOf = async (...flags: string[]): Promise<Record<string, unknown>> => decodeJwt((await runHere(at.env, 'token', ...flags)).stdout.trim());

test('tokens that name nobody are not taken for one person', async () => {
  const [one, other] = [await claimsOf('--role', 'COORDINATOR', '--area', 'E07000096'), await claimsOf('--role', 'COORDINATOR', '--area', 'E07000096')];
  expect(one).toMatchObject({ role: 'COORDINATOR', areas: ['E07000096'], sub: expect.stringMatching(/^coordinator [0-9a-f]{6}$/) as string });
  expect(other.sub).not.toBe(one.sub);
  expect(await claimsOf('--role', 'ADMIN', '--name', 'CVS chief officer')).toMatchObject({ sub: 'CVS chief officer' });
});

test('a scope that is not there, or that opens nothing, is refused', async () => {
  expect(await runHere(at.env, 'token', '--role', 'COORDINATOR', '--area', 'E07999999')).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('No area has or had the code E07999999.') as string });
  expect(await runHere(at.env, 'token', '--role', 'ORGANISATION_EDITOR', '--organisation', 'nobody')).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('No organisation has the id or slug nobody.') as string });
  expect(await runHere(at.env, 'token', '--role', 'COORDINATOR')).toMatchObject({ code: 1, stdout: '' });
});
