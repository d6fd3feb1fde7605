import { Arg, Args, Ctx, FieldResolver, Info, Int, Query, Resolver, Root } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { PageArguments } from '../graphql/connection.type';
import type { RequestContext } from '../graphql/context';
import { Weighs } from '../graphql/limits/weighs';
import { Shown } from '../graphql/read/shape';
import { DateScalar, DateTimeScalar } from '../graphql/scalars';
import { Area } from '../places/area.type';
import { TrainingStanding } from './training.enums';
import { listTrainingOrganisations, readTrainingUptake } from './uptake.read-model';
import { OrganisationTrainingConnection, TrainingFilter, TrainingUptake, TrainingUptakeRow } from './uptake.type';

@Resolver(() => TrainingUptakeRow)
export class UptakeResolver {
  @Weighs({ flat: 1_000 })
  @Query(() => TrainingUptake, {
    description: 'Which organisations should come to a course, which did, what was aimed at and what it cost, by district and for the whole. Errors: UNKNOWN_AREA, UNKNOWN_COURSE, BAD_RANGE, BAD_INPUT (the area holds no whole district).',
  })
  @Shown('SIGNED_IN')
  async trainingUptake(
    @Arg('area', () => String, { description: 'Code of the area.' }) area: string,
    @Arg('course', () => String, { description: 'Code of the course.' }) course: string,
    @Arg('year', () => Int, { nullable: true, description: 'The year, from 1 April of it to 31 March of the next; the one of the day when left out.' }) year: number | undefined,
    @Arg('asOf', () => DateScalar, { nullable: true, description: 'The day; today when left out.' }) asOf: string | undefined,
    @Arg('knownAt', () => DateTimeScalar, { nullable: true, description: 'Only attendance that was on record by this instant counts, for as long as the course said then, and contracts as they stood then; left out: as all now stands. Sessions, bookings, targets and facts of organisations are taken as they now stand.' }) knownAt: string | undefined,
    @Arg('months', () => Int, { defaultValue: 3, description: 'Within how many months `expiring` ends, 0 to 120.' }) months: number,
    @Ctx() { reader }: RequestContext,
  ) {
    return readTrainingUptake(reader, { area, course, year, asOf, knownAt, months });
  }

  @Weighs({ flat: 500 })
  @Query(() => OrganisationTrainingConnection, { description: 'The organisations behind a figure of `trainingUptake`, by name. Errors: BAD_PAGE, BAD_CURSOR, UNKNOWN_AREA, UNKNOWN_COURSE, BAD_RANGE, BAD_INPUT.' })
  @Shown('SIGNED_IN')
  async trainingOrganisations(
    @Args(() => PageArguments) page: PageArguments,
    @Arg('filter', () => TrainingFilter, { description: 'Which.' }) filter: TrainingFilter,
    @Ctx() { reader }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return listTrainingOrganisations(reader, info, page, filter);
  }

  @Weighs({ flat: 500 })
  @Query(() => OrganisationTrainingConnection, {
    description: 'Organisations in the scope of a course without an attendance that counts on the day, by name: those that never came and those whose attendance lapsed. Whom to invite: `contactsForTraining` are for the coordinators who keep the entries, and for administrators. Errors: BAD_PAGE, BAD_CURSOR, UNKNOWN_AREA, UNKNOWN_COURSE, BAD_INPUT.',
  })
  @Shown('SIGNED_IN')
  async notYetTrained(
    @Args(() => PageArguments) page: PageArguments,
    @Arg('course', () => String, { description: 'Code of the course.' }) course: string,
    @Arg('area', () => String, { description: 'Code of the area.' }) area: string,
    @Arg('asOf', () => DateScalar, { nullable: true, description: 'The day; today when left out.' }) asOf: string | undefined,
    @Arg('knownAt', () => DateTimeScalar, { nullable: true, description: 'Only attendance that was on record by this instant counts, for as long as the course said then, and contracts as they stood then; left out: as all now stands. Sessions, bookings, targets and facts of organisations are taken as they now stand.' }) knownAt: string | undefined,
    @Ctx() { reader }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return listTrainingOrganisations(reader, info, page, { course, area, asOf, knownAt, standing: [TrainingStanding.LAPSED, TrainingStanding.NEVER] }, '');
  }

  @FieldResolver(() => Area, { nullable: true, description: 'The area of the row; null for those not placed.' })
  @Shown('SIGNED_IN')
  async area(@Root() row: TrainingUptakeRow, @Ctx() { reader }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return row.areaId === null ? null : reader.byKey(info, 'Area', row.areaId);
  }
}
