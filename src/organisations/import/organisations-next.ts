import { bandSql } from '../derived';
import { searchName } from '../search-name';
import type { Staging } from './staging';

/** What holds for organisations that are new; what a person decided since is not touched. */
export interface Defaults {
  readonly sector: string | null;
  readonly legalForm: string | null;
  /** Set as well where an organisation stands in no directory yet. */
  readonly directoryAreaId: string | null;
}

const OWN_COLUMNS = [
  'name', 'sort_name', 'search_name', 'other_names', 'legal_form', 'sector', 'is_provider', 'infrastructure', 'description', 'website', 'founded_on', 'assured_on',
  'assured_by', 'directory_area_id',
] as const;
/** Columns that follow from other rows: worked out beforehand for new organisations, so that deriving finds them true. */
const DERIVED_COLUMNS = ['based_in_id', 'shown_point', 'income', 'income_year', 'size_band', 'serves_under_26', 'has_category'] as const;

/** Works out what each organisation is to be, beside the live table. @param umbrellas see `resolveUmbrellas`. */
export async function stageOrganisations(staging: Staging, defaults: Defaults, umbrellas: string | undefined): Promise<void> {
  await foldNames(staging);
  const { rows, found, places, next } = staging;
  await staging.each(
    `insert into ${next} (n, id, is_new, version, service_id, umbrella_id, touched, ${[...OWN_COLUMNS, ...DERIVED_COLUMNS].join(', ')})
     select w.n, w.id, w.is_new, w.version, w.service_id, w.umbrella_id,
       not w.is_new and (${OWN_COLUMNS.map((one) => `w.${one}`).join(', ')}) is distinct from (${OWN_COLUMNS.map((one) => `o.${one}`).join(', ')}),
       ${[...OWN_COLUMNS, ...DERIVED_COLUMNS].map((one) => `w.${one}`).join(', ')}
     from (
       select s.n, coalesce(o.id, s.id) as id, o.id is null as is_new, o.version,
         case when s.service_name is not null then
           coalesce((select v.id from services v where v.organisation_id = o.id and lower(v.name) = lower(s.service_name) order by v.id limit 1), s.service_id) end as service_id,
         ${umbrellas === undefined ? 'null::uuid' : `(select u.organisation_id from ${umbrellas} u where u.umbrella = s.umbrella)`} as umbrella_id,
         s.name, s.sort_name, case when o.id is not null and s.name = o.name and coalesce(s.other_names, o.other_names) = o.other_names then o.search_name else s.search_name end as search_name,
         coalesce(s.other_names, o.other_names, '{}') as other_names,
         coalesce(s.legal_form, case when o.id is null then :legalForm else o.legal_form end) as legal_form,
         coalesce(s.sector, case when o.id is null then :sector else o.sector end) as sector,
         coalesce(s.is_provider, o.is_provider, true) as is_provider,
         case when s.is_provider is null then o.infrastructure else s.infrastructure end as infrastructure,
         coalesce(s.description, o.description) as description, coalesce(s.website, o.website) as website, coalesce(s.founded_on, o.founded_on) as founded_on,
         coalesce(s.assured_on, o.assured_on) as assured_on, coalesce(s.assured_by, o.assured_by) as assured_by,
         coalesce(o.directory_area_id, :directoryAreaId::uuid) as directory_area_id,
         case when p.visibility = 'EXACT' then p.district_id end as based_in_id,
         case when p.visibility = 'EXACT' and p.longitude is null then p.point end as shown_point,
         f.income, case when f.income is not null then f.year end as income_year, ${bandSql} as size_band,
         case when s.ages is not null then lower(s.ages) is null or lower(s.ages) < 26 end as serves_under_26, s.term_ids is not null as has_category
       from ${rows} s
       left join ${found} m on m.n = s.n
       left join organisations o on o.id = m.organisation_id
       left join ${places} p on p.n = s.n
       cross join lateral (select s.income, s.year) f
       where s.n > :from and s.n <= :to
     ) w left join organisations o on o.id = w.id`,
    { ...defaults },
  );
  await staging.indexed(next, 'n', 'id', 'is_new', 'touched');
}

/** A name that changed is searched together with the other names that the file does not speak of. */
async function foldNames({ rows, found, context }: Staging): Promise<void> {
  const renamed = await context.client.query(
    `select s.n, s.name, o.other_names as others from ${rows} s join ${found} m on m.n = s.n join organisations o on o.id = m.organisation_id
     where s.other_names is null and o.other_names <> '{}' and s.name <> o.name`,
  );
  const named = renamed.rows as { n: number; name: string; others: string[] }[];
  if (named.length === 0) return;
  await context.client.query(`update ${rows} s set search_name = g.search_name from unnest($1::integer[], $2::text[]) g (n, search_name) where g.n = s.n`, [
    named.map((one) => one.n),
    named.map((one) => searchName(one.name, one.others)),
  ]);
}

/** Writes the organisations themselves; `:instant` is the instant. */
export const organisationStatements = ({ next }: Staging): readonly string[] => [
  `insert into organisations (id, ${[...OWN_COLUMNS, ...DERIVED_COLUMNS].join(', ')}, created_at, updated_at)
   select x.id, ${[...OWN_COLUMNS, ...DERIVED_COLUMNS].map((one) => `x.${one}`).join(', ')}, :instant, :instant from ${next} x where x.n > :from and x.n <= :to and x.is_new`,
  `update organisations o set ${OWN_COLUMNS.map((one) => `${one} = x.${one}`).join(', ')}, version = o.version + 1, updated_at = :instant
   from ${next} x where x.n > :from and x.n <= :to and x.touched and o.id = x.id`,
];
