import { inflateRawSync } from 'node:zlib';
import type { Viewer } from '../../src/access/viewer';
import { atlasSchema, requestContext } from '../../src/app';
import { SqlLog } from '../../src/database/sql-log';
import { toNodeId } from '../../src/graphql/node';
import { planReport, type ReportFormat } from '../../src/plans/report';
import { RAG_COLOURS } from '../../src/plans/report/words';
import { sampleId } from '../../src/sample/sample-rows';
import { openTestDatabase, type TestDatabase, testClock } from '../support';

const ADMIN: Viewer = { role: 'ADMIN', subject: 'test' };
const DACORUM = 'District plan of Dacorum (invented)';
const FORMATS = ['html', 'docx', 'csv', 'md'] as const satisfies ReportFormat[];

let at: TestDatabase;
beforeAll(async () => {
  at = await openTestDatabase({ with: 'sample', writes: true });
  const { rows } = await at.owner.query<{ id: string }>(`select l.id from leads l join areas a on a.id = l.area_id where l.name = 'Officer of Homestart' and a.code = 'E07000096'`);
  await at.owner.query(`update leads set kind = 'PERSON', name = 'Peter Persona', agency = 'Homestart' where id = $1`, [rows[0]?.id]);
  await at.owner.query(`update action_leads set as_written = 'Peter Persona' where lead_id = $1`, [rows[0]?.id]);
  await at.owner.query(`update actions set text = 'Share <b>premises</b> & "halls" | for *youth* groups' where id = $1`, [sampleId('action', 'dacorum 2.2')]);
});
afterAll(() => at.close());

async function report(plan: string, format: ReportFormat, { asOf = '2026-11-21', viewer = ADMIN, sql = new SqlLog() }: { asOf?: string; viewer?: Viewer; sql?: SqlLog } = {}): Promise<string> {
  const { reader } = requestContext({ database: at.database, clock: testClock }, atlasSchema(), viewer, sql);
  const made = await planReport(reader.asOf(asOf), plan, format);
  return typeof made === 'string' ? made : fileIn(made, 'word/document.xml');
}

/** A file of a zip archive, found through its directory at the end. */
function fileIn(zip: Buffer, name: string): string {
  for (let at = zip.readUInt32LE(zip.lastIndexOf('PK\x05\x06') + 16); zip.readUInt32LE(at) === 0x02014b50; ) {
    const [method, size, length, extra, comment, begin] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32), zip.readUInt32LE(at + 42)] as const;
    if (zip.toString('utf8', at + 46, at + 46 + length) === name) {
      const from = begin + 30 + zip.readUInt16LE(begin + 26) + zip.readUInt16LE(begin + 28);
      const packed = zip.subarray(from, from + size);
      return (method === 0 ? packed : inflateRawSync(packed)).toString('utf8');
    }
    at += 46 + length + extra + comment;
  }
  throw new Error(`${name} is not in the archive.`);
}

const untagged = (text: string): string => text.replace(/<[^>]*>/g, ' ').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&apos;', "'").replaceAll('&amp;', '&');
/** The words of a report without its marks. */
const READ: Record<ReportFormat, (text: string) => string> = {
  html: untagged, docx: untagged, csv: (text) => text.replaceAll('""', '"'), md: (text) => text.replaceAll('<br>', ' ').replace(/\\([^\w\s])/g, '$1'),
};
const words = (text: string, format: ReportFormat): string => READ[format](text).replace(/\s+/g, ' ');
const squeezed = (text: string): string => text.replace(/\s+/g, '');

