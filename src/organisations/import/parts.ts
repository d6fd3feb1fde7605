import { areaServedPart, communityPart, contactPart, membershipPart, termPart } from './link-parts';
import { inSlice, type Part, written } from './part';

const identifierPart: Part = {
  differs: ({ identifiers }) =>
    `exists (select from ${identifiers} i where i.n = s.n and not exists (select from identifiers l where l.scheme = i.scheme and l.value = i.value))`,
  statements: ({ next, identifiers }) => [
    `insert into identifiers (id, organisation_id, scheme, value, is_primary)
     select i.id, x.id, i.scheme, i.value, i.first and (x.is_new or not exists (select from identifiers l where l.organisation_id = x.id and l.is_primary))
     from ${next} x join ${identifiers} i on i.n = x.n
     where ${inSlice} and (x.is_new or not exists (select from identifiers l where l.scheme = i.scheme and l.value = i.value))`,
  ],
};

/**
 * From today on it is what the file says; what was true before stays. A new one that is active has been so since it
 * was founded; of one that is not, nobody said since when.
 */
const statusPart: Part = {
  differs: () => `s.status is not null and not exists (select from organisation_statuses l where l.organisation_id = x.id and l.valid @> :today::date and l.status = s.status)`,
  statements: (staging) => {
    const other = `l.organisation_id = x.id and x.n > :from and x.n <= :to and x.touched and s.n = x.n and s.status <> l.status and l.valid @> :today::date`;
    const { next, rows } = staging;
    return [
      `delete from organisation_statuses l using ${next} x, ${rows} s where ${other} and lower(l.valid) = :today::date`,
      `update organisation_statuses l set valid = daterange(lower(l.valid), :today::date) from ${next} x, ${rows} s where ${other}`,
      `insert into organisation_statuses (organisation_id, status, valid)
       select x.id, s.status, daterange(:today::date, (select min(lower(l.valid)) from organisation_statuses l where l.organisation_id = x.id and lower(l.valid) > :today::date))
       from ${written(staging)} where ${inSlice} and not x.is_new and s.status is not null
         and not exists (select from organisation_statuses l where l.organisation_id = x.id and l.valid @> :today::date)`,
      `insert into organisation_statuses (organisation_id, status, valid)
       select x.id, coalesce(s.status, 'ACTIVE'), case when s.status = 'INACTIVE' then daterange(:today::date, null) else daterange(x.founded_on, null) end
       from ${written(staging)} where ${inSlice} and x.is_new`,
    ];
  },
};

const FIGURES = ['year_end', 'income', 'spending', 'paid_staff', 'volunteers', 'trustees'] as const;

const factPart: Part = {
  differs: () =>
    `s.year is not null and not exists (select from organisation_facts l where l.organisation_id = x.id and l.year = s.year and l.source = :source
       and ${FIGURES.map((one) => `(s.${one} is null or s.${one} is not distinct from l.${one})`).join(' and ')})`,
  statements: (staging) => [
    `insert into organisation_facts as l (organisation_id, year, source, ${FIGURES.join(', ')})
     select x.id, s.year, :source, ${FIGURES.map((one) => `s.${one}`).join(', ')} from ${written(staging)} where ${inSlice} and s.year is not null
     on conflict (organisation_id, year, source) do update set ${FIGURES.map((one) => `${one} = coalesce(excluded.${one}, l.${one})`).join(', ')}
     where ${FIGURES.map((one) => `(excluded.${one} is not null and excluded.${one} is distinct from l.${one})`).join(' or ')}`,
  ],
};

const servicePart: Part = {
  differs: () =>
    `s.service_name is not null and not exists (select from services l where l.id = x.service_id and (s.service_description is null or s.service_description = l.description)
       and (s.tier is null or s.tier = l.tier) and (s.ages is null or s.ages = l.ages))`,
  statements: (staging) => [
    `insert into services as l (id, organisation_id, name, description, tier, ages)
     select x.service_id, x.id, s.service_name, s.service_description, s.tier, s.ages from ${written(staging)} where ${inSlice} and s.service_name is not null
     on conflict (id) do update set description = coalesce(excluded.description, l.description), tier = coalesce(excluded.tier, l.tier),
       ages = coalesce(excluded.ages, l.ages), version = l.version + 1
     where (excluded.description, excluded.tier, excluded.ages) is distinct from (l.description, l.tier, l.ages)`,
  ],
};

/** In the order in which they are written: later ones refer to earlier ones. */
export const PARTS: readonly Part[] = [identifierPart, statusPart, factPart, servicePart, termPart, communityPart, areaServedPart, contactPart, membershipPart];
