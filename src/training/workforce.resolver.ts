import { Arg, Args, Ctx, FieldResolver, Info, Query, Resolver, Root } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { PageArguments } from '../graphql/connection.type';
import type { RequestContext } from '../graphql/context';
import { Weighs } from '../graphql/limits/weighs';
import { Shown } from '../graphql/read/shape';
import { DateScalar, DateTimeScalar } from '../graphql/scalars';
import { Organisation } from '../organisations/organisation.type';
import { areaByCode } from '../places/area-lookup';
import { Area } from '../places/area.type';
import { DutyFilter, DutyHolderConnection, LeadProfessionals } from './lead-professional.type';
import { listDutyHolders, readLeadProfessionals } from './lead-professionals.read-model';
import { listPassportCounts, readPassportProgress } from './passport.read-model';
import { PassportProgress, PassportProgressRow, PrerequisiteNotHeld } from './passport.type';
import { atWorkConditions, ofAreaSql } from './scope.sql';
import { CourseSubject } from './training.enums';
import { DevelopmentNeedConnection, PassportCountConnection, PassportFilter, PassportUnit } from './workforce.type';

@Resolver(() => PassportProgressRow)
export class WorkforceResolver {
  @Weighs({ flat: 500 })
  @Query(() => LeadProfessionals, { description: 'Who acts as lead professional in an area and is trained for it, who could, and who works with its teams. Errors: UNKNOWN_AREA, BAD_INPUT (the area holds no whole district).' })
  @Shown('SIGNED_IN')
  async leadProfessionals(
    @Arg('area', () => String, { description: 'Code of the area.' }) area: string,
    @Arg('asOf', () => DateScalar, { nullable: true, description: 'The day; today when left out.' }) asOf: string | undefined,
    @Arg('knownAt', () => DateTimeScalar, { nullable: true, description: 'Only attendance that was on record by this instant counts, for as long as the course said then; left out: as all now stands. Duties are taken as they now stand.' }) knownAt: Date | undefined,
    @Ctx() { reader }: RequestContext,
  ) {
    return readLeadProfessionals(reader, { area, asOf, knownAt });
  }

  @Weighs({ flat: 500 })
  @Query(() => DutyHolderConnection, { description: 'The organisations behind a figure of `leadProfessionals`, by name. Errors: BAD_PAGE, BAD_CURSOR, UNKNOWN_AREA, BAD_INPUT.' })
  @Shown('SIGNED_IN')
  async dutyHolders(@Args(() => PageArguments) page: PageArguments, @Arg('filter', () => DutyFilter, { description: 'Which.' }) filter: DutyFilter, @Ctx() { reader }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return listDutyHolders(reader, info, page, filter);
  }

  @Query(() => [PassportUnit], { description: 'The units of the Passport, in the order of the pathway.' })
  @Shown('PUBLIC')
  async passportUnits(@Ctx() { reader }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return reader.list(info, 'PassportUnit', () => 'true', 'a.position, a.code');
  }

  @Weighs({ flat: 500 })
  @Query(() => PassportProgress, { description: 'How far the volunteers of an area have come on the Passport, by district and unit, and counts that cannot be. Errors: UNKNOWN_AREA, BAD_INPUT (the area holds no whole district).' })
  @Shown('SIGNED_IN')
  async passportProgress(
    @Arg('area', () => String, { description: 'Code of the area.' }) area: string,
    @Arg('asOf', () => DateScalar, { nullable: true, description: 'The day; today when left out.' }) asOf: string | undefined,
    @Ctx() { reader }: RequestContext,
  ) {
    return readPassportProgress(reader, area, asOf);
  }

  @Weighs({ flat: 100 })
  @Query(() => PassportCountConnection, { description: 'The counts behind a figure of `passportProgress`: the latest of each organisation and unit. Errors: BAD_PAGE, BAD_CURSOR, UNKNOWN_AREA, UNKNOWN_UNIT, BAD_INPUT.' })
  @Shown('SIGNED_IN')
  async passportCounts(@Args(() => PageArguments) page: PageArguments, @Arg('filter', () => PassportFilter, { description: 'Which.' }) filter: PassportFilter, @Ctx() { reader }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return listPassportCounts(reader, info, page, filter);
  }

  @Weighs({ flat: 100 })
  @Query(() => DevelopmentNeedConnection, { description: 'What the people of organisations of an area need to learn, the earliest recorded first. Errors: BAD_PAGE, BAD_CURSOR, UNKNOWN_AREA, BAD_INPUT (the area holds no whole district).' })
  @Shown('SIGNED_IN')
  async developmentNeeds(
    @Args(() => PageArguments) page: PageArguments,
    @Arg('area', () => String, { description: 'Code of the area: organisations at work that are based in it, or not placed and of its directory.' }) area: string,
    @Arg('subject', () => CourseSubject, { nullable: true, description: 'Only about this.' }) subject: CourseSubject | undefined,
    @Arg('met', () => Boolean, { nullable: true, description: 'Only needs that were met by the day (true) or were not (false).' }) met: boolean | undefined,
    @Arg('asOf', () => DateScalar, { nullable: true, description: 'The day: needs recorded by it; today when left out.' }) asOf: string | undefined,
    @Ctx() { reader }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const known = await areaByCode(reader, area, 'area');
    const on = asOf ?? reader.today;
    return reader.connection(info, {
      type: 'DevelopmentNeed',
      where: (bind) => {
        const day = bind.param(on, 'date');
        return [
          `a.recorded_on <= ${day}`,
          `exists (select from shown.organisations o where o.id = a.organisation_id and ${[ofAreaSql({ area: known, day: on, placed: null }, 'o', bind), ...atWorkConditions(on, 'o', bind, false)].join(' and ')})`,
          ...(subject == null ? [] : [`a.subject = ${bind.param(subject, 'text')}`]),
          ...(met == null ? [] : [met ? `a.met_on <= ${day}` : `(a.met_on is null or a.met_on > ${day})`]),
        ];
      },
      orderName: 'RECORDED',
      order: () => [{ sql: 'a.recorded_on', type: 'date' }, { sql: 'a.id', type: 'uuid' }],
      page,
    });
  }

  @FieldResolver(() => Area, { nullable: true, description: 'The area of the row; null for those not placed.' })
  @Shown('SIGNED_IN')
  async area(@Root() row: PassportProgressRow, @Ctx() { reader }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return row.areaId === null ? null : reader.byKey(info, 'Area', row.areaId);
  }
}

@Resolver(() => PrerequisiteNotHeld)
export class PrerequisiteResolver {
  @FieldResolver(() => Organisation, { nullable: true, description: 'Whose count it is.' })
  @Shown('SIGNED_IN')
  async organisation(@Root() row: PrerequisiteNotHeld, @Ctx() { reader }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return reader.byKey(info, 'Organisation', row.organisationId);
  }
}
