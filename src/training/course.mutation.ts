import { Arg, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../graphql/context';
import { Shown } from '../graphql/read/shape';
import { orUserErrors } from '../graphql/user-error.type';
import { CreateCourseInput, SetTrainingTargetInput, UpdateCourseInput } from './course.input';
import { createCourse, setTrainingTarget, updateCourse } from './course.service';
import { Course } from './course.type';
import { CoursePayload } from './training-payload.type';

const payload = (work: () => Promise<string>): Promise<object> => orUserErrors(async () => ({ courseId: await work() }));

@Resolver(() => CoursePayload)
export class CourseMutations {
  @Mutation(() => CoursePayload, { description: 'Adds a course. userErrors: INVALID, TAKEN, FORBIDDEN, NOT_FOUND, UNKNOWN_AREA, UNKNOWN_TERM, UNKNOWN_SET.' })
  @Shown('COORDINATOR')
  createCourse(@Arg('input', () => CreateCourseInput) input: CreateCourseInput, @Ctx() context: RequestContext) {
    return payload(() => createCourse(context, input));
  }

  @Mutation(() => CoursePayload, { description: 'Changes what is said of a course and who is in its scope. userErrors: those of createCourse, CONFLICT.' })
  @Shown('COORDINATOR')
  updateCourse(@Arg('input', () => UpdateCourseInput) input: UpdateCourseInput, @Ctx() context: RequestContext) {
    return payload(() => updateCourse(context, input));
  }

  @Mutation(() => CoursePayload, { description: 'Says how many organisations of an area a course is to reach in a year. userErrors: NOT_FOUND, FORBIDDEN, CONFLICT, INVALID, UNKNOWN_AREA.' })
  @Shown('COORDINATOR')
  setTrainingTarget(@Arg('input', () => SetTrainingTargetInput) input: SetTrainingTargetInput, @Ctx() context: RequestContext) {
    return payload(() => setTrainingTarget(context, input));
  }

  @FieldResolver(() => Course, { nullable: true, description: 'The course; null when nothing was changed.' })
  @Shown('PUBLIC')
  async course(@Root() done: CoursePayload, @Ctx() { reader }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return done.courseId === undefined ? null : reader.byKey(info, 'Course', done.courseId);
  }
}
