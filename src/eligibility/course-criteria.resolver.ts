import { FieldResolver, Resolver } from 'type-graphql';
import { declared } from '../graphql/declared';
import { Shown } from '../graphql/read/shape';
import { Course } from '../training/course.type';
import { Criterion } from './criteria-set.type';

/** What a course is good for when somebody wants to be bought from. */
@Resolver(() => Course)
export class CourseCriteriaResolver {
  @FieldResolver(() => [Criterion], { description: 'The criteria, of sets in force today, that people who came to it satisfy: those that name the course, and those that were named with it.' })
  @Shown('PUBLIC', {
    list: {
      where: (child, parent, bind) =>
        `${child}.id in (select k.criterion_id from shown.criterion_courses k where k.course_id = ${parent}.id) and ${child}.set_id in (select s.id from shown.criteria_sets s where s.valid @> ${bind.today()})`,
      orderBy: (child) => `${child}.set_id, ${child}.position`,
    },
  })
  satisfies(): Criterion[] {
    return declared();
  }
}
