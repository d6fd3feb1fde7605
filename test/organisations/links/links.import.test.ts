import ExcelJS from 'exceljs';
import { revertImport } from '../../../src/organisations/import-revert';
import { LINK_KINDS } from '../../../src/organisations/links/link-kinds';
import { membershipsTemplate, supportsTemplate } from '../../../src/organisations/links/links.template';
import { importLinks, type LinkImportOptions } from '../../../src/organisations/links/links.import';
import { toNodeId } from '../../../src/graphql/node';
import { leftovers, rowsOf } from '../../places/place-imports';
import { openTestDatabase, type TestDatabase, testClock } from '../../support';
import { addClubs } from '../../cli/clubs';
import { Files } from '../organisation-imports';

let at: TestDatabase;
let files: Files;
beforeAll(async () => {
  at = await openTestDatabase({ with: 'sample', writes: true });
  files = new Files();
  await addClubs(at.owner, 6);
  await at.owner.query(`update organisations set name = 'Twin Club', sort_name = 'twin club' where slug in ('club-5', 'club-6')`);
});
beforeEach(() => at.owner.query(`delete from memberships where member_id in (select id from organisations where slug like 'club-%'); delete from supports where supported_id in (select id from organisations where slug like 'club-%')`));
afterAll(async () => {
  files.remove();
  await at.close();
});

type Row = Record<string, string>;
const memberships = (rows: Row[], more: Partial<LinkImportOptions> = {}) => importLinks(at.database, testClock, LINK_KINDS.memberships, { file: files.csv(rows), ...more });
const supports = (rows: Row[], more: Partial<LinkImportOptions> = {}) => importLinks(at.database, testClock, LINK_KINDS.supports, { file: files.csv(rows), ...more });

async function idOf(slug: string): Promise<string> {
  const [row] = await rowsOf<{ id: string }>(at, 'select id from organisations where slug = $1', [slug]);
  return toNodeId('Organisation', row?.id ?? '');
}

interface Asked {
  memberships: { umbrella: { slug: string }; from: string | null; to: string | null }[];
  supportedBy: { supporter: { slug: string }; from: string | null; to: string | null; note: string | null }[];
}

/** As anybody is told it. */
async function told(slug: string): Promise<string[]> {
  const answer = await at.ask<{ organisation: Asked }>('query ($id: ID!) { organisation(id: $id) { memberships { umbrella { slug } from to } supportedBy { supporter { slug } from to note } } }', { id: await idOf(slug) });
  const { memberships: of = [], supportedBy = [] } = answer.data?.organisation ?? {};
  return [...of.map((one) => `in ${one.umbrella.slug} ${one.from}–${one.to}`), ...supportedBy.map((one) => `by ${one.supporter.slug} ${one.from}–${one.to} ${one.note}`)].sort();
}

/** @param skipped later imports of the kind that stay. */
async function takeBack(kind: string, skipped = 0): Promise<Record<string, unknown>> {
  const [batch] = await rowsOf<{ id: string }>(at, `select b.id from import_batches b join history.changes c on c.batch_id = b.id where b.kind = $1 and b.reverted_at is null order by b.id desc limit 1 offset $2`, [kind, skipped]);
  await revertImport({ database: at.database, viewer: { role: 'ADMIN' }, clock: testClock }, { id: batch?.id ?? '' });
  return (await rowsOf<{ reverted: Record<string, unknown> }>(at, 'select reverted from import_batches where id = $1', [batch?.id]))[0]?.reverted ?? {};
}

const versionOf = async (slug: string): Promise<number> => (await rowsOf<{ version: number }>(at, 'select version from organisations where slug = $1', [slug]))[0]?.version ?? 0;

