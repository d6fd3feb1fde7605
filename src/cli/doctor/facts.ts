import type { PoolClient } from 'pg';

/** What is there, without a judgement. */
export interface Facts {
  readonly postgresql: string;
  readonly postgis: string | null;
  readonly extensions: Readonly<Record<string, string>>;
  readonly migrationsApplied: number;
  readonly rows: Readonly<Record<string, number>>;
  readonly postcodes: { readonly source: string | null; readonly publishedAt: string | null };
  readonly assured: { readonly newest: string | null; readonly oldest: string | null; readonly never: number; readonly staleShare: number | null };
}

const COUNTED = ['areas', 'area_statistics', 'postcodes', 'organisations', 'identifiers', 'services', 'places', 'contacts', 'memberships', 'terms', 'import_batches'] as const;

export async function gatherVersions(client: PoolClient): Promise<Pick<Facts, 'postgresql' | 'postgis' | 'extensions'>> {
  const version = await client.query(`select current_setting('server_version') as version`);
  const found = await client.query(`select extname as name, extversion as version from pg_extension where extname <> 'plpgsql' order by extname`);
  const extensions = Object.fromEntries((found.rows as { name: string; version: string }[]).map(({ name, version }) => [name, version]));
  return { postgresql: (version.rows[0] as { version: string }).version, postgis: extensions.postgis ?? null, extensions };
}

export async function gatherContents(client: PoolClient, today: string): Promise<Pick<Facts, 'migrationsApplied' | 'rows' | 'postcodes' | 'assured'>> {
  const counts = await client.query(`select ${COUNTED.map((table) => `(select count(*) from ${table})::int as ${table}`).join(', ')}, (select count(*) from migrations)::int as migrations`);
  const { migrations, ...rows } = counts.rows[0] as Record<string, number>;
  const release = await client.query('select source, published_at from postcode_releases');
  const { source, published_at } = (release.rows[0] ?? { source: null, published_at: null }) as { source: string | null; published_at: Date | null };
  const assured = await client.query(
    `select max(assured_on)::text as newest, min(assured_on)::text as oldest, (count(*) filter (where assured_on is null))::int as never,
       round((count(*) filter (where assured_on is null or assured_on < $1::date - interval '12 months'))::numeric / nullif(count(*), 0), 3)::float8 as stale
     from organisations where merged_into_id is null`,
    [today],
  );
  const { newest, oldest, never, stale } = assured.rows[0] as { newest: string | null; oldest: string | null; never: number; stale: number | null };
  return {
    migrationsApplied: migrations ?? 0,
    rows,
    postcodes: { source, publishedAt: published_at?.toISOString() ?? null },
    assured: { newest, oldest, never, staleShare: stale },
  };
}
