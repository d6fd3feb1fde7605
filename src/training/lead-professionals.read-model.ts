import type { GraphQLResolveInfo } from 'graphql';
import type { Binder } from '../graphql/read/binder';
import type { PageArgs } from '../graphql/read/page';
import type { Connection, Reader } from '../graphql/read/reader';
import { ownSectorCondition } from '../organisations/organisation-filter.conditions';
import { areaByCode, type KnownArea } from '../places/area-lookup';
import { DutyStanding, type DutyFilter, type LeadProfessionals } from './lead-professional.type';
import { atWorkConditions, ofAreaSql } from './scope.sql';
import { attendancesSql } from './standing.sql';
import { asInstant } from './uptake.read-model';

interface DutyQuestion {
  readonly area: KnownArea;
  readonly day: string;
  readonly knownAt: string | null;
}

/**
 * Every organisation at work that holds a duty on the day or is trained in the common assessment, once, and how it
 * stands. A list of a team counts where it is; acting as lead professional counts where the organisation is.
 */
function holdersSql({ area, day: on, knownAt }: DutyQuestion, bind: Binder): string {
  const day = bind.param(on, 'date');
  const id = bind.param(area.id, 'uuid');
  const here = `d.area_id is null or exists (select from shown.area_tree t where (t.ancestor_id = ${id} and t.descendant_id = d.area_id) or (t.descendant_id = ${id} and t.ancestor_id = d.area_id))`;
  return `
with trained as materialized (
  select t.organisation_id, bool_or(t.lapses_on is null or t.lapses_on > ${day}) as current, max(coalesce(t.lapses_on, 'infinity'::date)) as lapses_on
  from ${attendancesSql(knownAt, bind)} t join shown.courses c on c.id = t.course_id
  where c.subject = 'COMMON_ASSESSMENT' and t.held_on <= ${day}
  group by t.organisation_id
), held as materialized (
  select d.organisation_id, bool_or(d.duty = 'LEAD_PROFESSIONAL') as acting,
    bool_or(d.duty = 'MAT_LIST' and (${here})) as mat, bool_or(d.duty = 'MAST' and (${here})) as mast,
    bool_or(d.duty in ('MAT_LIST', 'MAST') and d.area_id is null) as anywhere
  from shown.organisation_duties_cleared d where d.valid @> ${day} group by d.organisation_id
), stand as (
  select a.id as organisation_id, a.sort_name, ${day} as as_of, coalesce(t.current, false) as trained, nullif(t.lapses_on, 'infinity') as lapses_on,
    ${ofAreaSql({ area, day: on, placed: null }, 'a', bind)} as of_area, a.is_provider and ${ownSectorCondition(bind.param(area.sector, 'text[]'), 'a.sector')} as own,
    coalesce(h.acting, false) as acting, coalesce(h.mat, false) as mat, coalesce(h.mast, false) as mast, coalesce(h.anywhere, false) as anywhere
  from shown.organisations a left join trained t on t.organisation_id = a.id left join held h on h.organisation_id = a.id
  where (t.organisation_id is not null or h.organisation_id is not null) and ${atWorkConditions(on, 'a', bind, false).join(' and ')}
)
select s.organisation_id, s.sort_name, s.as_of, s.trained, s.lapses_on, s.of_area and s.acting as acting, s.of_area and s.own and s.trained and not s.acting as idle,
  s.mat and (s.of_area or not s.anywhere) as mat, s.mast and (s.of_area or not s.anywhere) as mast
from stand s`;
}

const CONDITIONS: Readonly<Record<DutyStanding, string>> = {
  ACTING: 'a.acting',
  ACTING_WITHOUT_CURRENT_TRAINING: 'a.acting and not a.trained',
  TRAINED_BUT_NOT_ACTING: 'a.idle',
  MAT_LIST: 'a.mat',
  MAST: 'a.mast',
};

export async function readLeadProfessionals(reader: Reader, asked: { area: string; asOf?: string | undefined; knownAt?: Date | undefined }): Promise<LeadProfessionals> {
  const question = { area: await areaByCode(reader, asked.area, 'area'), day: asked.asOf ?? reader.today, knownAt: asInstant(asked.knownAt) };
  const bind = reader.binder();
  const sql = holdersSql(question, bind);
  const counts = Object.entries(CONDITIONS).map(([name, condition]) => `count(*) filter (where ${condition})::int as "${name}"`);
  const [counted] = await reader.rows<Record<DutyStanding, number>>(`select ${counts.join(', ')} from (${sql}) a`, bind);
  if (counted === undefined) throw new Error('Lead professionals were not counted.');
  const figure = (standing: DutyStanding): { count: number; filter: object } => ({
    count: counted[standing],
    filter: { area: question.area.code, standing, asOf: question.day, ...(question.knownAt === null ? {} : { knownAt: question.knownAt }) },
  });
  return {
    asOf: question.day,
    acting: figure(DutyStanding.ACTING),
    actingWithoutCurrentTraining: figure(DutyStanding.ACTING_WITHOUT_CURRENT_TRAINING),
    trainedButNotActing: figure(DutyStanding.TRAINED_BUT_NOT_ACTING),
    onMatList: figure(DutyStanding.MAT_LIST),
    withMast: figure(DutyStanding.MAST),
  };
}

export async function listDutyHolders(reader: Reader, info: GraphQLResolveInfo, page: PageArgs, filter: DutyFilter): Promise<Connection> {
  const question = { area: await areaByCode(reader, filter.area, 'filter.area'), day: filter.asOf ?? reader.today, knownAt: asInstant(filter.knownAt) };
  return reader.connection(info, {
    type: 'DutyHolder',
    rows: (bind) => holdersSql(question, bind),
    where: () => [CONDITIONS[filter.standing]],
    orderName: 'NAME',
    order: () => [{ sql: 'a.sort_name', type: 'text' }, { sql: 'a.organisation_id', type: 'uuid' }],
    page,
  });
}
