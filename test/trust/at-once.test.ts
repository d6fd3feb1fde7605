import { record, rounds } from '../../trust/figures';
import { openTestDatabase, startTestService, type TestDatabase, type TestService } from '../support';
import { postChange, type PostedChange } from '../support/post-change';

const ROUNDS = rounds(1, 20);
const RETRIES = 20;
const UPDATES = 50;

let atlas: TestDatabase;
let service: TestService;
let admin: string;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'empty', writes: true });
  service = await startTestService(atlas);
  admin = await service.authorization('ADMIN');
});
afterAll(async () => {
  await service?.close();
  await atlas?.close();
});

const create = (input: Record<string, unknown>): Promise<PostedChange> => postChange(service, 'createOrganisation', input, admin);

test(`${RETRIES} retries of one change at once make one row and get one answer`, async () => {
  let held = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const name = `Sent ${RETRIES} times, ${round}`;
    const answers = await Promise.all(Array.from({ length: RETRIES }, () => create({ name, clientMutationId: name })));
    const rows = await atlas.owner.query('select id from organisations where name = $1', [name]);
    const done = answers.filter((answer) => answer.status === 200 && answer.payload?.organisation?.name === name);
    if (rows.rowCount === 1 && done.length === RETRIES && new Set(done.map((answer) => JSON.stringify(answer))).size === 1) held += 1;
  }
  record({ test: `${RETRIES} retries of one change at once: one row, one answer`, tried: ROUNDS, held });
  expect(held).toBe(ROUNDS);
});

test(`of ${UPDATES} updates of one version at once exactly one is made, and the others are told the version that stands`, async () => {
  let held = 0;
  const strays: PostedChange[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { payload } = await create({ name: `Edited at once ${round}` });
    const id = payload?.organisation?.id;
    const edits = Array.from({ length: UPDATES }, (_, at) => postChange(service, 'updateOrganisation', { id, expectedVersion: 1, description: `Edit ${at}` }, admin));
    const answers = await Promise.all(edits);
    const made = answers.filter((answer) => answer.payload?.organisation?.version === 2);
    const told = answers.filter((answer) => answer.payload?.userErrors[0]?.code === 'CONFLICT' && answer.payload.userErrors[0].currentVersion === 2);
    strays.push(...answers.filter((answer) => !made.includes(answer) && !told.includes(answer)));
    if (made.length === 1 && told.length === UPDATES - 1) held += 1;
  }
  record({ test: `${UPDATES} updates of one version at once: exactly one wins`, tried: ROUNDS, held });
  expect(strays).toEqual([]);
  expect(held).toBe(ROUNDS);
});
