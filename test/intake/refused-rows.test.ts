import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describeRefusals } from '../../src/intake/outcome.report';
import { noCounts } from '../../src/intake/outcome';
import { RefusedRows } from '../../src/intake/refused-rows';

describe('refused rows', () => {
  it('are counted whole, kept up to a bound, and all written to the file that was asked for', () => {
    const folder = mkdtempSync(join(tmpdir(), 'vcs-atlas-'));
    const path = join(folder, 'refused.csv');
    const refused = new RefusedRows(path);
    for (let line = 2; line < 50_002; line += 1) refused.add({ line, column: 'postcode', value: `"${line}",\n`, reason: line % 2 === 0 ? 'is even' : 'is odd' });
    refused.close();
    expect(refused.count).toBe(50_000);
    expect(refused.first).toHaveLength(1_000);
    expect(refused.reasons.map((one) => one.times)).toEqual([25_000, 25_000]);
    const written = parse(readFileSync(path), { columns: true }) as { line: string; value: string }[];
    expect(written).toHaveLength(50_000);
    expect(written[49_999]).toMatchObject({ line: '50001', value: '"50001",\n' });
    rmSync(folder, { recursive: true });
  });

  it('run nothing in a spreadsheet that opens their file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'vcs-atlas-'));
    const path = join(folder, 'refused.csv');
    const refused = new RefusedRows(path);
    for (const value of ['=HYPERLINK("https://example.org")', '+44 1', '@SUM(A1)', '-1', 'Chess']) refused.add({ line: 2, column: '=1+1', value, reason: 'is odd' });
    refused.close();
    const written = parse(readFileSync(path), { columns: true }) as { line: string; column: string; value: string }[];
    expect(written.map(({ value }) => value)).toEqual([`'=HYPERLINK("https://example.org")`, "'+44 1", "'@SUM(A1)", "'-1", 'Chess']);
    expect(written[0]).toMatchObject({ line: '2', column: "'=1+1" });
    expect(() => new RefusedRows(path).close()).not.toThrow();
    rmSync(folder, { recursive: true });
  });

  it('count a row once however many faults it has', () => {
    const refused = new RefusedRows();
    refused.add({ line: 2, column: 'a', value: '', reason: 'is empty' });
    refused.add({ line: 2, column: 'b', value: '', reason: 'is empty' });
    expect(refused.count).toBe(1);
  });

  it('print the first twenty and every reason', () => {
    const refused = new RefusedRows();
    for (let line = 1; line <= 30; line += 1) refused.add({ line, column: 'year', value: 'x'.repeat(300), reason: line === 30 ? 'is odd' : 'is not a year' });
    const outcome = { kind: 'k', file: 'f', verdict: 'REFUSED' as const, counts: { ...noCounts(), refused: 30 }, notes: [], refusedRows: refused.first, reasons: refused.reasons };
    const text = describeRefusals(outcome, undefined);
    expect(text.match(/is not a year$/gm)?.length).toBe(21);
    expect(text).toContain('… 30 rows refused in all');
    expect(text).toContain('1 × year is odd');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(100);
  });

  it('say before any work that their file cannot be written', () => {
    expect(() => new RefusedRows('/nowhere/at/all.csv')).toThrow(/cannot be written/);
  });
});
