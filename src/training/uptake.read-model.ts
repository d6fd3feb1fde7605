import type { GraphQLResolveInfo } from 'graphql';
import { ArgumentError } from '../errors';
import type { PageArgs } from '../graphql/read/page';
import type { Connection, Reader } from '../graphql/read/reader';
import { areaByCode } from '../places/area-lookup';
import { courseByCode } from './course.lookup';
import { STANDING_CONDITIONS, standingSql, type TrainingQuestion } from './standing.sql';
import { TrainingStanding } from './training.enums';
import { uptakeSql, type UptakeCounts } from './uptake.sql';
import type { TrainingFigure, TrainingFilter, TrainingUptake, TrainingUptakeRow } from './uptake.type';

const MOST_MONTHS = 120;
const EXPIRING_MONTHS = 3;
const APRIL = 4;

/** The year, from 1 April to 31 March, in which a day lies. */
export function trainingYear(day: string): number {
  const year = Number(day.slice(0, 4));
  return Number(day.slice(5, 7)) >= APRIL ? year : Math.max(year - 1, 1);
}

/** Looks up what a filter names and checks its values. */
export async function askedOf(reader: Reader, filter: TrainingFilter, prefix = ''): Promise<TrainingQuestion> {
  const day = filter.asOf ?? reader.today;
  const months = filter.months ?? EXPIRING_MONTHS;
  const year = filter.year ?? trainingYear(day);
  if (!(months >= 0 && months <= MOST_MONTHS)) throw new ArgumentError('BAD_RANGE', `${prefix}months`, `months must be 0 to ${MOST_MONTHS}, not ${months}.`);
  if (filter.year != null && !(year >= 1990 && year <= 2100)) throw new ArgumentError('BAD_RANGE', `${prefix}year`, `year must be 1990 to 2100, not ${year}.`);
  const [area, course] = await Promise.all([areaByCode(reader, filter.area, `${prefix}area`), courseByCode(reader, filter.course, `${prefix}course`)]);
  if (area.districts.length === 0) throw new ArgumentError('BAD_INPUT', `${prefix}area`, `Who is based in ${area.name} is not known, for it holds no whole district.`);
  return { area, course, day, knownAt: asInstant(filter.knownAt), year, months, placed: filter.placed ?? null };
}

export function asInstant(given: string | Date | null | undefined): string | null {
  return given == null ? null : new Date(given).toISOString();
}

export async function readTrainingUptake(reader: Reader, filter: TrainingFilter): Promise<TrainingUptake> {
  const question = await askedOf(reader, filter);
  const bind = reader.binder();
  const counted = await reader.rows<UptakeCounts>(uptakeSql(question, bind), bind);
  const rows = counted.map((row) => asRow(row, question));
  const [notPlaced, whole] = rows.slice(-2);
  if (notPlaced === undefined || whole === undefined) throw new Error('Uptake lacks the row of the whole.');
  return { asOf: question.day, year: question.year, months: question.months, districts: rows.slice(0, -2), notPlaced, whole };
}

/** The organisations of an area that stand to a course in one of some ways, by name. */
export async function listTrainingOrganisations(reader: Reader, info: GraphQLResolveInfo, page: PageArgs, filter: TrainingFilter, prefix = 'filter.'): Promise<Connection> {
  const question = await askedOf(reader, filter, prefix);
  const standing = filter.standing ?? null;
  return reader.connection(info, {
    type: 'OrganisationTraining',
    rows: (bind) => `with ${standingSql(question, bind)} select p.* from standing p where p.own_of_whole`,
    where: () => (standing === null ? [] : [standing.length === 0 ? 'false' : `(${standing.map((one) => `(${STANDING_CONDITIONS[one]('a')})`).join(' or ')})`]),
    orderName: 'NAME',
    order: () => [{ sql: 'a.sort_name', type: 'text' }, { sql: 'a.organisation_id', type: 'uuid' }],
    page,
  });
}

function asRow(row: UptakeCounts, question: TrainingQuestion): TrainingUptakeRow {
  const { counts } = row;
  const place = row.part === 'WHOLE' ? {} : { placed: row.part === 'DISTRICT' };
  const figure = (standing: TrainingStanding): TrainingFigure => ({
    count: counts[standing],
    filter: {
      course: question.course.code, area: row.code ?? question.area.code, ...place, standing: [standing],
      asOf: question.day, year: question.year, months: question.months, ...(question.knownAt === null ? {} : { knownAt: question.knownAt }),
    } satisfies TrainingFilter,
  });
  const share = (count: number): number | null => (counts.IN_SCOPE === 0 ? null : Math.round((count / counts.IN_SCOPE) * 1e4) / 1e4);
  const money = (amount: string | null): { amount: string; currency: string } | null => (amount === null ? null : { amount, currency: question.course.currency });
  return {
    areaId: row.area_id,
    inScope: figure(TrainingStanding.IN_SCOPE),
    scopeNotKnown: figure(TrainingStanding.SCOPE_NOT_KNOWN),
    outOfScope: figure(TrainingStanding.OUT_OF_SCOPE),
    current: figure(TrainingStanding.CURRENT),
    uptake: share(counts.CURRENT),
    lapsed: figure(TrainingStanding.LAPSED),
    neverAttended: figure(TrainingStanding.NEVER),
    expiring: figure(TrainingStanding.EXPIRING),
    bookedAndDidNotCome: figure(TrainingStanding.BOOKED_NOT_CAME),
    target: row.target,
    reached: figure(TrainingStanding.REACHED),
    withSessionInOwnDistrict: figure(TrainingStanding.SESSION_IN_OWN_DISTRICT),
    withSessionInOwnDistrictShare: share(counts.SESSION_IN_OWN_DISTRICT),
    bySaturdayOnly: figure(TrainingStanding.SATURDAY_ONLY),
    byWeekdayOnly: figure(TrainingStanding.WEEKDAY_ONLY),
    bySaturdayAndWeekday: figure(TrainingStanding.SATURDAY_AND_WEEKDAY),
    byEveningOnly: figure(TrainingStanding.EVENING_ONLY),
    people: { staff: row.staff, volunteers: row.volunteers, trustees: row.trustees },
    costs: {
      sessions: row.sessions,
      attendanceNotRecorded: row.sessions_not_recorded,
      spentNotKnown: row.sessions_spent_unknown,
      inOtherCurrency: row.sessions_other_currency,
      spent: money(row.spent),
      organisations: row.paid_for,
      perOrganisation: money(row.per_organisation),
    },
  };
}
