import type { PoolClient } from 'pg';
import type { ImportContext } from '../intake/import-run';
import type { Accuracy } from './boundary.staging';
import type { Sector } from './sector.enum';

export interface NewParent {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly sortName: string;
}

/** A parent's parent's parent …: far more levels than any country has. */
const LEVELS = 10;

/**
 * Stages the boundaries of parents whose parts change: the union of the parts as they will be. A parent with a proper
 * boundary of its own keeps it. Works upwards, since a union may itself be a part of one.
 */
export async function stageUnions(context: ImportContext, boundaries: string, newParents: readonly NewParent[], accuracy: Accuracy): Promise<string> {
  const { client, batch, progress } = context;
  const unions = batch.stagingTable('unions');
  await client.query(`create unlogged table ${unions} (code text primary key, boundary geometry(MultiPolygon, 4326), accuracy text, label_point geometry(Point, 4326), area_km2 numeric, changed boolean)`);
  let level = await affectedParents(client, boundaries, newParents);
  for (let depth = 0; level.length > 0 && depth < LEVELS; depth += 1) {
    for (const code of level) {
      progress.say(`uniting the parts of ${code}`);
      await client.query(unionOf(boundaries, unions), [code, accuracy]);
    }
    const above = await client.query(
      `select distinct p.code from areas a join areas p on p.id = a.parent_id and p.boundary_is_union
       where a.code = any($1::text[]) and not exists (select from ${boundaries} s where s.code = p.code)`,
      [level],
    );
    level = (above.rows as { code: string }[]).map((row) => row.code);
  }
  await client.query(
    `update ${unions} u set changed = a.id is null or a.boundary is distinct from u.boundary or not a.boundary_is_union or a.accuracy is distinct from u.accuracy
     from ${unions} v left join areas a on a.code = v.code where v.code = u.code`,
  );
  return unions;
}

/** New parents; those of changed parts, before and after, whose boundary is a union, missing, or only a sketch. */
async function affectedParents(client: PoolClient, boundaries: string, newParents: readonly NewParent[]): Promise<string[]> {
  const found = await client.query(
    `with touched (code) as (
       select s.parent_code from ${boundaries} s where s.state in ('created', 'updated')
       union select p.code from ${boundaries} s join areas a on a.code = s.code join areas p on p.id = a.parent_id where s.state in ('created', 'updated')
     )
     select p.code from touched t join areas p on p.code = t.code
     where (p.boundary_is_union or p.boundary is null or p.accuracy = 'SCHEMATIC')
       and not exists (select from ${boundaries} s where s.code = p.code)`,
  );
  return [...newParents.map((parent) => parent.code), ...(found.rows as { code: string }[]).map((row) => row.code)];
}

function unionOf(boundaries: string, unions: string): string {
  return `
    insert into ${unions} (code, boundary, accuracy, label_point, area_km2)
    select $1, u.boundary, case when u.schematic then 'SCHEMATIC' when u.generalised then 'GENERALISED' else 'FULL' end,
      st_pointonsurface(u.boundary), round((st_area(u.boundary::geography) / 1e6)::numeric, 2)
    from (
      select st_multi(st_collectionextract(st_union(part.boundary), 3)) as boundary, bool_or(part.accuracy = 'SCHEMATIC') as schematic, bool_or(part.accuracy = 'GENERALISED') as generalised
      from (
        select s.boundary, $2::text as accuracy from ${boundaries} s where s.parent_code = $1
        union all
        select coalesce(v.boundary, a.boundary), coalesce(v.accuracy, a.accuracy) from areas p join areas a on a.parent_id = p.id left join ${unions} v on v.code = a.code
        where p.code = $1 and not exists (select from ${boundaries} s where s.code = a.code)
      ) part where part.boundary is not null
    ) u where u.boundary is not null
    on conflict (code) do update set boundary = excluded.boundary, accuracy = excluded.accuracy, label_point = excluded.label_point, area_km2 = excluded.area_km2`;
}

export async function publishParents(client: PoolClient, parents: readonly NewParent[], { kind, sector, instant }: { kind: string; sector: readonly Sector[] | null; instant: Date }): Promise<void> {
  await client.query(
    `insert into areas (id, code, kind, name, sort_name, sector, created_at, updated_at)
     select p.id, p.code, $5, p.name, p.sort_name, $7, $6, $6 from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) as p (id, code, name, sort_name)`,
    [parents.map((one) => one.id), parents.map((one) => one.code), parents.map((one) => one.name), parents.map((one) => one.sortName), kind, instant, sector],
  );
}

export async function publishUnions(client: PoolClient, unions: string, source: string, instant: Date, made: readonly NewParent[]): Promise<void> {
  await client.query(
    `update areas a set boundary = u.boundary, accuracy = u.accuracy, boundary_source = $1, boundary_is_union = true, label_point = u.label_point,
       area_km2 = u.area_km2, version = a.version + case when a.code = any($3::text[]) then 0 else 1 end, updated_at = $2
     from ${unions} u where u.code = a.code and u.changed`,
    [source, instant, made.map((one) => one.code)],
  );
}
