import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { stringify } from 'csv-stringify/sync';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { openRows } from '../../src/intake/open-rows';
import { findColumn, requireColumn, type RowSource, type SourceRow } from '../../src/intake/row-source';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vcs-atlas-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function file(content: string | Buffer, name = 'file.csv'): string {
  files += 1;
  const path = join(folder, `${files}-${name}`);
  writeFileSync(path, content);
  return path;
}

async function all(source: RowSource): Promise<SourceRow[]> {
  const rows: SourceRow[] = [];
  for await (const row of source.rows()) rows.push(row);
  return rows;
}
const read = async (content: string | Buffer, name?: string): Promise<{ columns: readonly string[]; rows: SourceRow[] }> => {
  const source = await openRows(file(content, name));
  return { columns: source.columns, rows: await all(source) };
};

describe('reading CSV', () => {
  it('knows the line on which each record begins, over quotes with line breaks, blank lines and empty rows', async () => {
    const { columns, rows } = await read('\ufeffname,note\r\nA,"one\r\ntwo"\r\n\r\nB, x \r\n,\r\nC,"a ""quoted"" word"\r\n');
    expect(columns).toEqual(['name', 'note']);
    expect(rows).toEqual([
      { line: 2, values: ['A', 'one\r\ntwo'] },
      { line: 5, values: ['B', 'x'] },
      { line: 7, values: ['C', 'a "quoted" word'] },
    ]);
  });

  it.each([
    [';', 'a;b\n1;2,5\n', ['1', '2,5']],
    ['tab', 'a\tb\n1\t2,5\n', ['1', '2,5']],
    ['comma inside quotes', '"a;x;y",b\n1,2\n', ['1', '2']],
  ])('tells the delimiter: %s', async (_, content, values) => {
    expect((await read(content)).rows).toEqual([{ line: 2, values }]);
  });

  it.each([
    ['a line from elsewhere with another end', 'a,b\r\n1,2\r\n3,4\n5,"6\n7"\r\n'],
    ['a first line with another end', 'a,b\n1,2\r\n3,4\r\n5,"6\n7"\r\n'],
    ['ends of an old Macintosh', 'a,b\r1,2\r3,4\r5,"6\n7"'],
  ])('ends records at any end of a line: %s', async (_, content) => {
    expect((await read(content)).rows).toEqual([{ line: 2, values: ['1', '2'] }, { line: 3, values: ['3', '4'] }, { line: 4, values: ['5', '6\n7'] }]);
  });

  it('unpacks gzip by its content, not its name', async () => {
    expect((await read(gzipSync('a,b\n1,2\n'), 'file.csv')).rows).toEqual([{ line: 2, values: ['1', '2'] }]);
  });

  it('faults a row of another width and one that is not UTF-8, and reads on', async () => {
    const { rows } = await read(Buffer.from('a,b\n1\n1,2,3\n1,2,\ncaf\xe9,2\n5,6\n', 'latin1'));
    expect(rows.map((row) => [row.line, row.fault])).toEqual([
      [2, 'has 1 cells where there are 2 columns'],
      [3, 'has 3 cells where there are 2 columns'],
      [4, undefined],
      [5, 'is not UTF-8 text: save the file as CSV UTF-8'],
      [6, undefined],
    ]);
  });

  it.each([
    ['', /is empty/],
    ['\n\n', /is empty/],
    [gzipSync(''), /is empty/],
    ['a,b\n"1,2\n3,4\n', /not well-formed CSV from line 2/],
    [Buffer.from('\ufeffa,b\n', 'utf16le'), /UTF-16/],
    [Buffer.from('d0cf11e0a1b11ae1', 'hex'), /old Excel format/],
    ['<!DOCTYPE html><html></html>', /web page/],
    [Buffer.from([1, 0, 2, 0]), /neither text nor a workbook/],
    [gzipSync(Buffer.alloc(300_000, 'a,b\n')).subarray(0, 200), /not a whole gzip file/],
  ])('says in one sentence what is wrong with a file (%#)', async (content, sentence) => {
    await expect(read(content)).rejects.toThrow(sentence);
  });

  it('says that a file is not there, or is a folder', async () => {
    await expect(openRows(join(folder, 'none.csv'))).rejects.toThrow(/There is no file/);
    await expect(openRows(folder)).rejects.toThrow(/is a folder/);
  });

  it('finds columns whatever their case, and does not choose between two of one name', async () => {
    const source = await openRows(file('Code,NAME,name\n1,2,3\n'));
    expect(findColumn(source, ' code')).toBe(0);
    expect(() => requireColumn(source, 'postcode')).toThrow(/no column "postcode"; it has: Code, NAME, name/);
    expect(() => findColumn(source, 'name')).toThrow(/twice/);
    source.close();
  });

  it('gives back any table that was written, each row with the line on which it begins', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', '\n', '\r\n', ';', ' ', '\\', '0') });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 20 }), fc.boolean(), async (table, bom) => {
        const records = table.map((row, i) => [`r${i}`, ...row]);
        const text = stringify([['k', 'a', 'b', 'c'], ...records], { quoted: true });
        const { rows } = await read(`${bom ? '\ufeff' : ''}${text}`);
        expect(rows.map((row) => row.values)).toEqual(records.map((row) => row.map((value) => value.trim())));
        const lines = text.split('\n');
        for (const [i, row] of rows.entries()) expect(lines[row.line - 1]?.startsWith(`"r${i}"`)).toBe(true);
      }),
      { numRuns: Number(process.env.ATLAS_TRIALS ?? 100), seed: 20261121 },
    );
  });
});

