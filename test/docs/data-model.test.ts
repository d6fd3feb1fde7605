import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openTestDatabase, type TestDatabase } from '../support';

const FILE = join(__dirname, '../../docs/data-model.md');

const HEAD = `# The data model

Made from the database after all migrations: \`UPDATE_DOCS=1 npx jest test/docs\`. Tables of the schema \`secrets\` stand
under row-level security; readers see neither them nor these tables but the masked views in \`shown\`.

`;

let atlas: TestDatabase;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample' });
});
afterAll(() => atlas.close());

interface Column {
  table: string;
  column: string;
  type: string;
  key: string;
}

async function diagram(): Promise<string> {
  const columns = (await atlas.owner.query<Column>(`
    select n.nspname || '_' || c.relname as table, a.attname as column,
      regexp_replace(split_part(format_type(a.atttypid, null), '(', 1), '\\W+', '_', 'g') as type,
      concat_ws(', ', case when exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'p' and a.attnum = any(k.conkey)) then 'PK' end,
        case when exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and a.attnum = any(k.conkey)) then 'FK' end) as key
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind = 'r' and n.nspname in ('public', 'secrets') and c.relname not in ('spatial_ref_sys', 'migrations')
    order by n.nspname, c.relname collate "C", a.attnum`)).rows;
  const links = (await atlas.owner.query<{ from: string; to: string; through: string }>(`
    select fn.nspname || '_' || f.relname as from, tn.nspname || '_' || t.relname as to, string_agg(a.attname::text, ', ' order by a.attnum) as through
    from pg_constraint k join pg_class f on f.oid = k.conrelid join pg_namespace fn on fn.oid = f.relnamespace join pg_class t on t.oid = k.confrelid
    join pg_namespace tn on tn.oid = t.relnamespace join pg_attribute a on a.attrelid = f.oid and a.attnum = any(k.conkey)
    where k.contype = 'f' and fn.nspname in ('public', 'secrets') group by k.oid, fn.nspname, f.relname, tn.nspname, t.relname
    order by f.relname collate "C", t.relname collate "C", min(a.attnum), k.oid`)).rows;
  const tables = new Map<string, Column[]>();
  for (const column of columns) tables.set(column.table, [...(tables.get(column.table) ?? []), column]);
  const name = (table: string): string => table.replace(/^public_/, '');
  return [
    '```mermaid',
    'erDiagram',
    ...[...tables].flatMap(([table, of]) => [`  ${name(table)} {`, ...of.map((one) => `    ${one.type} ${one.column}${one.key === '' ? '' : ` ${one.key}`}`), '  }']),
    ...links.map((link) => `  ${name(link.to)} ||--o{ ${name(link.from)} : "${link.through}"`),
    '```',
    '',
  ].join('\n');
}

test('the diagram shows the tables as they are', async () => {
  const made = HEAD + (await diagram());
  if (process.env.UPDATE_DOCS === '1') writeFileSync(FILE, made);
  expect(readFileSync(FILE, 'utf8')).toBe(made);
});
