import { counted, type Check } from './check';

/** Tables of extensions are theirs to grant. */
const OURS = `not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`;
const GRANT_AGAIN = 'vcs-atlas migrate makes the views and their grants anew; take other grants away as the owner: revoke all on <table> from vcs_atlas_public';

/** What the two roles must not be able to do, whatever was granted by hand. */
export const roleChecks: readonly Check[] = [
  {
    severity: 'FAULT',
    sql: `select n.nspname || '.' || c.relname as example
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'secrets' and c.relkind in ('r', 'p', 'v', 'm')
        and (has_schema_privilege('vcs_atlas_public', n.oid, 'usage') or has_any_column_privilege('vcs_atlas_public', c.oid, 'select'))`,
    problem: (count) => `Anonymous callers' role may reach ${counted(count, 'table')} of secrets.`,
    remedy: 'As the owner, at once: revoke all on all tables in schema secrets from public, vcs_atlas_public; revoke all on schema secrets from public, vcs_atlas_public',
  },
  {
    severity: 'FAULT',
    sql: `select n.nspname || '.' || c.relname as example
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('public', 'staging') and c.relkind in ('r', 'p', 'v', 'm') and c.oid <> to_regclass('public.migrations') and ${OURS}
        and has_schema_privilege('vcs_atlas_public', n.oid, 'usage') and has_any_column_privilege('vcs_atlas_public', c.oid, 'select')`,
    problem: (count) => `Anonymous callers' role may read ${counted(count, 'base table')} past the masked views.`,
    remedy: GRANT_AGAIN,
  },
  {
    severity: 'FAULT',
    sql: `select n.nspname || '.' || c.relname as example from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'shown' and c.relkind = 'v' and c.relname like '%\\_cleared' and has_any_column_privilege('vcs_atlas_public', c.oid, 'select')`,
    problem: (count) => `Anonymous callers' role may read ${counted(count, 'view')} meant for cleared callers.`,
    remedy: GRANT_AGAIN,
  },
  {
    severity: 'FAULT',
    sql: `select n.nspname || '.' || c.relname as example from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'secrets' and c.relkind in ('r', 'p') and not c.relrowsecurity`,
    problem: (count) => `${counted(count, 'table')} of secrets without row-level security.`,
    remedy: 'As the owner: alter table <table> enable row level security',
  },
  {
    severity: 'FAULT',
    sql: `select rolname as example from pg_roles where rolname in ('vcs_atlas_public', 'vcs_atlas_service') and (rolsuper or rolbypassrls)`,
    problem: (count) => `${counted(count, 'role')} of the service that row-level security does not bind.`,
    remedy: 'As a superuser: alter role <role> nosuperuser nobypassrls',
  },
  {
    severity: 'FAULT',
    sql: `select n.nspname || '.' || c.relname as example from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('public', 'secrets', 'shown') and c.relkind in ('r', 'p', 'v', 'm')
        and pg_get_userbyid(c.relowner) in ('vcs_atlas_public', 'vcs_atlas_service')`,
    problem: (count) => `${counted(count, 'table')} owned by a role of the service.`,
    remedy: 'As a superuser: alter table <table> owner to <the owner of the database>',
  },
];

/** On a server alone: the embedded engine knows one log-in, which owns everything. */
export const loginChecks: readonly Check[] = [
  {
    severity: 'FAULT',
    sql: `select r.rolname::text as example from pg_roles r where r.rolname = session_user
      and (r.rolsuper or r.rolbypassrls or exists (select from pg_class c where c.relowner = r.oid and c.relnamespace = to_regnamespace('secrets')))`,
    problem: () => 'The user of DATABASE_URL is a superuser, or owns the tables: nothing would hold it back.',
    remedy: 'Give DATABASE_URL a log-in of its own, and keep the owner for MIGRATION_DATABASE_URL: vcs-atlas migrate grants it what it needs',
  },
];

export const EXTENSIONS = ['postgis', 'pg_trgm', 'btree_gist', 'btree_gin'] as const;

export const extensionChecks: readonly Check[] = [
  {
    severity: 'FAULT',
    sql: `select wanted as example from unnest($1::text[]) wanted where not exists (select from pg_extension where extname = wanted)`,
    params: [[...EXTENSIONS]],
    problem: (count) => `${counted(count, 'extension')} missing.`,
    remedy: 'As a superuser: create extension <name>',
  },
];