describe('reading a workbook', () => {
  it('reads the first sheet: days, numbers, formulas, links and rich text as they show', async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('Clubs');
    sheet.addRow(['name', 'day', 'income', 'site', 'note']);
    sheet.addRow(['A', new Date('2020-02-29T00:00:00Z'), 12.5, { text: 'example', hyperlink: 'https://example.org' }, { richText: [{ text: 'rich ' }, { text: 'text' }] }]);
    sheet.addRow([]);
    sheet.addRow(['B', null, { formula: '1+1', result: 2 }]);
    book.addWorksheet('Other').addRow(['not', 'this']);
    const path = file('', 'book.xlsx');
    await book.xlsx.writeFile(path);
    const source = await openRows(path);
    expect(source.columns).toEqual(['name', 'day', 'income', 'site', 'note']);
    expect(await all(source)).toEqual([
      { line: 2, values: ['A', '2020-02-29', '12.5', 'example', 'rich text'] },
      { line: 4, values: ['B', '', '2', '', ''] },
    ]);
  });

  it('reads the sheet that a person sees first, and every text of it each time, though the texts stand last in the file', async () => {
    const book = new ExcelJS.Workbook();
    book.addWorksheet('Second').addRow(['not', 'this']);
    const sheet = book.addWorksheet('First');
    const texts = Array.from({ length: 3_000 }, (_, n) => [`£${'é'.repeat(n % 7)} ${n}`, `Ŵ${n}`]);
    sheet.addRow(['a', 'b']);
    sheet.addRows(texts);
    (sheet as { orderNo?: number }).orderNo = 0;
    const path = file('', 'ordered.xlsx');
    await book.xlsx.writeFile(path);
    for (let turn = 0; turn < 10; turn += 1) {
      const source = await openRows(path);
      expect((await all(source)).map(({ values }) => values)).toEqual(texts);
      expect(source.bytesRead()).toBe(source.bytes);
    }
  });

  it('says what is wrong with one that is broken', async () => {
    await expect(read(Buffer.from('PK\x03\x04 nothing more', 'latin1'), 'book.xlsx')).rejects.toThrow(/cannot be read as a workbook|is empty/);
  });
});