describe.each(FORMATS)('the report of a plan as %s', (format) => {
  it('has every action in its words, with who leads it, its date and its rating', async () => {
    for (const [plan, key] of [['Talking Trust', 'derbyshire'], [DACORUM, 'dacorum']] as const) {
      const text = squeezed(words(await report(plan, format, { asOf: key === 'derbyshire' ? '2009-05-01' : '2026-11-21' }), format));
      const { rows } = await at.owner.query<{ said: (string | null)[] }>(`
        select array[a.number, a.text, (select min(l.as_written) from action_leads l where l.action_id = a.id), (select w.written from by_whens w where w.action_id = a.id order by revision desc limit 1),
          (select min(m.text) from action_measures m where m.action_id = a.id)] as said from actions a where a.plan_id = $1`, [sampleId('plan', key)]);
      expect(rows.length).toBeGreaterThan(5);
      for (const said of rows.flatMap((row) => row.said)) expect(text).toContain(squeezed(said ?? ''));
    }
  });

  it('tells what has changed since the last review before its day, and how the plan stood on that day', async () => {
    const now = words(await report(DACORUM, format), format);
    expect(now).toMatch(/Date: was 30 September 2026, is 31 January 2027/);
    expect(now).toMatch(/Rating: was Amber, is Green/);
    expect(now).toMatch(/Recurs; not yet achieved in the period to 31 December 2026/);
    expect(now).toMatch(/Overdue since 31 October 2026; first 31 August 2026, 2 months later now/);
    expect(now).toMatch(/21 groups on 5 October 2026; target 24 by 31 December 2026: not yet reached/);
    const may = words(await report(DACORUM, format, { asOf: '2026-05-15' }), format);
    expect(may).not.toMatch(/31 January 2027|Four groups joined|premises wait for/);
    expect(may).toMatch(/no groups observed; target 20 by 30 June 2026: not known/);
    expect(may).toMatch(/Rating: was Not rated, is Red/);
    if (format !== 'csv') expect(may).toContain('since the last review (District partnership (invented), 8 April 2026)');
  });

  it('counts what has slipped and what nobody has reported on, as the plan does', async () => {
    if (format === 'csv') return;
    const { data } = await at.ask<{ plan: { figures: Record<'slipped' | 'noProgressForSixMonths', { count: number }> } }>('query ($id: ID!) { plan(id: $id) { figures { slipped { count } noProgressForSixMonths { count } } } }', { id: toNodeId('Plan', sampleId('plan', 'dacorum')) }, ADMIN);
    const { slipped, noProgressForSixMonths: stale } = data?.plan.figures ?? {};
    expect(slipped?.count).toBeGreaterThan(0);
    expect(words(await report(DACORUM, format), format).replaceAll('|', '').replace(/\s+/g, ' ')).toContain(`Slipped beyond the first date ${slipped?.count} No progress for six months ${stale?.count}`);
  });

  it('names persons for those who are cleared, and never to the public', async () => {
    expect(words(await report(DACORUM, format), format)).toContain('Peter Persona (Homestart)');
    const open = words(await report(DACORUM, format, { viewer: { role: 'ANONYMOUS' } }), format);
    expect(open).not.toContain('Peter');
    expect(open).toContain('Homestart');
    expect(open).not.toContain('not for publication');
    await expect(report('District plan of Broxbourne (invented)', format, { viewer: { role: 'ANONYMOUS' } })).rejects.toThrow('There is no approved plan');
  });
});

