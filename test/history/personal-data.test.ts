import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { erasePerson, findPerson } from '../../src/history/personal-data';
import { parsePhone } from '../../src/organisations/import/cell-values';
import { importOrganisations } from '../../src/organisations/organisations.import';
import { runHere } from '../cli/run-cli';
import { openTestDatabase, testClock, type TestDatabase } from '../support';
import { buildWhenStale } from '../support/build';
import { ANALYST, Asking, COORDINATOR, uuidOf } from './history-asking';

let atlas: TestDatabase;
let told: Asking;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
  told = new Asking(atlas);
});
afterAll(() => atlas.close());

/** Everything that is stored as text, as the owner sees it: which tables hold a needle, the planner's samples included. */
async function traces(needle: string): Promise<string[]> {
  const { rows: tables } = await atlas.owner.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'm') and n.nspname not in ('information_schema', 'pg_toast') and (n.nspname <> 'pg_catalog' or c.relname = 'pg_statistic') and c.relname <> 'spatial_ref_sys'`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await atlas.owner.query<{ n: number }>(`select count(*)::int as n from ${name} t where t::text ilike '%' || $1 || '%'`, [needle]);
    if ((rows[0]?.n ?? 0) > 0) found.push(name);
  }
  return found;
}

async function known(at: number): Promise<{ id: string; mail: string; name: string; phone: string }> {
  const [mail, name, phone] = [`philippa${at}@example.org`, `Philippa Nightingale-${'x'.repeat(at)}`, `01632 9601${at}${at}`];
  const made = await told.make({
    name: `Choir ${at}`,
    description: `Led by ${name}.`,
    contacts: [
      { kind: 'EMAIL', audience: 'PRIVATE', value: mail, roleTitle: `${name}, secretary`, consents: [{ purpose: 'MAILING', source: `Form of ${name}`, givenOn: '2026-01-01' }] },
      { kind: 'EMAIL', audience: 'PUBLIC', value: `choir${at}@example.org` },
      { kind: 'PHONE', audience: 'PUBLIC', value: phone.replace(' ', '') },
    ],
  });
  await told.edit('updateOrganisation', { id: made.id, expectedVersion: 1, note: `${name} rang from ${phone}`, description: `Led by ${name} and others.` });
  await told.edit('assureOrganisation', { id: made.id, expectedVersion: 2, by: name });
  return { id: made.id, mail, name, phone };
}

test('a person is found wherever it stands, and nobody else is', async () => {
  const { mail, name, phone } = await known(1);
  const places = async (text: string): Promise<string[]> => [...new Set((await findPerson(atlas.database, text)).map((one) => `${one.table}.${one.column}`))].sort();
  // The contact whole, with its consents, goes with its address.
  const contact = ['consents.given_on', 'consents.purpose', 'consents.source', 'secrets.contacts.role_title', 'secrets.contacts.value'];
  expect(await places(mail)).toEqual(contact);
  expect(await places(mail.toUpperCase())).toEqual(contact);
  expect(await places(mail.slice(1))).toEqual([]);
  expect(await places(phone)).toEqual(['contacts.value', 'history.changes.note']);
  expect(await places('+44 (0)1632-960 111')).toEqual(['contacts.value', 'history.changes.note']);
  expect(await places(name)).toEqual(['consents.source', 'history.changes.note', 'history.records.before', 'organisations.assured_by', 'organisations.description', 'secrets.contacts.role_title']);
});

test('erasing an address takes the contact with its consents and all of its history, and leaves the others', async () => {
  const { id, mail } = await known(2);
  const [, edit] = await told.history(id);
  await erasePerson(atlas.database, testClock, mail);
  expect(await traces(mail)).toEqual([]);
  const { rows } = await atlas.owner.query(`select value from contacts where value like 'choir2@%'`);
  expect(rows).toEqual([{ value: 'choir2@example.org' }]);
  const [latest] = await told.history(id);
  expect(latest).toMatchObject({ kind: 'ERASURE', by: 'vcs-atlas personal-data', sentences: ['vcs-atlas personal-data erased personal data.'], note: null });
  const back = await told.change('revert', { id, expectedVersion: 4, changeId: edit?.id });
  expect(back.userErrors).toMatchObject([{ code: 'INVALID' }]);
});

test('erasing a name leaves no trace of it anywhere, history, notes and free texts included', async () => {
  const { id, name } = await known(3);
  expect(await traces(name)).not.toEqual([]);
  await erasePerson(atlas.database, testClock, name);
  expect(await traces(name)).toEqual([]);
  expect(await findPerson(atlas.database, name)).toEqual([]);
  expect((await told.sentences(id)).join(' ')).toContain('Led by [erased] and others.');
  expect((await atlas.owner.query(`select count(*)::int as n from history.changes where kind = 'ERASURE' and (note is not null or batch_id is not null)`)).rows).toEqual([{ n: 0 }]);
});

test('a sum of money that has the digits of a telephone number stays, in the history too', async () => {
  const facts = (income: string): object => ({ factsByYear: [{ year: 2025, income, source: 'Accounts' }] });
  const { id } = await told.make({ name: 'Rich Choir', contacts: [{ kind: 'PHONE', audience: 'PRIVATE', value: '01632 960777' }], ...facts('1632960777') });
  await told.edit('updateOrganisation', { id, expectedVersion: 1, note: 'Ask 01632 960777', ...facts('1632960778') });
  const fields = async (): Promise<unknown> => (await told.history(id)).flatMap((change) => change.changes).filter((one) => one.field === 'income').map((one) => one.before);
  const before = await fields();
  expect(before).toContain('1632960777');
  await erasePerson(atlas.database, testClock, '01632 960777');
  expect(await fields()).toEqual(before);
  expect(await traces('01632 960777')).toEqual([]);
});

test('a telephone number is found and erased in every way of writing it that an import takes', async () => {
  const written = ['01632/960 888', '0044 1632 960888', '00441632960888', '+44 (0)1632 960-888', '01632 960888x12', '01632\u0009960888 ext. 12', '(01632) 960.888', '44 1632/960/888'];
  const others = ['01632 960 8881', '9 01632 9608', '01632 960 889', '1632960', '+44 1632 960 887 x888'];
  const choir = async (value: string): Promise<string> => (await told.make({ name: `Choir of ${value}`, description: `Ring ${value}.`, contacts: [{ kind: 'PHONE', audience: 'PRIVATE', value }] })).id;
  const ids = [];
  for (const value of [...written, ...others]) ids.push(await choir(parsePhone(value)));
  const found = async (needle: string): Promise<string[]> => (await findPerson(atlas.database, needle)).filter(({ table }) => table === 'secrets.contacts').map(({ value }) => value).sort();
  for (const needle of [...written, '01632 960888']) expect([needle, await found(needle)]).toEqual([needle, [...written].sort()]);
  await erasePerson(atlas.database, testClock, '0044 1632/960888');
  const { rows } = await atlas.owner.query<{ value: string }>('select value from secrets.contacts where organisation_id = any($1::uuid[]) order by value', [ids.map(uuidOf)]);
  expect(rows.map(({ value }) => value).sort()).toEqual([...others].sort());
  const texts = await atlas.owner.query<{ description: string }>('select description from organisations where id = any($1::uuid[]) order by id', [ids.map(uuidOf)]);
  expect(texts.rows.map(({ description }) => description)).toEqual([...written.map(() => expect.stringMatching(/^Ring [+(]?\[erased\]\.$/) as string), ...others.map((value) => `Ring ${value}.`)]);
});

test('a number from abroad is found in both ways of writing it', async () => {
  await told.make({ name: 'Choir abroad', contacts: [{ kind: 'PHONE', audience: 'PRIVATE', value: '+33 1 99 00 12 34' }] });
  for (const needle of ['0033 199001234', '+33199001234']) expect((await findPerson(atlas.database, needle)).map(({ value }) => value)).toEqual(['+33 1 99 00 12 34']);
});

test('what has the signs of a telephone number and hardly a digit is no number, and erases nothing else', async () => {
  const { id } = await told.make({ name: 'Dashed Choir', description: 'Chess ------- and 44 draughts', contacts: [{ kind: 'PHONE', audience: 'PRIVATE', value: '01632 960999' }] });
  await erasePerson(atlas.database, testClock, '-------');
  await erasePerson(atlas.database, testClock, '+44 (0)');
  const { rows } = await atlas.owner.query(`select o.description, s.value from organisations o join secrets.contacts s on s.organisation_id = o.id where o.id = $1`, [uuidOf(id)]);
  expect(rows).toEqual([{ description: 'Chess [erased] and 44 draughts', value: '01632 960999' }]);
});

test('an e-mail address is not a part of a longer one: of others nothing is found or erased', async () => {
  const [mail, ...others] = ['swan@example.org', 'jo.swan@example.org', 'anna-swan@example.org', 'o+swan@example.org', 'swan@example.org.uk', 'swan@example.org-uk.net', 'black_swan@example.org'];
  const choir = (value: string): Promise<{ id: string }> => told.make({ name: `Choir of ${value}`, contacts: [{ kind: 'EMAIL', audience: 'PRIVATE', value }] });
  for (const value of [mail as string, ...others]) await choir(value);
  const { id } = await told.make({ name: 'Choir that writes', description: `Write to <${mail}>, to mailto:${mail}?subject=x, or -${mail}. Not to ${others.join(', ')}.` });
  const found = await findPerson(atlas.database, mail as string);
  expect(found.filter(({ table }) => table === 'secrets.contacts').map(({ value }) => value)).toEqual([mail]);
  await erasePerson(atlas.database, testClock, mail as string);
  const { rows } = await atlas.owner.query<{ value: string }>(`select value from secrets.contacts where value like '%swan@%' order by value`);
  expect(rows.map(({ value }) => value).sort()).toEqual([...others].sort());
  expect((await atlas.owner.query('select description from organisations where id = $1', [uuidOf(id)])).rows).toEqual([{ description: `Write to <[erased]>, to mailto:[erased]?subject=x, or -[erased]. Not to ${others.join(', ')}.` }]);
});

test('the names of organisations stay where the history has them too, and come back with it', async () => {
  const { id } = await told.make({ name: 'Dorothea Finch Trust', otherNames: ['Friends of Dorothea Finch'], website: 'https://finch.example.org', description: 'Of Dorothea Finch' });
  await told.edit('updateOrganisation', { id, expectedVersion: 1, website: 'https://trust.example.org', description: 'Words of nobody' });
  const [edit] = await told.history(id);
  await erasePerson(atlas.database, testClock, 'Dorothea Finch');
  const kept = await findPerson(atlas.database, 'Dorothea Finch');
  expect(new Set(kept.map(({ table, erasable }) => `${table} ${erasable}`))).toEqual(new Set(['history.records false', 'organisations false']));
  const version = Number((await atlas.owner.query('select version from organisations where id = $1', [uuidOf(id)])).rows[0]?.version);
  expect((await told.change('revert', { id, expectedVersion: version, changeId: edit?.id })).userErrors).toEqual([]);
  expect((await atlas.owner.query('select name, other_names, website, description from organisations where id = $1', [uuidOf(id)])).rows).toEqual([
    { name: 'Dorothea Finch Trust', other_names: ['Friends of Dorothea Finch'], website: 'https://finch.example.org', description: 'Of [erased]' },
  ]);
});

test('the names of organisations stay', async () => {
  await told.make({ name: 'Wilhelmina Drake Trust', description: 'Wilhelmina Drake founded it' });
  await erasePerson(atlas.database, testClock, 'Wilhelmina Drake');
  const left = await findPerson(atlas.database, 'Wilhelmina Drake');
  expect([...new Set(left.map((one) => `${one.table}.${one.column} ${one.erasable}`))].sort()).toEqual(['history.records.before false', 'organisations.name false', 'organisations.search_name false', 'organisations.sort_name false']);
});

test('nobody but an administrator finds or erases', async () => {
  for (const statement of [`select * from history.find_person('anybody')`, `select * from history.erase_person('anybody', '2026-01-01')`, `select history.erase_contacts('{}', '2026-01-01')`, `select history.contacts_due('2026-01-01')`, `select history.consents_due('2026-01-01')`, `select history.erase_consents('2026-01-01', '2026-01-01')`]) {
    await expect(atlas.database.write(ANALYST, (manager) => manager.query(statement))).rejects.toMatchObject({ driverError: { code: '42501' } });
  }
  await expect(atlas.database.readPublic(`select * from history.find_person('anybody')`, [])).rejects.toMatchObject({ code: '42501' });
});

test('the command line finds, exports and erases, and erases nothing unasked', async () => {
  buildWhenStale();
  const { mail } = await known(4);
  const found = await runHere(atlas.env, 'personal-data', 'find', mail);
  expect(found).toMatchObject({ code: 0, stderr: '' });
  expect(found.stdout).toContain('secrets.contacts.value');
  const file = join(atlas.config.dataDir, 'person.json');
  expect(found.stdout).toContain(`    ${mail}\n`);
  writeFileSync(file, 'for anybody to read', { mode: 0o644 });
  expect((await runHere(atlas.env, 'personal-data', 'export', mail, '--to', file)).code).toBe(0);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await runHere(atlas.env, 'personal-data', 'export', mail, '--to', join(file, 'below', 'it.json'))).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/ cannot be written \(ENOTDIR\)\.\n$/) as string });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ person: mail, records: expect.arrayContaining([expect.objectContaining({ table: 'secrets.contacts', column: 'value', value: mail })]) as unknown });
  expect((await runHere(atlas.env, 'personal-data', 'erase', mail)).code).toBe(1);
  expect(await traces(mail)).not.toEqual([]);
  expect(await runHere(atlas.env, 'personal-data', 'erase', mail, '--yes')).toMatchObject({ code: 0, stderr: '' });
  expect(await traces(mail)).toEqual([]);
  expect(await runHere(atlas.env, 'personal-data', 'erase', 'abc')).toMatchObject({ code: 1, stdout: '' });
}, 60_000);

test('what a killed import staged is gone before a person is looked for, and nobody is erased while one is under way', async () => {
  buildWhenStale();
  const stage = async (id: string, host: string): Promise<void> => {
    await atlas.owner.query(`insert into import_batches (id, kind, file_name, host, process_id, started_at, options) values ($1, 'organisations', 'x.csv', $2, 1, now(), '{"processStart": "long ago"}')`, [id, host]);
    await atlas.owner.query(`create table staging.b${id.replaceAll('-', '')}_rows as select 'penelope@example.org' as email; alter table staging.b${id.replaceAll('-', '')}_rows owner to vcs_atlas_service`);
  };
  await stage('01900000-0000-7000-8000-000000000001', hostname());
  expect(await traces('penelope@example.org')).toHaveLength(1);
  expect((await runHere(atlas.env, 'personal-data', 'find', 'penelope@example.org')).stdout).toBe('Nothing was found.\n');
  expect(await traces('penelope@example.org')).toEqual([]);
  await stage('01900000-0000-7000-8000-000000000002', 'elsewhere');
  expect(await runHere(atlas.env, 'personal-data', 'erase', 'penelope@example.org', '--yes')).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('An import of organisations is under way (process 1 on elsewhere') as string });
  await atlas.owner.query(`drop table staging.b01900000000070008000000000000002_rows; delete from import_batches where file_name = 'x.csv'`);
}, 60_000);

test('a person who leads actions is found and erased in every spelling and by every other name', async () => {
  const area = `(select id from areas where code = 'E10000015')`;
  const lead = '019a0000-0000-7000-8000-00000000abcd';
  await atlas.owner.query(`insert into leads (id, area_id, name, kind, agency, created_at) values ($1, ${area}, 'Xanthippe DeBruijn', 'PERSON', 'Homestart', now())`, [lead]);
  await atlas.owner.query(`insert into lead_aliases (id, lead_id, area_id, alias) values ($1, $1, ${area}, 'WmDB')`, [lead]);
  await atlas.owner.query(`insert into action_leads (action_id, plan_id, position, lead_id, as_written) select id, plan_id, 9, $1, 'Xanthippe De Bruijn' from actions order by id limit 1`, [lead]);
  const found = (await findPerson(atlas.database, 'xanthippe de bruijn')).map(({ table, column, value }) => `${table}.${column} ${value}`);
  expect(found).toEqual(expect.arrayContaining(['leads.name Xanthippe DeBruijn', 'lead_aliases.alias WmDB', 'action_leads.as_written Xanthippe De Bruijn']));
  await erasePerson(atlas.database, testClock, 'Xanthippe DeBruijn');
  for (const needle of ['Xanthippe', 'Bruijn', 'WmDB']) expect([needle, await traces(needle)]).toEqual([needle, []]);
  expect(await findPerson(atlas.database, 'Xanthippe DeBruijn')).toEqual([]);
});

test('whatever text of whatever table says it, of whichever domain, is erased', async () => {
  const name = 'Zelda Quuxley';
  const { rows: columns } = await atlas.owner.query<{ table: string; column: string }>(`
    select of_table::text as "table", column_name as "column" from history.person_columns() p
    where erasable and column_type = 'text' and of_table::text !~ '^history|history_records$' and not exists (
      select from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey) where i.indrelid = p.of_table and i.indisunique and a.attname = p.column_name)
    order by 1, 2`);
  const refused: string[] = [];
  for (const { table, column } of columns) {
    // Codes and kinds are not for free text; their constraints say so.
    await atlas.owner.query(`update ${table} set "${column}" = 'Dr ${name}' where ctid = (select ctid from ${table} limit 1)`).catch(() => refused.push(`${table}.${column}`));
  }
  const said = await traces('Quuxley');
  expect(said.length).toBeGreaterThan(50);
  expect(await findPerson(atlas.database, name)).not.toEqual([]);
  await erasePerson(atlas.database, testClock, name);
  expect(await traces('Quuxley')).toEqual([]);
  for (const typical of ['contracts.source', 'evidence_checks.reason', 'panel_decisions.reason', 'priority_checks.note', 'progress_reports.author', 'plan_reviews.internal_note', 'training_sessions.place_name']) expect(refused).not.toContain(typical);
}, 60_000);

test('a person who is the source of a figure is erased, and the figure stays with its history', async () => {
  const of = (paidStaff: number): object => ({ factsByYear: [{ year: 2024, paidStaff, source: 'Ottoline Farquhar rang' }] });
  const { id } = await told.make({ name: 'Counted Choir', ...of(2) });
  await told.edit('updateOrganisation', { id, expectedVersion: 1, ...of(3) });
  await erasePerson(atlas.database, testClock, 'Ottoline Farquhar');
  expect(await traces('Farquhar')).toEqual([]);
  const { rows } = await atlas.owner.query(`select source, paid_staff from organisation_facts where organisation_id = $1`, [uuidOf(id)]);
  expect(rows).toEqual([{ source: '[erased] rang', paid_staff: '3' }]);
  const history = await told.history(id);
  expect(history[0]).toMatchObject({ kind: 'ERASURE', sentences: ['vcs-atlas personal-data erased personal data.'] });
  expect(history[1]?.changes).toMatchObject([{ before: '2', after: '3' }]);
});

test('texts that were told apart by persons alone stay apart when both are erased', async () => {
  const area = `(select id from areas where code = 'E10000015')`;
  await atlas.owner.query(`insert into leads (id, area_id, name, kind, created_at) values (gen_random_uuid(), ${area}, 'Odile Marchbanks of Homestart', null, now()), (gen_random_uuid(), ${area}, 'Basil Penhaligon of Homestart', null, now())`);
  const { id } = await told.make({ name: 'Two Keys Choir' });
  await atlas.owner.query(`insert into record_sources (organisation_id, source, source_key, seen_at) values ($1, 'generic', 'Odile Marchbanks', now()), ($1, 'generic', 'Basil Penhaligon', now())`, [uuidOf(id)]);
  for (const name of ['Odile Marchbanks', 'Basil Penhaligon']) {
    await erasePerson(atlas.database, testClock, name);
    expect([name, await traces(name)]).toEqual([name, []]);
  }
  const { rows } = await atlas.owner.query<{ said: string }>(`select name as said from leads where name ~ 'erased.*of Homestart' union all select source_key from record_sources where source_key ~ 'erased'`);
  expect(rows.length).toBe(4);
  expect(new Set(rows.map(({ said }) => said)).size).toBe(4);
});

test('what an erasure does not touch stays as it was: no list where there was none', async () => {
  const { rows } = await atlas.owner.query<{ id: string }>(`update criteria set guidance = 'Ask Peregrine Ashdown', applies_size_bands = null where id = (select id from criteria order by id limit 1) returning id`);
  await erasePerson(atlas.database, testClock, 'Peregrine Ashdown');
  expect((await atlas.owner.query('select guidance, applies_size_bands from criteria where id = $1', [rows[0]?.id])).rows).toEqual([{ guidance: 'Ask [erased]', applies_size_bands: null }]);
});

test('an export has all that stands of a contact: role, consents and what it was before', async () => {
  const { id, contacts } = await told.make({ name: 'Exported Choir', contacts: [{ kind: 'EMAIL', audience: 'PRIVATE', value: 'former.address@example.org', roleTitle: 'Secretary', consents: [{ purpose: 'MAILING', source: 'Form of May', givenOn: '2026-01-01' }] }] });
  await told.edit('updateOrganisation', { id, expectedVersion: 1, contacts: [{ key: contacts[0]?.key, kind: 'EMAIL', audience: 'PRIVATE', value: 'present.address@example.org', roleTitle: 'Secretary', consents: [{ purpose: 'MAILING', source: 'Form of May', givenOn: '2026-01-01' }] }] });
  const found = await findPerson(atlas.database, 'present.address@example.org');
  const said = found.map(({ table, column, value }) => `${table}.${column} ${value}`);
  expect(said).toEqual(expect.arrayContaining(['secrets.contacts.value present.address@example.org', 'secrets.contacts.role_title Secretary']));
  expect(said.find((one) => one.startsWith('consents.purpose'))).toBe('consents.purpose MAILING');
  expect(said.filter((one) => one.startsWith('secrets.history_records.before')).join(' ')).toContain('former.address@example.org');
  await erasePerson(atlas.database, testClock, 'present.address@example.org');
  for (const needle of ['present.address', 'former.address']) expect([needle, await traces(needle)]).toEqual([needle, []]);
});

test('a contact that was removed is found and erased whole, with its consents and by whatever it once said', async () => {
  const contact = (value: string): object => ({ kind: 'EMAIL', audience: 'PRIVATE', value, roleTitle: 'Treasurer', consents: [{ purpose: 'MAILING', source: 'Form of Gwendolen', givenOn: '2026-01-01' }] });
  const made = await told.make({ name: 'Left Choir', contacts: [contact('earlier.address@example.org')] });
  await told.edit('updateOrganisation', { id: made.id, expectedVersion: 1, contacts: [{ ...contact('later.address@example.org'), key: made.contacts[0]?.key }] });
  await told.edit('updateOrganisation', { id: made.id, expectedVersion: 2, contacts: [] });
  for (const needle of ['later.address@example.org', 'earlier.address@example.org']) {
    const found = (await findPerson(atlas.database, needle)).filter(({ table }) => table === 'secrets.history_records').map(({ value }) => value).join(' ');
    for (const said of ['later.address', 'earlier.address', 'Form of Gwendolen', 'Treasurer']) expect(found).toContain(said);
  }
  expect(await erasePerson(atlas.database, testClock, 'later.address@example.org')).toContainEqual({ table: 'contacts', rows: 1 });
  for (const needle of ['later.address', 'earlier.address', 'Gwendolen']) expect([needle, await traces(needle)]).toEqual([needle, []]);
  expect((await told.history(made.id))[0]).toMatchObject({ kind: 'ERASURE' });
});

test('a contact that says something else by now is not erased for what it once said', async () => {
  const contact = (value: string): object => ({ kind: 'EMAIL', audience: 'PRIVATE', value, consents: [{ purpose: 'MAILING', source: 'Form of the successor', givenOn: '2026-01-01' }] });
  const made = await told.make({ name: 'Succeeded Choir', contacts: [contact('predecessor@example.org')] });
  await told.edit('updateOrganisation', { id: made.id, expectedVersion: 1, contacts: [{ ...contact('successor@example.org'), key: made.contacts[0]?.key }] });
  await erasePerson(atlas.database, testClock, 'predecessor@example.org');
  expect(await traces('predecessor@')).toEqual([]);
  expect((await atlas.owner.query(`select s.value, (select count(*)::int from consents c where c.contact_id = s.contact_id) as consents from secrets.contacts s where s.organisation_id = $1`, [uuidOf(made.id)])).rows).toEqual([{ value: 'successor@example.org', consents: 1 }]);
});

test('what was erased of a contact that was another one before is on record, and nothing goes back behind it', async () => {
  for (const [former, present] of [['PUBLIC', 'PRIVATE'], ['PRIVATE', 'PUBLIC']]) {
    const contact = (audience: string | undefined, value: string): object => ({ kind: 'EMAIL', audience, value });
    const made = await told.make({ name: `Choir of a ${former} one`, contacts: [contact(former, `first.${former}@example.org`)] });
    await told.edit('updateOrganisation', { id: made.id, expectedVersion: 1, contacts: [{ ...contact(present, `next.${former}@example.org`), key: made.contacts[0]?.key }] });
    const [edit] = await told.history(made.id);
    await erasePerson(atlas.database, testClock, `first.${former}@example.org`);
    expect((await told.history(made.id))[0]).toMatchObject({ kind: 'ERASURE' });
    expect((await told.change('revert', { id: made.id, expectedVersion: 3, changeId: edit?.id })).userErrors).toMatchObject([{ code: 'INVALID', message: expect.stringContaining('erased') as string }]);
    const { rows } = await atlas.owner.query(`select coalesce(s.value, c.value) as value from contacts c left join secrets.contacts s on s.contact_id = c.id where c.organisation_id = $1`, [uuidOf(made.id)]);
    expect(rows).toEqual([{ value: `next.${former}@example.org` }]);
  }
});

test('a group that is named after somebody who was erased is known again by the next list', async () => {
  const file = join(atlas.config.dataDir, 'named-after.csv');
  const list = async (description: string): Promise<void> => {
    writeFileSync(file, `name,postcode,description\nEuphemia Wren Group,AL1 3JE,${description}\n`);
    expect((await importOrganisations(atlas.database, testClock, { file, layout: 'generic', area: 'E10000015' })).verdict).toBe('PUBLISHED');
  };
  await list('Euphemia Wren sings');
  await erasePerson(atlas.database, testClock, 'Euphemia Wren');
  const kept = (await findPerson(atlas.database, 'Euphemia Wren')).filter(({ table }) => table === 'record_sources');
  expect(kept.map(({ column, value, erasable }) => [column, value, erasable])).toEqual([['source_key', 'euphemia wren group|AL1 3JE', false]]);
  await list('All sing');
  expect((await atlas.owner.query(`select description from organisations where name = 'Euphemia Wren Group'`)).rows).toEqual([{ description: 'All sing' }]);
});

test('what was issued is kept byte for byte, and said to be', async () => {
  const { rows } = await atlas.owner.query<{ id: string }>(`select organisation_id as id from contracts where upper_inf(valid) or upper(valid) > '2026-11-21' limit 1`);
  await atlas.owner.query(`update contracts set title = 'Agreed with Lysander Holt-Moore' where organisation_id = $1`, [rows[0]?.id]);
  const issued = await atlas.ask<{ issueAccreditedList: { userErrors: object[] } }>('mutation { issueAccreditedList(input: {}) { userErrors { code message } } }', {}, COORDINATOR);
  expect(issued.data?.issueAccreditedList.userErrors).toEqual([]);
  await erasePerson(atlas.database, testClock, 'Lysander Holt-Moore');
  const left = await findPerson(atlas.database, 'Lysander Holt-Moore');
  expect(left.map(({ table, column, erasable }) => ({ table, column, erasable }))).toEqual([{ table: 'issued_lists', column: 'content', erasable: false }]);
  expect(left[0]?.value).toContain('Lysander Holt-Moore');
});