describe('importing memberships', () => {
  const row = (more: Row = {}): Row => ({ umbrella: 'Dacorum CVS', umbrella_slug: '', member: 'Club 1', member_slug: '', from: '', to: '', ...more });

  it('gives an organisation any number, with days, by name or slug, and once again changes nothing', async () => {
    const [cvs] = await rowsOf<{ name: string }>(at, `select name from organisations where slug = 'dacorum-cvs'`);
    const rows = [
      row({ umbrella: cvs?.name ?? '', from: '01/04/2019' }),
      row({ umbrella: '', umbrella_slug: 'broxbourne-and-east-herts-cvs', from: '2010-01-01', to: '2018-03-31' }),
      row({ umbrella: '', umbrella_slug: 'dacorum-cvs', member: '', member_slug: 'club-2' }),
    ];
    const version = await versionOf('club-1');
    expect((await memberships(rows, { dryRun: true })).counts).toMatchObject({ created: 3 });
    expect(await told('club-1')).toEqual([]);
    expect((await memberships(rows)).counts).toEqual({ read: 3, created: 3, updated: 0, unchanged: 0, refused: 0, notPlaced: 0 });
    expect(await told('club-1')).toEqual(['in broxbourne-and-east-herts-cvs 2010-01-01–2018-03-31', 'in dacorum-cvs 2019-04-01–null']);
    expect(await told('club-2')).toEqual(['in dacorum-cvs null–null']);
    expect(await memberships(rows)).toMatchObject({ verdict: 'UNCHANGED', counts: { unchanged: 3 } });
    expect(await versionOf('club-1')).toBe(version + 1);
    expect(await leftovers(at)).toBe(0);
  });

  it('knows a membership again by its days, keeps what the row leaves empty, and makes another after its end', async () => {
    const given = { umbrella: '', umbrella_slug: 'dacorum-cvs' };
    await memberships([row({ ...given, from: '2019-04-01' })]);
    expect((await memberships([row({ ...given, to: '2022-03-31' })])).counts).toMatchObject({ created: 0, updated: 1 });
    expect(await told('club-1')).toEqual(['in dacorum-cvs 2019-04-01–2022-03-31']);
    expect((await memberships([row({ ...given, from: '2020-01-01' })])).counts).toMatchObject({ updated: 1 });
    expect((await memberships([row({ ...given, from: '2024-01-01' })])).counts).toMatchObject({ created: 1, updated: 0 });
    expect(await told('club-1')).toEqual(['in dacorum-cvs 2020-01-01–2022-03-31', 'in dacorum-cvs 2024-01-01–null']);
    const both = await memberships([row(given)]);
    expect(both.refusedRows.map(({ line, reason }) => [line, reason])).toEqual([[2, 'and to meet 2 that are on record (from 2020-01-01 to 2022-03-31; from 2024-01-01): say the days of one of them']]);
  });

  it("reads a council's own list, from a workbook, with the council named once", async () => {
    const book = new ExcelJS.Workbook();
    book.addWorksheet('Members').addRows([['Member', 'From'], ['Club 3', new Date(Date.UTC(2021, 8, 1))], ['Club 4', '']]);
    const file = files.write('xlsx', Buffer.from(await book.xlsx.writeBuffer()));
    expect((await importLinks(at.database, testClock, LINK_KINDS.memberships, { file, giver: 'dacorum-cvs' })).counts).toMatchObject({ created: 2 });
    expect([await told('club-3'), await told('club-4')]).toEqual([['in dacorum-cvs 2021-09-01–null'], ['in dacorum-cvs null–null']]);
  });

  it('refuses names that several have, that nobody has, an organisation in itself, days that cannot be, and the same twice', async () => {
    const given = { umbrella: '', umbrella_slug: 'dacorum-cvs' };
    const outcome = await memberships([
      row({ ...given, member: 'Twin Club' }),
      row({ umbrella: 'Dacorum CSV', member: 'Club 1' }),
      row({ umbrella: '', umbrella_slug: 'club-1' }),
      row({ ...given, from: '2024-02-01', to: '2024-01-31' }),
      row({ ...given, from: '2024-01-01' }),
      row({ ...given, from: '2024-06-01' }),
      row({ ...given, member: '' }),
    ]);
    expect(outcome.verdict).toBe('REFUSED');
    const reasons = new Map(outcome.refusedRows.map(({ line, column, reason }) => [line, `${column} ${reason}`]));
    expect(reasons.get(2)).toMatch(/^member is the name of 2: Twin Club \(club-[56]\); Twin Club \(club-[56]\)\. Say which by identifier or slug$/);
    expect(reasons.get(3)).toMatch(/^umbrella is not known: it may be .*Dacorum/);
    expect(reasons.get(4)).toBe('umbrella is the organisation itself');
    expect(reasons.get(5)).toBe('to is before 2024-02-01, the first day');
    expect(reasons.has(6)).toBe(false);
    expect(reasons.get(7)).toBe('umbrella stands in line 6 already, for days that meet these');
    expect(reasons.get(8)).toBe('member is empty, and so are member_identifier and member_slug');
    expect(await told('club-1')).toEqual([]);
    await expect(memberships([{ umbrella: 'Dacorum CVS' }])).rejects.toThrow('has none of the columns member, member_identifier, member_slug');
  });

  it('is taken back: what it made goes, what it changed is as it was, and what was written since stays', async () => {
    const given = { umbrella: '', umbrella_slug: 'dacorum-cvs' };
    await memberships([row({ ...given, from: '2019-04-01' })]);
    await memberships([row({ ...given, to: '2022-03-31' }), row({ ...given, member: 'Club 2' }), row({ ...given, member: 'Club 3' })]);
    await memberships([row({ ...given, member: 'Club 3', to: '2025-12-31' })]);
    expect(await takeBack('memberships', 1)).toMatchObject({ removed: 1, restored: 1, left: [expect.any(String)] });
    expect([await told('club-1'), await told('club-2'), await told('club-3')]).toEqual([['in dacorum-cvs 2019-04-01–null'], [], ['in dacorum-cvs null–2025-12-31']]);
  });
});

