import { parse } from 'csv-parse/sync';
import { sheet, sheetToImport } from '../../src/exchange/csv';

test.each(['=1+1', '+44 1632 960001', '-2', '@sum', '\tx'])('a cell that a spreadsheet would run is shown as it is: %j', (given) => {
  const [row] = parse(sheet(['name', 'note'], [{ name: given, note: 'plain' }]), { columns: true, trim: false }) as { name: string; note: string }[];
  expect(row).toEqual({ name: `'${given}`, note: 'plain' });
});

test('a sheet without rows still says what its columns are', () => {
  expect(sheet(['as_of', 'organisation'], [])).toBe('as_of,organisation\n');
});

test.each(['one\ntwo', 'one\rtwo', 'one\r\ntwo'])('a cell of several lines stays one cell for whoever ends a record at any line break: %j', (cell) => {
  const readers = [sheet(['name', 'note'], [{ name: 'Heron Play', note: cell }]), sheetToImport(['name', 'note'], [['Heron Play', cell]])];
  for (const text of readers) expect(parse(text, { bom: true, record_delimiter: ['\r\n', '\n', '\r'] })).toEqual([['name', 'note'], ['Heron Play', cell]]);
});
