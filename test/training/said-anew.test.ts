import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Viewer } from '../../src/access/viewer';
import { toNodeId } from '../../src/graphql/node';
import { importUnderRepresented } from '../../src/organisations/under-represented.import';
import { openTestDatabase, testClock, type TestDatabase } from '../support';

const ADMIN: Viewer = { role: 'ADMIN', subject: 'Workforce lead' };
const AT_ONCE = 20;
/** Corrected, and never taken away. */
const NEVER_GONE = 'a count of the Passport';

interface Said {
  readonly errors: readonly { readonly code: string; readonly path: readonly string[]; readonly currentVersion: number | null }[];
  /** Of what stands afterwards: its number and its version; none: nothing does. */
  readonly stands: readonly { readonly number: unknown; readonly version: number }[];
}

/** Something that is said anew as a whole: told by a number; null takes it away. */
interface SaidAnew {
  readonly say: (number: number | null, more?: object) => Promise<Said>;
}

let atlas: TestDatabase;
let made = 0;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
});
afterAll(() => atlas.close());

async function change(operation: string, input: object): Promise<{ readonly object: Record<string, unknown> | null; readonly errors: Said['errors'] }> {
  const { data, errors } = await atlas.ask<Record<string, Record<string, unknown>>>(readFileSync(join(__dirname, `../../schema/operations/${operation}.graphql`), 'utf8'), { input }, ADMIN);
  expect(errors).toBeUndefined();
  const { userErrors, ...rest } = Object.values(data ?? {})[0] as Record<string, unknown>;
  return { object: Object.values(rest)[0] as Record<string, unknown> | null, errors: userErrors as Said['errors'] };
}

async function nodeOf(type: string, table: string, condition: string): Promise<string> {
  const { rows } = await atlas.owner.query<{ id: string }>(`select id from ${table} where ${condition}`);
  return toNodeId(type, rows[0]?.id ?? '');
}

const rowsOf = (object: Record<string, unknown> | null, list: string): Record<string, unknown>[] => (object?.[list] ?? []) as Record<string, unknown>[];
const told = (rows: readonly Record<string, unknown>[], number: (row: Record<string, unknown>) => unknown): Said['stands'] => rows.map((row) => ({ number: number(row), version: row.version as number }));

/** Each one of its own, of which nothing is said yet. */
const KINDS: Readonly<Record<string, () => Promise<SaidAnew>>> = {
  'the attendance of an organisation at a session': async () => {
    const { object } = await change('schedule-session', { course: await nodeOf('Course', 'courses', `code = 'safeguarding'`), heldOn: '2026-11-20', area: 'E10000007' });
    const input = { session: object?.id, organisation: await nodeOf('Organisation', 'organisations', `slug = 'glossop-glow'`) };
    return {
      say: async (number, more) => {
        const { object: session, errors } = await change('record-attendance', { ...input, came: number === null ? [] : [{ kind: 'STAFF', people: number }], ...more });
        return { errors, stands: told(rowsOf(session, 'attendances'), (row) => row.people) };
      },
    };
  },
  [NEVER_GONE]: async () => {
    const input = { id: await nodeOf('Organisation', 'organisations', `slug = 'glossop-glow'`), unit: 'WELCOME', countedOn: `2024-03-${String((made += 1)).padStart(2, '0')}` };
    return {
      say: async (number, more) => {
        const { object, errors } = await change('record-passport-progress', { ...input, volunteers: number, ...more });
        return { errors, stands: told(rowsOf(object, 'passportProgress').filter((row) => row.countedOn === input.countedOn), (row) => row.volunteers) };
      },
    };
  },
  'a target of training': async () => {
    const input = { id: await nodeOf('Course', 'courses', `code = 'safeguarding'`), area: 'E07000037', year: 2040 + (made += 1) };
    return {
      say: async (number, more) => {
        const { object, errors } = await change('set-training-target', { ...input, organisations: number, ...more });
        return { errors, stands: told(rowsOf(object, 'targets').filter((row) => row.year === input.year), (row) => row.organisations) };
      },
    };
  },
  'the under-represented communities of an area and year': async () => {
    const input = { area: 'E07000037', year: 2040 + (made += 1) };
    return {
      say: async (number, more) => {
        const { object, errors } = await change('set-under-represented-communities', { ...input, source: `Report ${number}`, communities: number === null ? [] : ['YOUNG_CARERS'], ...more });
        return { errors, stands: told(rowsOf(object, 'underRepresentedCommunities').filter((row) => row.year === input.year), (row) => Number(String(row.source).replace('Report ', ''))) };
      },
    };
  },
};

