import type { RefusedRow } from '../../intake/refused-rows';
import type { Staging } from './staging';

/** A row that is found wrong after it was loaded. */
export interface Refusal extends RefusedRow {
  readonly n: number;
}

/** Names shown of an organisation that a refusal speaks of. */
const NAMED = (alias: string): string => `'"' || left(${alias}.name, 80) || '"'`;

/**
 * Finds the organisation that each row speaks of: the one with its identifier, otherwise the one that this source
 * called the same (unless that one carries another number of the same register). Refuses rows that contradict each
 * other or the directory.
 */
export async function matchRows(staging: Staging, source: string): Promise<void> {
  const { rows, identifiers, found } = staging;
  await staging.each(
    `insert into ${identifiers} (n, scheme, value, id, first)
     select s.n, i.scheme, i.value, i.id, i.nth = 1
     from ${rows} s cross join lateral unnest(s.schemes, s.numbers, s.identifier_ids) with ordinality i (scheme, value, id, nth)
     where s.n > :from and s.n <= :to`,
  );
  await staging.indexed(identifiers, 'scheme, value');
  await staging.indexed(identifiers, 'n');
  await refuse(staging, await repeated(staging));
  await staging.each(
    `insert into ${found} (n, organisation_id, by_key)
     select distinct i.n, l.organisation_id, false from ${identifiers} i join identifiers l on l.scheme = i.scheme and l.value = i.value
     where i.n > :from and i.n <= :to`,
  );
  await staging.indexed(found, 'n');
  await staging.indexed(found, 'organisation_id');
  await matchByKey(staging, source);
  await refuse(staging, await contradicting(staging));
}

async function matchByKey(staging: Staging, source: string): Promise<void> {
  const { rows, identifiers, found, keys } = staging;
  const { client } = staging.context;
  const known = await client.query(
    `insert into ${keys} (source_key, organisation_id)
     select r.source_key, coalesce(m.kept_id, r.organisation_id) from record_sources r left join shown.merged_organisations m on m.id = r.organisation_id where r.source = $1`,
    [source],
  );
  if (known.rowCount === 0) return;
  await staging.indexed(keys, 'source_key');
  await staging.each(
    `insert into ${found} (n, organisation_id, by_key)
     select distinct s.n, k.organisation_id, true from ${rows} s join ${keys} k on k.source_key = s.source_key
     where s.n > :from and s.n <= :to
       and not exists (select from ${found} f where f.n = s.n or (f.organisation_id = k.organisation_id and not f.by_key))
       and not exists (select from ${identifiers} i join identifiers l on l.organisation_id = k.organisation_id and l.scheme = i.scheme where i.n = s.n)`,
  );
}

/** Rows that say again what an earlier one said. */
async function repeated({ rows, identifiers, context }: Staging): Promise<Refusal[]> {
  const found = await context.client.query(
    `select s.n, s.line, i.scheme as column, i.value || ' (as on line ' || first.line || ')' as value, 'stands in the file twice' as reason
     from (select scheme, value, min(n) as n from ${identifiers} group by scheme, value having count(*) > 1) d
     join ${identifiers} i on i.scheme = d.scheme and i.value = d.value and i.n > d.n
     join ${rows} s on s.n = i.n join ${rows} first on first.n = d.n
     union all
     select s.n, s.line, 'name', s.name || ' (as on line ' || first.line || ')', 'stands in the file twice, and has no identifier'
     from (select source_key, min(n) as n from ${rows} where schemes is null group by source_key having count(*) > 1) d
     join ${rows} s on s.source_key = d.source_key and s.schemes is null and s.n > d.n join ${rows} first on first.n = d.n`,
  );
  return found.rows as Refusal[];
}

/** Rows that would be two organisations at once, and two rows that would be one. */
async function contradicting({ rows, identifiers, found, context }: Staging): Promise<Refusal[]> {
  const answer = await context.client.query(
    `select s.n, s.line, case when bool_or(f.by_key) then 'name' else 'identifiers' end as column,
       coalesce((select string_agg(i.scheme || '-' || i.value, '; ' order by not i.first, i.scheme) from ${identifiers} i where i.n = s.n), s.name) as value,
       case when bool_or(f.by_key) then 'is called the same as ' else 'point at two organisations: ' end || string_agg(${NAMED('o')} || coalesce(' (' || own.ids || ')', ''), ' and ' order by o.name, o.id) as reason
     from ${found} f join ${rows} s on s.n = f.n join organisations o on o.id = f.organisation_id
     left join lateral (select string_agg(l.scheme || '-' || l.value, ', ' order by l.scheme, l.value) as ids from identifiers l where l.organisation_id = o.id) own on true
     where f.n in (select n from ${found} group by n having count(*) > 1)
     group by s.n, s.line, s.name
     union all
     select s.n, s.line, 'name', s.name || ' (as on line ' || first.line || ': ' || ${NAMED('o')} || ')', 'is the same organisation as an earlier row'
     from (select organisation_id, min(n) as n from ${found} group by organisation_id having count(distinct n) > 1) d
     join ${found} f on f.organisation_id = d.organisation_id and f.n > d.n
     join ${rows} s on s.n = f.n join ${rows} first on first.n = d.n join organisations o on o.id = d.organisation_id`,
  );
  return answer.rows as Refusal[];
}

/** Refuses rows and takes them out of the tables. */
export async function refuse({ rows, identifiers, found, context }: Staging, refusals: readonly Refusal[]): Promise<void> {
  if (refusals.length === 0) return;
  for (const { line, column, value, reason } of [...refusals].sort((a, b) => a.line - b.line)) context.refused.add({ line, column, value, reason });
  const numbers = [...new Set(refusals.map((one) => one.n))];
  for (const table of [rows, identifiers, found]) await context.client.query(`delete from ${table} where n = any($1::integer[])`, [numbers]);
}
