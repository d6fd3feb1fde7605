import type { GraphQLResolveInfo } from 'graphql';
import { ArgumentError } from '../errors';
import type { Binder } from '../graphql/read/binder';
import type { PageArgs } from '../graphql/read/page';
import type { Connection, Reader } from '../graphql/read/reader';
import { areaByCode, type KnownArea } from '../places/area-lookup';
import type { PassportFigure, PassportProgress, PassportProgressRow, PrerequisiteNotHeld } from './passport.type';
import { atWorkConditions, ofAreaSql } from './scope.sql';
import type { PassportFilter } from './workforce.type';

/** The latest count of each organisation of the area and unit by the day; figures need none of the `besides`. */
function latestSql(area: KnownArea, on: string, placed: boolean | null, bind: Binder, besides = ''): string {
  return `
select distinct on (p.organisation_id, p.unit_id) p.id, p.organisation_id, p.unit_id, p.counted_on, p.volunteers, p.source, a.sort_name, a.based_in_id as district_id, u.code, u.position${besides}
from shown.passport_progress_cleared p join shown.organisations a on a.id = p.organisation_id join shown.passport_units u on u.id = p.unit_id
where p.counted_on <= ${bind.param(on, 'date')} and ${[ofAreaSql({ area, day: on, placed }, 'a', bind), ...atWorkConditions(on, 'a', bind, false)].join(' and ')}
order by p.organisation_id, p.unit_id, p.counted_on desc`;
}

interface CountedUnits {
  readonly part: 'DISTRICT' | 'NOT_PLACED' | 'WHOLE';
  readonly area_id: string | null;
  readonly code: string | null;
  readonly units: Omit<PassportFigure, 'filter'>[];
  readonly contradictions: PrerequisiteNotHeld[] | null;
}

export async function readPassportProgress(reader: Reader, areaCode: string, asOf: string | undefined): Promise<PassportProgress> {
  const area = await areaByCode(reader, areaCode, 'area');
  const day = asOf ?? reader.today;
  const bind = reader.binder();
  const counted = await reader.rows<CountedUnits>(progressSql(area, day, bind), bind);
  const rows = counted.map((row): PassportProgressRow => {
    const place = row.part === 'WHOLE' ? {} : { placed: row.part === 'DISTRICT' };
    return { areaId: row.area_id, units: row.units.map((unit) => ({ ...unit, filter: { area: row.code ?? area.code, unit: unit.unit, asOf: day, ...place } })) };
  });
  const [notPlaced, whole] = rows.slice(-2);
  if (notPlaced === undefined || whole === undefined) throw new Error('Passport progress lacks the row of the whole.');
  return { asOf: day, districts: rows.slice(0, -2), notPlaced, whole, prerequisitesNotHeld: counted.at(-1)?.contradictions ?? [] };
}

function progressSql(area: KnownArea, day: string, bind: Binder): string {
  const districts = bind.param(area.districts, 'uuid[]');
  return `
with latest as materialized (${latestSql(area, day, null, bind)}
), parts as (
  select 'DISTRICT' as part, a.id as area_id, a.code, a.sort_name, 0 as place from shown.areas a where a.id = any(${districts})
  union all select 'NOT_PLACED', null, null, null, 1
  union all select 'WHOLE', a.id, a.code, a.sort_name, 2 from shown.areas a where a.id = ${bind.param(area.id, 'uuid')}
)
select p.part, p.area_id, p.code, (
    select coalesce(json_agg(json_build_object('unit', u.code, 'name', u.name, 'organisations', n.organisations, 'volunteers', n.volunteers) order by u.position, u.code), '[]'::json)
    from shown.passport_units u cross join lateral (
      select count(*)::int as organisations, coalesce(sum(l.volunteers), 0)::int as volunteers from latest l
      where l.unit_id = u.id and case p.part when 'WHOLE' then true when 'DISTRICT' then l.district_id = p.area_id else l.district_id is null end
    ) n
  ) as units, case when p.part = 'WHOLE' then (
    select json_agg(json_build_object('organisationId', l.organisation_id, 'unit', l.code, 'volunteers', l.volunteers, 'required', b.code, 'requiredVolunteers', b.volunteers)
      order by l.sort_name, l.organisation_id, l.position, b.position)
    from latest l join shown.passport_prerequisites q on q.unit_id = l.unit_id join latest b on b.organisation_id = l.organisation_id and b.unit_id = q.required_id
    where l.volunteers > b.volunteers
  ) end as contradictions
from parts p order by p.place, p.sort_name, p.area_id`;
}

export async function listPassportCounts(reader: Reader, info: GraphQLResolveInfo, page: PageArgs, filter: PassportFilter): Promise<Connection> {
  const area = await areaByCode(reader, filter.area, 'filter.area');
  if (filter.unit != null) await requireUnit(reader, filter.unit);
  return reader.connection(info, {
    type: 'PassportCount',
    rows: (bind) => latestSql(area, filter.asOf ?? reader.today, filter.placed ?? null, bind, ', p.version'),
    where: (bind) => (filter.unit == null ? [] : [`a.code = ${bind.param(filter.unit, 'text')}`]),
    orderName: 'UNIT',
    order: () => [{ sql: 'a.position', type: 'integer' }, { sql: 'a.sort_name', type: 'text' }, { sql: 'a.id', type: 'uuid' }],
    page,
  });
}

async function requireUnit(reader: Reader, code: string): Promise<void> {
  const bind = reader.binder();
  const known = await reader.rows(`select u.id from shown.passport_units u where u.code = ${bind.param(code, 'text')}`, bind);
  if (known.length === 0) throw new ArgumentError('UNKNOWN_UNIT', 'filter.unit', `The Passport has no unit ${code.slice(0, 40)}.`);
}
