import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { validate as isUuid } from 'uuid';
import type { Role, Viewer } from '../../src/access/viewer';
import { toNodeId } from '../../src/graphql/node';
import { importOrganisations } from '../../src/organisations/organisations.import';
import { importPlan } from '../../src/plans/plan.import';
import { openTestDatabase, testClock, type TestDatabase } from '../support';
import type { Answer } from '../support/ask';
import { type GoldenCase, holdToGolden, operationNames, operationText } from './golden-cases';

/** What happens before a case: a documented operation, or an import of organisations, or of a plan for Dacorum that no other case knows. */
type Step =
  | { readonly do: string; readonly role?: Role; readonly variables: Record<string, unknown>; readonly as?: Names }
  | { readonly import: readonly string[]; readonly as: string }
  | { readonly importPlan: readonly string[]; readonly from?: string; readonly as: string };

/** Under which names the ids and keys of an answer that are not known yet are remembered, in their order. */
type Names = string | readonly string[];

/** Ids are made anew each time: in golden files they go by the names («owl») under which they are remembered. */
interface ChangingCase extends GoldenCase {
  readonly given?: readonly Step[];
  readonly as?: Names;
}

let atlas: TestDatabase;
let dacorum: string;
let ids: Map<string, string>;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
  dacorum = (await atlas.owner.query<{ id: string }>(`select id from areas where code = 'E07000096'`)).rows[0]?.id ?? '';
});
beforeEach(() => (ids = new Map()));
afterAll(() => atlas.close());

/** A coordinator of Dacorum, or the editor of all entries that the case made. */
function viewerOf(role: Role = 'ANONYMOUS'): Viewer {
  const uuids = [...ids.values()].map((id) => Buffer.from(id, 'base64url').toString().split(':')[1] ?? '').filter((uuid) => isUuid(uuid));
  return { role, subject: `${role} of Dacorum`, areaIds: [dacorum], organisationIds: uuids };
}

function named<Value>(value: Value, replace: (text: string) => string): Value {
  return JSON.parse(replace(JSON.stringify(value))) as Value;
}

const toIds = (text: string): string => [...ids].reduce((so, [name, id]) => so.replaceAll(`«${name}»`, id), text);
/** Keys and hashes are made anew too. */
const toNames = (text: string): string => [...ids].reduce((so, [name, id]) => so.replaceAll(id, `«${name}»`), text).replace(/"(keyId|sha256)":"[^"]+"/g, '"$1":"«$1»"').replace(/\/lists\/[\w-]+\.json/g, '/lists/«list».json');

async function ask(operation: string, variables: Record<string, unknown>, role: Role | undefined, as: Names = []): Promise<Answer> {
  const answer = await atlas.ask(operationText(operation), named(variables, toIds), viewerOf(role));
  const known = new Set(ids.values());
  const found = new Set([...JSON.stringify(answer.data).matchAll(/"(?:id|key)":"([^"]+)"/g)].map(([, id = '']) => id).filter((id) => !known.has(id)));
  [as].flat().forEach((name, at) => {
    const id = [...found][at];
    if (id !== undefined) ids.set(name, id);
  });
  return answer;
}

async function prepare(step: Step): Promise<void> {
  if ('do' in step) {
    const answer = await ask(step.do, step.variables, step.role, step.as);
    expect([answer.errors ?? [], ...Object.values(answer.data ?? {}).map((one) => (one as { userErrors?: unknown[] }).userErrors ?? [])].flat()).toEqual([]);
    return;
  }
  const lines = 'import' in step ? step.import : step.importPlan;
  const file = join(atlas.config.dataDir, 'import' in step ? 'clubs.csv' : 'plan.csv');
  writeFileSync(file, lines.join('\n'));
  if ('importPlan' in step) {
    expect((await importPlan(atlas.database, testClock, { file, area: 'E07000096', updatesAsOf: '2026-11-20', from: step.from })).verdict).toBe('PUBLISHED');
    const [made] = (await atlas.owner.query<{ id: string }>('select id from plans where title = $1', [lines[1]?.split(',')[0]])).rows;
    ids.set(step.as, toNodeId('Plan', made?.id ?? ''));
    return;
  }
  await importOrganisations(atlas.database, testClock, { file, layout: 'generic' });
  ids.set(step.as, (await atlas.owner.query<{ id: string }>('select id from import_batches order by id desc limit 1')).rows[0]?.id ?? '');
}

/** Every documented change, held to what it answers and to the SQL that reads what it left behind. */
describe.each(operationNames().changing)('the operation %s', (name) => {
  holdToGolden<ChangingCase>(name, async (golden) => {
    for (const step of golden.given ?? []) await prepare(step);
    return named(await ask(name, golden.variables, golden.role, golden.as), toNames);
  });
});
