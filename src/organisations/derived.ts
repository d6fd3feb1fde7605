import type { SqlRunner } from './place-writing';

/** NCVO's bands, by the upper bound of yearly income in pounds (exclusive). */
const SIZE_BANDS: readonly (readonly [name: string, below: number])[] = [
  ['MICRO', 10_000],
  ['SMALL', 100_000],
  ['MEDIUM', 1_000_000],
  ['LARGE', 10_000_000],
  ['MAJOR', 100_000_000],
];

export const bandSql = `case when f.income is null then 'UNKNOWN' ${SIZE_BANDS.map(([name, below]) => `when f.income < ${below} then '${name}'`).join(' ')} else 'SUPER_MAJOR' end`;

/**
 * Brings the stored derived columns of organisations to what their rows say: where they are based as anyone may see
 * it, latest income and size band, whether they serve someone under 26, whether a category is known. Every write of
 * those rows ends with it, in the same transaction. Writes only what differs.
 */
export async function deriveOrganisations(run: SqlRunner, organisationIds: readonly string[]): Promise<void> {
  await run.query(deriveSql(`select unnest($1::uuid[]) as id`), [organisationIds]);
}

/** The same statement over any relation with a column `id`, for imports whose organisations stand in a table. */
export function deriveSql(ids: string): string {
  return `
    update organisations o set based_in_id = d.based_in_id, shown_point = d.point, income = d.income, income_year = d.year,
      size_band = d.size_band, serves_under_26 = d.serves_under_26, has_category = d.has_category
    from (
      select i.id, p.district_id as based_in_id, p.point, f.income, f.year, ${bandSql} as size_band,
        (select bool_or(lower(s.ages) is null or lower(s.ages) < 26) from services s where s.organisation_id = i.id and s.ages is not null) as serves_under_26,
        exists (select from categorisations c where c.organisation_id = i.id) as has_category
      from (${ids}) i
      left join places p on p.organisation_id = i.id and p.kind = 'ADDRESS'
      left join lateral (
        select income, year from organisation_facts f where f.organisation_id = i.id and f.income is not null
        order by f.year desc, f.year_end desc nulls last, f.source limit 1
      ) f on true
    ) d
    where o.id = d.id and (o.based_in_id, o.shown_point, o.income, o.income_year, o.size_band, o.serves_under_26, o.has_category)
      is distinct from (d.based_in_id, d.point, d.income, d.year, d.size_band, d.serves_under_26, d.has_category)`;
}
