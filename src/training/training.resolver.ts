import { Arg, Args, Ctx, Info, Query, Resolver } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { ArgumentError } from '../errors';
import { PageArguments } from '../graphql/connection.type';
import type { RequestContext } from '../graphql/context';
import { Weighs } from '../graphql/limits/weighs';
import { Shown } from '../graphql/read/shape';
import { DateScalar } from '../graphql/scalars';
import { areaByCode } from '../places/area-lookup';
import { courseByCode } from './course.lookup';
import { Course } from './course.type';
import { TrainingBudget } from './training-budget.type';
import { TrainingSessionConnection } from './training-session.type';

@Resolver(() => Course)
export class TrainingResolver {
  @Weighs({ rows: 50 })
  @Query(() => [Course], { description: 'All courses, by name, those no longer offered included.' })
  @Shown('PUBLIC')
  async courses(@Ctx() { reader }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return reader.list(info, 'Course', () => 'true', 'a.sort_name, a.id');
  }

  @Query(() => Course, { nullable: true, description: 'A course by its code; null when there is none.' })
  @Shown('PUBLIC')
  async course(@Arg('code', () => String, { description: 'Its code, such as `safeguarding`.' }) code: string, @Ctx() { reader }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return reader.one(info, 'Course', (row, bind) => `${row}.code = ${bind.param(code, 'text')}`);
  }

  @Query(() => TrainingSessionConnection, { description: 'Sessions, the earliest first, cancelled ones included and marked so. Errors: BAD_PAGE, BAD_CURSOR, UNKNOWN_COURSE, UNKNOWN_AREA, BAD_RANGE.' })
  @Shown('PUBLIC')
  async sessions(
    @Args(() => PageArguments) page: PageArguments,
    @Arg('course', () => String, { nullable: true, description: 'Only of the course with this code.' }) course: string | undefined,
    @Arg('from', () => DateScalar, { nullable: true, description: 'Not before this day.' }) from: string | undefined,
    @Arg('to', () => DateScalar, { nullable: true, description: 'Not after this day.' }) to: string | undefined,
    @Arg('area', () => String, { nullable: true, description: 'Only those held in the area with this code, or online and kept by it.' }) area: string | undefined,
    @Ctx() { reader }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    if (from != null && to != null && from > to) throw new ArgumentError('BAD_RANGE', 'from', `from ${from} lies after to ${to}.`);
    const [known, within] = await Promise.all([course == null ? null : courseByCode(reader, course, 'course'), area == null ? null : areaByCode(reader, area, 'area')]);
    return reader.connection(info, {
      type: 'TrainingSession',
      where: (bind) => [
        ...(known === null ? [] : [`a.course_id = ${bind.param(known.id, 'uuid')}`]),
        ...(from == null ? [] : [`a.held_on >= ${bind.param(from, 'date')}`]),
        ...(to == null ? [] : [`a.held_on <= ${bind.param(to, 'date')}`]),
        ...(within === null ? [] : [`(a.district_id = any(${bind.param(within.districts, 'uuid[]')}) or (a.district_id is null and a.area_id in (select t.descendant_id from shown.area_tree t where t.ancestor_id = ${bind.param(within.id, 'uuid')})))`]),
      ],
      orderName: 'DAY',
      order: () => [{ sql: 'a.held_on', type: 'date' }, { sql: 'a.id', type: 'uuid' }],
      page,
    });
  }

  @Weighs({ rows: 20, flat: 100 })
  @Query(() => [TrainingBudget], { description: 'Budgets for training, by name. Errors: UNKNOWN_AREA.' })
  @Shown('SIGNED_IN')
  async trainingBudgets(
    @Arg('area', () => String, { nullable: true, description: 'Only those for the area with this code or an area within it.' }) area: string | undefined,
    @Ctx() { reader }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const within = area == null ? null : await areaByCode(reader, area, 'area');
    return reader.list(
      info,
      'TrainingBudget',
      (row, bind) => (within === null ? 'true' : `${row}.area_id in (select t.descendant_id from shown.area_tree t where t.ancestor_id = ${bind.param(within.id, 'uuid')})`),
      'a.name, a.id',
    );
  }
}