const conflict = (currentVersion: number | null): object[] => [expect.objectContaining({ code: 'CONFLICT', path: ['expectedVersion'], currentVersion }) as object];

describe.each(Object.entries(KINDS))('%s', (_name, begin) => {
  it('is replaced only by who names the version that stands', async () => {
    const { say } = await begin();
    expect(await say(2)).toEqual({ errors: [], stands: [{ number: 2, version: 1 }] });
    expect((await say(3)).errors).toEqual(conflict(1));
    expect((await say(3, { expectedVersion: 7 })).errors).toEqual(conflict(1));
    expect(await say(3, { expectedVersion: 1 })).toEqual({ errors: [], stands: [{ number: 3, version: 2 }] });
    expect((await say(4, { expectedVersion: 1 })).errors).toEqual(conflict(2));
  });

  it('is left as it is by who says it just so again, whatever version is named', async () => {
    const { say } = await begin();
    const stands = { errors: [], stands: [{ number: 2, version: 1 }] };
    await say(2);
    expect([await say(2), await say(2, { expectedVersion: 1 }), await say(2, { expectedVersion: 5 })]).toEqual([stands, stands, stands]);
  });

  it('is replaced by exactly one of 20 who saw the same version, and begun by exactly one of 20 who saw nothing', async () => {
    const { say } = await begin();
    for (const more of [{}, { expectedVersion: 1 }]) {
      const from = 'expectedVersion' in more ? 100 : 1;
      const said = await Promise.all(Array.from({ length: AT_ONCE }, (_, at) => say(from + at, more)));
      const won = said.flatMap(({ errors, stands }, at) => (errors.length === 0 ? [{ at: from + at, stands }] : []));
      const version = from === 1 ? 1 : 2;
      expect(won).toEqual([{ at: won[0]?.at, stands: [{ number: won[0]?.at, version }] }]);
      expect(said.filter(({ errors }) => errors.length > 0).map(({ errors }) => errors)).toEqual(Array.from({ length: AT_ONCE - 1 }, () => conflict(version)));
    }
  });

  it('is made once when it is sent again under its key', async () => {
    const { say } = await begin();
    const key = `anew ${(made += 1)}`;
    await say(2);
    const answers = await Promise.all(Array.from({ length: 5 }, () => say(3, { expectedVersion: 1, clientMutationId: key })));
    expect(answers).toEqual(answers.map(() => ({ errors: [], stands: [{ number: 3, version: 2 }] })));
  });
});

describe.each(Object.entries(KINDS).filter(([name]) => name !== NEVER_GONE))('%s', (_name, begin) => {
  it('has no version again that it had before it was taken away', async () => {
    const { say } = await begin();
    await say(2);
    expect((await say(null)).errors).toEqual(conflict(1));
    expect(await say(null, { expectedVersion: 1 })).toEqual({ errors: [], stands: [] });
    expect((await say(3, { expectedVersion: 1 })).errors).toEqual(conflict(null));
    const { errors, stands } = await say(3);
    expect([errors, stands]).toEqual([[], [{ number: 3, version: 3 }]]);
    expect((await say(4, { expectedVersion: 1 })).errors).toEqual(conflict(3));
  });
});

it('what an import corrected is seen by who names the version from before it', async () => {
  const input = { area: 'E07000037', year: 2031, source: 'Report', communities: ['YOUNG_CARERS'] };
  await change('set-under-represented-communities', input);
  const file = join(atlas.config.dataDir, 'communities.csv');
  writeFileSync(file, 'area,community,year,source\nE07000037,BME,2031,Survey\n');
  await importUnderRepresented(atlas.database, testClock, { file });
  expect((await change('set-under-represented-communities', { ...input, expectedVersion: 1, communities: [] })).errors).toEqual(conflict(2));
});
