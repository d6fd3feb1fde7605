import { Arg, FieldResolver, Resolver } from 'type-graphql';
import { declared } from '../graphql/declared';
import { Shown } from '../graphql/read/shape';
import { DateScalar } from '../graphql/scalars';
import { Organisation } from '../organisations/organisation.type';
import { Attendance, Booking } from './training-session.type';
import { DevelopmentNeed, OrganisationDuty, PassportCount } from './workforce.type';

const ofOrganisation = (child: string, parent: string): string => `${child}.organisation_id = ${parent}.id`;

/** What the training of an organisation adds to its entry. */
@Resolver(() => Organisation)
export class OrganisationTrainingResolver {
  @FieldResolver(() => [Attendance], { description: 'The courses that its people came to, latest first.' })
  @Shown('SIGNED_IN', {
    list: {
      where: (child, parent, bind, { course }) =>
        `${ofOrganisation(child, parent)}${course == null ? '' : ` and ${child}.course_id = (select c.id from shown.courses c where c.code = ${bind.param(course, 'text')})`}`,
      orderBy: (child) => `${child}.held_on desc, ${child}.kind, ${child}.id`,
    },
  })
  attendances(@Arg('course', () => String, { nullable: true, description: 'Only of the course with this code.' }) _course?: string): Attendance[] {
    return declared();
  }

  @FieldResolver(() => [Booking], { description: 'The sessions that it booked, latest booked first.' })
  @Shown('SIGNED_IN', { list: { where: ofOrganisation, orderBy: (child) => `${child}.booked_at desc, ${child}.id` } })
  bookings(): Booking[] {
    return declared();
  }

  @FieldResolver(() => [OrganisationDuty], { description: 'Its duties on a day: lead professional, lists of multi-agency teams.' })
  @Shown('SIGNED_IN', {
    list: {
      where: (child, parent, bind, { asOf }) => `${ofOrganisation(child, parent)} and ${child}.valid @> ${asOf == null ? bind.today() : bind.param(asOf, 'date')}`,
      orderBy: (child) => `${child}.duty, ${child}.id`,
    },
  })
  duties(@Arg('asOf', () => DateScalar, { nullable: true, description: 'The day; today when left out.' }) _asOf?: string): OrganisationDuty[] {
    return declared();
  }

  @FieldResolver(() => [PassportCount], { description: 'Its counts of the Passport over time, latest first.' })
  @Shown('SIGNED_IN', { list: { where: ofOrganisation, orderBy: (child) => `${child}.counted_on desc, ${child}.unit_id` } })
  passportProgress(): PassportCount[] {
    return declared();
  }

  @FieldResolver(() => [DevelopmentNeed], { description: 'What its people need to learn, latest recorded first.' })
  @Shown('SIGNED_IN', { list: { where: ofOrganisation, orderBy: (child) => `${child}.recorded_on desc, ${child}.id` } })
  developmentNeeds(): DevelopmentNeed[] {
    return declared();
  }
}