describe.each([['memberships', membershipsTemplate], ['supports', supportsTemplate]] as const)('the template of %s', (name, template) => {
  it('is read by the import, which refuses its example alone, because nobody has such names', async () => {
    const row = Object.fromEntries(template.headings.map((heading, at) => [heading, template.example[at] ?? '']));
    const outcome = await importLinks(at.database, testClock, LINK_KINDS[name], { file: files.csv([row]) });
    expect(outcome.refusedRows.every(({ reason }) => reason.startsWith('is not known') || reason.startsWith('is the name of another'))).toBe(true);
    expect(outcome.counts.refused).toBeGreaterThan(0);
  });
});

describe('importing who supports whom', () => {
  it('brings it in with days and with what, is told of both, and goes back', async () => {
    const rows = [{ supporter: '', supporter_identifier: '', supporter_slug: 'hitchin-hive', supported: 'Club 1', from: '2024-01-01', to: '', note: 'Holds its money' }];
    expect((await supports(rows)).counts).toMatchObject({ created: 1 });
    expect(await told('club-1')).toEqual(['by hitchin-hive 2024-01-01–null Holds its money']);
    expect((await supports(rows)).verdict).toBe('UNCHANGED');
    expect((await supports([{ supporter_slug: 'hitchin-hive', supported: 'Club 1', note: 'Payroll' }])).counts).toMatchObject({ updated: 1 });
    expect(await told('club-1')).toEqual(['by hitchin-hive 2024-01-01–null Payroll']);
    expect(await takeBack('supports')).toMatchObject({ removed: 0, restored: 1 });
    expect(await told('club-1')).toEqual(['by hitchin-hive 2024-01-01–null Holds its money']);
    expect(await takeBack('supports')).toMatchObject({ removed: 1, restored: 0 });
    expect(await told('club-1')).toEqual([]);
  });

  it('is said by a change of the larger organisation too', async () => {
    const id = await idOf('club-3');
    const change = async (input: object): Promise<{ userErrors: { code: string; path: string[] }[] }> => {
      const answer = await at.ask<{ updateOrganisation: { userErrors: { code: string; path: string[] }[] } }>(
        'mutation ($input: UpdateOrganisationInput!) { updateOrganisation(input: $input) { userErrors { code path } } }',
        { input: { id, expectedVersion: await versionOf('club-3'), ...input } },
        { role: 'ADMIN' },
      );
      return answer.data?.updateOrganisation ?? { userErrors: [] };
    };
    const supported = await idOf('club-4');
    expect(await change({ supports: [{ supported, from: '2025-01-01', to: '2025-12-31', note: 'A van' }, { supported, from: '2026-06-01' }] })).toEqual({ userErrors: [] });
    expect(await told('club-4')).toEqual(['by club-3 2025-01-01–2025-12-31 A van', 'by club-3 2026-06-01–null null']);
    expect(await change({ supports: [{ supported }, { supported, from: '2026-06-01' }] })).toEqual({ userErrors: [{ code: 'INVALID', path: ['supports'] }] });
    expect(await change({ supports: [{ supported: id }] })).toEqual({ userErrors: [{ code: 'INVALID', path: ['supports'] }] });
    expect(await change({ supports: [{ supported: 'nobody' }] })).toEqual({ userErrors: [{ code: 'NOT_FOUND', path: ['supports', '0', 'supported'] }] });
    expect(await change({ supports: [{ supported, from: '2026-06-01', to: '2026-01-01' }] })).toMatchObject({ userErrors: [{ code: 'INVALID' }] });
    expect(await change({ supports: [] })).toEqual({ userErrors: [] });
    expect(await told('club-4')).toEqual([]);
  });
});
