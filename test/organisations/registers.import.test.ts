import ExcelJS from 'exceljs';
import { rowsOf } from '../places/place-imports';
import { openTestDatabase, type TestDatabase } from '../support';
import { emptyDirectory, everything, Files, importFile, importTerms, standing } from './organisation-imports';

let at: TestDatabase;
let files: Files;
beforeAll(async () => {
  at = await openTestDatabase({ with: 'sample', writes: true });
  files = new Files();
  await emptyDirectory(at);
});
afterAll(async () => {
  files.remove();
  await at.close();
});

describe('importing charities', () => {
  it('keeps every one of them, and counts those that cannot be placed', async () => {
    await importTerms(at, 'ukcat.csv');
    const outcome = await importFile(at, 'charities.csv', { layout: 'charities', area: 'E10000015' });
    expect(outcome.reasons).toEqual([]);
    expect(outcome.counts).toEqual({ read: 8, created: 8, updated: 0, unchanged: 0, refused: 0, notPlaced: 3 });
    expect(outcome.notes).toEqual([
      'Line 8: postcode "W17 2B" is malformed; kept in the address, the organisation is not placed by it.',
      '1 × ukcat code that the vocabulary does not have (left out), such as XZ999.',
      '1 × icnptso code left out: that vocabulary is not loaded (vcs-atlas import vocabulary), such as A11.',
      '1 × web that is not a web address (left out), such as http://.none.',
      '1 × income or spending without the end of its year (left out: a figure is of a year), such as GB-NIC-188204.',
    ]);
    expect(await standing(at, 'KINGFISHER FAMILIES')).toMatchObject({
      identifiers: ['GB-CHC-8882001'], sector: 'VOLUNTARY', description: 'To visit families', website: 'http://www.kingfisher.example.org', founded_on: '2002-09-02',
      status: 'ACTIVE', district: 'E07000095', directory: 'E10000015', income: '4484.00', income_year: 2024, size_band: 'MICRO', terms: ['XA101', 'XB'],
      has_category: true, ages: null, serves_under_26: null, served: null,
    });
    const facts = await rowsOf(at, `select year, year_end, spending, source from organisation_facts f join organisations o on o.id = f.organisation_id where o.name = 'LOST ZEROS TRUST'`);
    expect(facts).toEqual([{ year: 2025, year_end: '2025-03-31', spending: '163026000.00', source: 'charities' }]);
    expect(await standing(at, 'LOST ZEROS TRUST')).toMatchObject({ identifiers: ['GB-CHC-8882002', 'GB-COH-02495423'], size_band: 'SUPER_MAJOR', description: 'THE ADVANCEMENT OF PLAY' });
    expect(await standing(at, 'NORTHERN ARM')).toMatchObject({ identifiers: ['GB-COH-SC123456', 'GB-SC-SC088203'] });
    expect(await standing(at, 'WESTERN ARM')).toMatchObject({ identifiers: ['GB-COH-NI012345', 'GB-NIC-188204'], income: null, size_band: 'UNKNOWN' });
  });

  it('keeps a removed charity inactive and findable', async () => {
    expect(await standing(at, 'REMOVED SOCIETY')).toMatchObject({ status: 'INACTIVE', identifiers: ['GB-CHC-8882005', 'GB-COH-00000012'], district: 'E07000103' });
    const { data, errors } = await at.ask<{ organisations: { nodes: { name: string }[] } }>(`{ organisations(first: 5, filter: { text: "removed society", status: INACTIVE }) { nodes { name } } }`);
    expect(errors).toBeUndefined();
    expect(data?.organisations.nodes.map((node) => node.name)).toEqual(['REMOVED SOCIETY']);
  });

  it('changes nothing the second time', async () => {
    const before = await everything(at);
    expect((await importFile(at, 'charities.csv', { layout: 'charities' })).counts).toEqual({ read: 8, created: 0, updated: 0, unchanged: 8, refused: 0, notPlaced: 3 });
    expect(await everything(at)).toEqual(before);
  });
});

describe('importing community amateur sports clubs', () => {
  it('makes community organisations of that legal form, their addresses without fillers', async () => {
    const outcome = await importFile(at, 'cascs.csv', { layout: 'casc' });
    expect(outcome.counts).toMatchObject({ created: 2, refused: 0, notPlaced: 0 });
    expect(await standing(at, 'Otterton Cricket Club')).toMatchObject({
      identifiers: ['GB-CASC-7a9c0001'], sector: 'COMMUNITY', legal_form: 'Community amateur sports club', address: 'THE GROUND, MILL LANE, OTTERTON', district: 'E07000095', status: 'ACTIVE',
    });
    expect(await standing(at, 'Otterton Bowls Club')).toMatchObject({ address: '12 HIGH STREET', status: 'INACTIVE' });
    expect((await importFile(at, 'cascs.csv', { layout: 'casc' })).counts).toMatchObject({ updated: 0, unchanged: 2 });
  });

  it('leaves a legal form and a sector that a person chose', async () => {
    await at.owner.query(`update organisations set sector = 'VOLUNTARY', legal_form = 'CIO' where name = 'Otterton Cricket Club'`);
    expect((await importFile(at, 'cascs.csv', { layout: 'casc' })).counts).toMatchObject({ updated: 0 });
    expect(await standing(at, 'Otterton Cricket Club')).toMatchObject({ sector: 'VOLUNTARY', legal_form: 'CIO' });
  });
});

describe('importing a workbook', () => {
  it('reads days, numbers, formulas, links and rich text of its first sheet as a CSV of the same', async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('List');
    sheet.addRow(['name', 'charity_number', 'company_number', 'founded_on', 'income', 'income_year', 'website', 'postcode', 'assured_on']);
    sheet.addRow([
      { richText: [{ text: 'Plover ' }, { font: { bold: true }, text: 'Players' }] }, 8_884_001, 123_456, new Date('2001-02-03T00:00:00Z'), 12_345.5, 2024,
      { text: 'www.plover.example.org', hyperlink: 'http://www.plover.example.org' }, ' EN8\u00a09LP ', 46_176,
    ]);
    sheet.addRow([{ formula: '"Sum "&"Club"', result: 'Sum Club' }, '8884002', null, '—', { formula: '1+1', result: 2 }, '2024', null, 'WD17 2BT']);
    sheet.getCell('D2').numFmt = 'dd/mm/yyyy';
    book.addWorksheet('Notes').addRow(['not read']);
    const file = files.write('xlsx', Buffer.from(await book.xlsx.writeBuffer()));
    const outcome = await importFile(at, '', { file });
    expect(outcome.refusedRows).toEqual([]);
    expect(outcome.counts).toMatchObject({ read: 2, created: 2, notPlaced: 0 });
    expect(await standing(at, 'Plover Players')).toMatchObject({
      identifiers: ['GB-CHC-8884001', 'GB-COH-00123456'], founded_on: '2001-02-03', income: '12345.50', website: 'http://www.plover.example.org', postcode: 'EN8 9LP', assured_on: '2026-06-03',
    });
    expect(await standing(at, 'Sum Club')).toMatchObject({ identifiers: ['GB-CHC-8884002'], founded_on: null, income: '2.00', district: 'E07000103' });
    expect((await importFile(at, '', { file })).counts).toMatchObject({ updated: 0, unchanged: 2 });
  });
});
