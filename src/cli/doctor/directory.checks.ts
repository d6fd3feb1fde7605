import { counted, type Check } from './check';

/** So many postcodes are no sample: then outlines should be real ones as well. */
const REAL_POSTCODES = 10_000;

/**
 * What looks wrong in the directory. Reads base tables on purpose: it looks for what the masked views would hide.
 * $1 of the checks with a parameter is today.
 */
export function directoryChecks(today: string): readonly Check[] {
  return [...MASKS, ...PLACES, ...ORGANISATIONS, staleEntries(today)];
}

const WRITE_AGAIN = 'The write path keeps these true, so something else wrote: import the boundaries or the postcodes again, which derives all places anew';

const MASKS: readonly Check[] = [
  {
    severity: 'FAULT',
    sql: `select p.id::text as example from places p left join secrets.places s on s.place_id = p.id left join areas d on d.id = p.district_id
      where (p.visibility <> 'EXACT' and s.place_id is null) or (p.visibility = 'EXACT' and s.place_id is not null)
        or (p.visibility = 'DISTRICT_ONLY' and p.point is distinct from d.label_point)
        or (p.visibility = 'DISTRICT_ONLY' and p.district_id is distinct from s.district_id)`,
    problem: (count) => `${counted(count, 'place')} whose mask does not hold.`,
    remedy: WRITE_AGAIN,
  },
  {
    severity: 'FAULT',
    sql: `select o.id::text as example from organisations o left join places p on p.organisation_id = o.id and p.kind = 'ADDRESS'
      where o.merged_into_id is null and (o.based_in_id is distinct from p.district_id or o.shown_point is distinct from p.point)`,
    problem: (count) => `${counted(count, 'organisation')} listed or measured from elsewhere than the address that anyone may see.`,
    remedy: WRITE_AGAIN,
  },
  {
    severity: 'FAULT',
    sql: `select c.id::text as example from contacts c left join secrets.contacts s on s.contact_id = c.id where (c.audience = 'PUBLIC') <> (s.contact_id is null)`,
    problem: (count) => `${counted(count, 'contact')} not kept where its audience says.`,
    remedy: 'Save the contact again with its audience',
  },
  {
    severity: 'FAULT',
    sql: `select p.id::text as example from places p join secrets.places s on s.place_id = p.id and s.organisation_id <> p.organisation_id
      union all select c.id::text from contacts c join secrets.contacts s on s.contact_id = c.id and s.organisation_id <> c.organisation_id`,
    problem: (count) => `${counted(count, 'secret')} whose keepers are those of another entry than its place or contact is of.`,
    remedy: 'Save the places and contacts of the entry again as an administrator',
  },
];

const PLACES: readonly Check[] = [
  {
    severity: 'FAULT',
    sql: `select code as example from areas where boundary is not null and not st_isvalid(boundary)`,
    problem: (count) => `${counted(count, 'area')} with a boundary that crosses itself.`,
    remedy: 'vcs-atlas import boundaries repairs what it reads: import them again',
  },
  {
    severity: 'NOTE',
    sql: `select code as example from areas where kind = 'DISTRICT' and boundary is null`,
    problem: (count) => `${counted(count, 'district')} without a boundary: nothing can be placed there by its point.`,
    remedy: 'vcs-atlas import boundaries <file> --kind DISTRICT --code <property> --name <property>',
  },
  {
    severity: 'NOTE',
    sql: `select code as example from areas where kind = 'DISTRICT' and accuracy = 'SCHEMATIC' and (select count(*) from (select from postcodes limit ${REAL_POSTCODES}) p) = ${REAL_POSTCODES}`,
    problem: (count) => `${counted(count, 'district')} with a schematic outline, while real postcodes are loaded.`,
    remedy: 'vcs-atlas import boundaries <file> --kind DISTRICT --code <property> --name <property>',
  },
  {
    severity: 'NOTE',
    sql: `select distinct p.district_code as example from postcodes p where p.district_code is not null
      and not exists (select from areas a where a.code = p.district_code) and not exists (select from area_former_codes f where f.code = p.district_code)`,
    problem: (count) => `${counted(count, 'district')} that postcodes name and that is not there.`,
    remedy: 'Import the boundaries of those districts, or the codes that replaced theirs: vcs-atlas import area-codes <file>',
  },
  {
    severity: 'FAULT',
    sql: `select distinct a.code || ' ' || s.measure as example from area_statistics s join areas a on a.id = s.area_id join area_former_codes f on f.code = a.code`,
    problem: (count) => `${counted(count, 'statistic')} of areas whose code was replaced: no answer uses them.`,
    remedy: 'Import the codes, then the statistics again: vcs-atlas import area-codes <file>; vcs-atlas import area-statistics <file> …',
  },
];

const ORGANISATIONS: readonly Check[] = [
  {
    severity: 'NOTE',
    sql: `select o.id::text as example from organisations o where o.merged_into_id is null
      and not exists (select from places p left join secrets.places s on s.place_id = p.id
        where p.organisation_id = o.id and p.kind = 'ADDRESS' and coalesce(s.district_id, p.district_id) is not null)`,
    problem: (count) => `${counted(count, 'organisation')} not placed in a district.`,
    remedy: 'List them with the filter notPlaced; they want a postcode, or the postcodes want importing',
  },
];

function staleEntries(today: string): Check {
  return {
    severity: 'NOTE',
    sql: `select id::text as example from organisations where merged_into_id is null and (assured_on is null or assured_on < $1::date - interval '12 months')`,
    params: [today],
    problem: (count) => `${counted(count, 'entry', 'entries')} that nobody has assured for 12 months.`,
    remedy: 'schema/operations/stale-entries.graphql lists them by area; assureOrganisation says that one was checked',
  };
}
