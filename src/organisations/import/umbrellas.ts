import { type Refusal, refuse } from './matching';
import type { Staging } from './staging';

/**
 * Finds the umbrella body that rows name, by identifier or exact name, in the directory or in the same file. One that
 * is not to be found, is not the only one of its name, or is the organisation itself, refuses the row.
 */
export async function resolveUmbrellas(staging: Staging): Promise<string | undefined> {
  const { rows, identifiers, found, context } = staging;
  const said = await context.client.query(`select exists (select from ${rows} where umbrella is not null) as said`);
  if (!(said.rows[0] as { said: boolean }).said) return undefined;
  const umbrellas = context.batch.stagingTable('umbrellas');
  // Few different bodies are named by many rows: each is looked for once.
  await context.client.query(
    `create unlogged table ${umbrellas} as
     select u.umbrella, (array_agg(distinct c.id))[1] as organisation_id, count(distinct c.id)::int as candidates
     from (select distinct umbrella from ${rows} where umbrella is not null) u
     left join lateral (
       select i.organisation_id as id from identifiers i where i.scheme || '-' || i.value = u.umbrella or i.scheme || ':' || i.value = u.umbrella
       union
       select coalesce(f.organisation_id, s.id) from ${identifiers} i join ${rows} s on s.n = i.n left join ${found} f on f.n = s.n
         where i.scheme || '-' || i.value = u.umbrella or i.scheme || ':' || i.value = u.umbrella
       union
       select o.id from organisations o where o.name = u.umbrella and o.merged_into_id is null
       union
       select coalesce(f.organisation_id, s.id) from ${rows} s left join ${found} f on f.n = s.n where s.name = u.umbrella
     ) c on true
     group by u.umbrella`,
  );
  const wrong = await context.client.query(
    `select s.n, s.line, 'umbrella' as column, s.umbrella as value,
       case when u.candidates = 0 then 'is neither an identifier nor the exact name of an organisation'
         when u.candidates > 1 then 'is the name of ' || u.candidates || ' organisations: give its identifier'
         else 'is the organisation itself' end as reason
     from ${rows} s join ${umbrellas} u on u.umbrella = s.umbrella left join ${found} f on f.n = s.n
     where u.candidates <> 1 or u.organisation_id = coalesce(f.organisation_id, s.id)`,
  );
  await refuse(staging, wrong.rows as Refusal[]);
  while (await refuseOrphans(staging, umbrellas)) continue;
  return umbrellas;
}

/** Rows whose umbrella body stood in a row that was refused go with it. @returns whether there were any. */
async function refuseOrphans(staging: Staging, umbrellas: string): Promise<boolean> {
  const { rows, context } = staging;
  const orphans = await context.client.query(
    `select s.n, s.line, 'umbrella' as column, s.umbrella as value, 'stands in a row that is refused' as reason
     from ${rows} s join ${umbrellas} u on u.umbrella = s.umbrella
     where not exists (select from organisations o where o.id = u.organisation_id) and not exists (select from ${rows} b where b.id = u.organisation_id)`,
  );
  await refuse(staging, orphans.rows as Refusal[]);
  return orphans.rows.length > 0;
}
