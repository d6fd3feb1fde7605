import type { Pool } from 'pg';

/*
 * Puts a database back as its template was, without starting an engine anew: the rows of every table, and the
 * sequences. What a test may not leave behind is a changed shape; `restore` tells so, and the database is thrown away.
 */

const OURS = `select n.oid, n.nspname from pg_namespace n where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'pristine')`;

const TABLES = `select c.oid, format('%I.%I', n.nspname, c.relname) as name, n.nspname || '.' || c.relname as kept
  from pg_class c join (${OURS}) n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and not c.relispartition
    and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`;

/** Schemas, tables, views, functions, triggers, constraints, policies and roles, with what they say and who may use them. */
const SHAPE = `select md5(string_agg(one, E'\\n' order by one)) as shape from (
    with ours as materialized (${OURS})
    select concat_ws(' ', 'schema', n.nspname, s.nspacl) from ours n join pg_namespace s using (oid)
    union all select concat_ws(' ', c.oid::regclass, c.relkind, c.relacl, c.relrowsecurity, case c.relkind when 'v' then md5(pg_get_viewdef(c.oid)) end) from pg_class c join ours n on n.oid = c.relnamespace
    union all select concat_ws(' ', c.oid::regclass, a.attname, a.atttypid::regtype, a.attnotnull, a.attacl) from pg_attribute a join pg_class c on c.oid = a.attrelid join ours n on n.oid = c.relnamespace where a.attnum > 0
    union all select concat_ws(' ', p.oid::regprocedure, p.proacl, md5(p.prosrc)) from pg_proc p join ours n on n.oid = p.pronamespace
    union all select concat_ws(' ', t.tgrelid::regclass, t.tgname, t.tgenabled) from pg_trigger t where not t.tgisinternal
    union all select concat_ws(' ', c.conrelid::regclass, c.conname, md5(pg_get_constraintdef(c.oid))) from pg_constraint c join ours n on n.oid = c.connamespace
    union all select concat_ws(' ', p.polrelid::regclass, p.polname) from pg_policy p
    union all select concat_ws(' ', 'role', r.rolname, r.rolconfig) from pg_roles r
  ) as what (one)`;

/** Keeps a copy of everything within the database, in a schema that nobody but its owner may look into. */
export async function keepPristine(owner: Pool): Promise<void> {
  await owner.query(`
    drop schema if exists pristine cascade;
    create schema pristine;
    do $$ declare t record; begin
      for t in ${TABLES} loop execute format('create table pristine.%I as table %s', t.kept, t.name); end loop;
    end $$;
    create table pristine.sequences as select format('%I.%I', schemaname, sequencename) as name, last_value from pg_sequences where schemaname !~ '^pg_';
    create table pristine.shape as ${SHAPE};
    create table pristine.since as select pg_current_xact_id()::xid as since`);
}

/** False: the shape of the database is another than it was. Tables that nothing was written to are left as they are. */
export async function restore(owner: Pool): Promise<boolean> {
  const { rows } = await owner.query<{ same: boolean }>(`select (${SHAPE}) = (select shape from pristine.shape) as same`);
  if (rows[0]?.same !== true) return false;
  await owner.query(`do $$ declare t record; changed boolean; begin
    set local session_replication_role = replica;
    for t in select name, kept, columns from (${TABLES}) as every cross join lateral (
        select string_agg(quote_ident(attname), ', ' order by attnum) as columns from pg_attribute where attrelid = every.oid and attnum > 0 and not attisdropped and attgenerated = '') as those loop
      execute format('select (select count(*) from %1$s) <> (select count(*) from pristine.%2$I) or exists (select from %1$s where age(xmin) < (select age(since) from pristine.since))', t.name, t.kept) into changed;
      continue when not changed;
      execute format('delete from %1$s', t.name);
      execute format('insert into %1$s (%2$s) overriding system value select %2$s from pristine.%3$I', t.name, t.columns, t.kept);
    end loop;
    perform setval(name::regclass, coalesce(last_value, 1), last_value is not null) from pristine.sequences;
  end $$`);
  await owner.query(`update pristine.since set since = pg_current_xact_id()::xid`);
  return true;
}