describe('the page', () => {
  it('leaves texts as they are written, and names no other host', async () => {
    const page = await report(DACORUM, 'html');
    expect(page).toContain('Share &lt;b&gt;premises&lt;/b&gt; &amp; &quot;halls&quot; | for *youth* groups');
    expect(page).not.toMatch(/https?:|src=|<script|<link/);
    expect(page).toMatch(/^<!doctype html>\n<html lang="en-GB">/);
  });

  it('has a caption for each table, a scope for each heading, and cells that fill each table', async () => {
    for (const page of [await report('Talking Trust', 'html', { asOf: '2009-05-01' }), await report(DACORUM, 'html')]) {
      expect(page.match(/<table/g)).toHaveLength(page.match(/<caption[ >]/g)?.length ?? 0);
      expect(page.match(/<th[\s>]/g)).toHaveLength(page.match(/<th scope="(col|row|rowgroup)"/g)?.length ?? 0);
      for (const table of page.match(/<table class="plan"[^>]*>[\s\S]*?<\/table>/g) ?? []) {
        const columns = table.match(/<th scope="col"/g)?.length ?? 0;
        for (const body of table.match(/<tbody[ >][\s\S]*?<\/tbody>/g) ?? []) {
          const rows = body.match(/<tr[ >]/g)?.length ?? 0;
          const filled = [...body.matchAll(/<t[hd](?: [^>]*?rowspan="(\d+)")?[^>]*>/g)].filter(([tag]) => !/^<tr|^<tbody/.test(tag)).reduce((sum, [, span]) => sum + Number(span ?? 1), 0);
          expect(filled).toBe(rows * columns);
        }
      }
    }
  });

  it('says with each cell of which column it is, for a narrow screen shows no headings', async () => {
    const page = await report('Talking Trust', 'html', { asOf: '2009-05-01' });
    for (const table of page.match(/<table class="plan"[^>]*>[\s\S]*?<\/table>/g) ?? []) {
      const headings = [...table.matchAll(/<th scope="col"[^>]*>([^<]*)<\/th>/g)].map(([, heading]) => heading);
      for (const row of (table.match(/<tr[ >][\s\S]*?<\/tr>/g) ?? []).slice(1)) {
        const named = [...row.matchAll(/data-of="([^"]*)"/g)].map(([, heading]) => heading);
        expect(named).toEqual(headings.slice(headings.length - named.length));
      }
    }
  });

  it('has ratings that can be read on their colour', () => {
    const light = (hex: string): number => {
      const [r = 0, g = 0, b = 0] = [0, 2, 4].map((from) => parseInt(hex.slice(from, from + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    for (const { fill, text } of Object.values(RAG_COLOURS)) {
      const [low = 0, high = 0] = [light(fill), light(text)].sort((a, b) => a - b);
      expect((high + 0.05) / (low + 0.05)).toBeGreaterThanOrEqual(4.5);
    }
  });
});

it('a Word report has its headings by style, repeats those of its tables and lies on its side', async () => {
  const document = await report('Talking Trust', 'docx', { asOf: '2009-05-01' });
  expect(document.match(/<w:pStyle w:val="Heading2"\/>/g)?.length).toBeGreaterThan(4);
  expect(document.match(/<w:tblHeader\/>/g)?.length).toBe(document.match(/<w:tbl>/g)?.length);
  expect(document).toMatch(/w:orient="landscape"/);
  expect(document).toContain('w:fill="FFBF00"');
});

it('a CSV report has no cell that a spreadsheet would run', async () => {
  await at.owner.query(`update actions set text = '=SUM(A1)' where id = $1`, [sampleId('action', 'dacorum 2.3')]);
  expect(await report(DACORUM, 'csv')).toContain(",'=SUM(A1),");
});

it('what is new, reads otherwise or was closed since the last review is told', async () => {
  await at.owner.query(`update actions set closed_on = '2026-10-01' where id = $1`, [sampleId('action', 'dacorum 1.3')]);
  await at.owner.query(`insert into actions (id, plan_id, section_id, number, position, text, created_at, updated_at) select $1, plan_id, section_id, '1.4', 999, 'Something new', created_at, updated_at from actions where id = $2`, [sampleId('action', 'dacorum new'), sampleId('action', 'dacorum 1.3')]);
  const text = await report(DACORUM, 'md');
  expect(text).toMatch(/## Closed since the last review\n\n- 1\.3 Publish who represents whom/);
  expect(text).toMatch(/1\.4 Something new<br>\*\*Changed: New action\*\*/);
  expect(text).toMatch(/2\.2 Share .*Changed: Reads otherwise/);
});

it('what was reported of a recommendation as a whole is marked until a review has seen it', async () => {
  const [action] = (await at.owner.query<{ plan_id: string; recommendation_id: string }>(`select plan_id, recommendation_id from actions where plan_id = $1 and recommendation_id is not null limit 1`, [sampleId('plan', 'derbyshire')])).rows;
  await at.owner.query(`insert into plan_reviews (id, plan_id, body, kind, reviewed_on, recorded_at) values ($1, $2, 'Panel', 'INTERNAL', '2009-01-15', '2009-01-15T12:00:00Z')`, [sampleId('x', 'before'), action?.plan_id]);
  await at.owner.query(`insert into progress_reports (id, plan_id, recommendation_id, reported_on, rag, note, source, recorded_at) values ($1, $2, $3, '2009-02-01', 'AMBER', 'Half is done', 'ENTERED', '2009-02-01T12:00:00Z')`, [sampleId('x', 'whole'), action?.plan_id, action?.recommendation_id]);
  expect(await report('Talking Trust', 'csv', { asOf: '2009-05-01' })).toContain('New action; Of the recommendation: reported since the last review');
  const told = () => report('Talking Trust', 'md', { asOf: '2009-05-01' });
  expect(await told()).toMatch(/Of the recommendation \(Amber\): Half is done<br>\*1 February 2009\*<br>\*\*Changed: Reported since the last review\*\*/);
  await at.owner.query(`update plan_reviews set reviewed_on = '2009-02-15', recorded_at = '2009-02-15T12:00:00Z' where id = $1`, [sampleId('x', 'before')]);
  const seen = await told();
  expect(seen).toContain('Half is done<br>*1 February 2009*');
  expect(seen).not.toContain('Reported since');
});

it('takes as many statements for a long plan as for a short one', async () => {
  const count = async (plan: string): Promise<number> => {
    const sql = new SqlLog();
    await report(plan, 'md', { sql });
    return sql.total;
  };
  await at.owner.query(`insert into plan_reviews (id, plan_id, body, kind, reviewed_on, recorded_at) select $1, $2, 'Panel', 'INTERNAL', '2009-01-01', '2009-01-01T12:00:00Z'`, [sampleId('x', '1'), sampleId('plan', 'derbyshire')]);
  expect(await count('Talking Trust')).toBe(await count(DACORUM));
});
