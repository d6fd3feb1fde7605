import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf } from '../graphql/connection.type';
import { ReadFrom, Shown } from '../graphql/read/shape';
import { DateScalar, DateTimeScalar, JsonObjectScalar } from '../graphql/scalars';
import { Organisation } from '../organisations/organisation.type';
import { OrganisationDuty } from './workforce.type';

export enum DutyStanding {
  ACTING = 'ACTING',
  ACTING_WITHOUT_CURRENT_TRAINING = 'ACTING_WITHOUT_CURRENT_TRAINING',
  TRAINED_BUT_NOT_ACTING = 'TRAINED_BUT_NOT_ACTING',
  MAT_LIST = 'MAT_LIST',
  MAST = 'MAST',
}
registerEnumType(DutyStanding, {
  name: 'DutyStanding',
  description: 'How an organisation stands to the work of lead professionals. Trained: somebody of it came to a course on the common assessment, and that counts on the day.',
  valuesConfig: {
    ACTING: { description: 'Acts as lead professional on the day.' },
    ACTING_WITHOUT_CURRENT_TRAINING: { description: 'Acts as lead professional and is not trained.' },
    TRAINED_BUT_NOT_ACTING: { description: 'Is trained and does not act.' },
    MAT_LIST: { description: 'Is on a list of a multi-agency team of the area, of one within it, or of one that contains it.' },
    MAST: { description: 'Works with a multi-agency support team of the area, of one within it, or of one that contains it.' },
  },
});

@InputType({ description: 'Which organisations, by their duties. The figures of `leadProfessionals` say which filter lists their rows.' })
export class DutyFilter {
  @Field({ description: 'Code of the area.' })
  area!: string;

  @Field(() => DutyStanding, { description: 'How they stand.' })
  standing!: DutyStanding;

  @Field(() => DateScalar, { nullable: true, description: 'The day; today when left out.' })
  asOf?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Only attendance that was on record by this instant counts, for as long as the course said then; left out: as all now stands. Duties are taken as they now stand.' })
  knownAt?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'A count of organisations that opens up into its rows.' })
export class DutyFigure {
  @Field(() => Int, { description: 'How many organisations, each once.' })
  @Shown('SIGNED_IN')
  count!: number;

  @Field(() => JsonObjectScalar, { description: 'The filter that lists exactly these: pass it to `dutyHolders`.' })
  @Shown('SIGNED_IN')
  filter!: object;
}

@ObjectType({
  simpleResolvers: true,
  description: 'Who acts as lead professional and who could. Of the area are those based in it, as far as the public may know, and those not placed of its directory; for the lists of teams it is the area of the list that counts. All are at work on the day.',
})
export class LeadProfessionals {
  @Field(() => DateScalar, { description: 'The day.' })
  @Shown('SIGNED_IN')
  asOf!: string;

  @Field(() => DutyFigure, { description: 'Act as lead professional.' })
  @Shown('SIGNED_IN')
  acting!: DutyFigure;

  @Field(() => DutyFigure, { description: 'Act without current training in the common assessment.' })
  @Shown('SIGNED_IN')
  actingWithoutCurrentTraining!: DutyFigure;

  @Field(() => DutyFigure, { description: 'Trained in the common assessment and not acting: whom to ask. Only those that offer something, of the county’s own sector.' })
  @Shown('SIGNED_IN')
  trainedButNotActing!: DutyFigure;

  @Field(() => DutyFigure, { description: 'On the list of a multi-agency team.' })
  @Shown('SIGNED_IN')
  onMatList!: DutyFigure;

  @Field(() => DutyFigure, { description: 'Work with a multi-agency support team.' })
  @Shown('SIGNED_IN')
  withMast!: DutyFigure;
}

@ObjectType({ simpleResolvers: true, description: 'An organisation, its duties on the day, and whether it is trained in the common assessment.' })
@ReadFrom('(standings are worked out when asked for)')
export class DutyHolder {
  @Field(() => Organisation, { description: 'The organisation.' })
  @Shown('SIGNED_IN', { one: { where: (child, parent) => `${child}.id = ${parent}.organisation_id` } })
  organisation!: Organisation;

  @Field(() => [OrganisationDuty], { description: 'Its duties on the day.' })
  @Shown('SIGNED_IN', { list: { where: (child, parent) => `${child}.organisation_id = ${parent}.organisation_id and ${child}.valid @> ${parent}.as_of`, orderBy: (child) => `${child}.duty, ${child}.id` } })
  duties!: OrganisationDuty[];

  @Field({ description: 'Whether somebody of it came to a course on the common assessment, and that counts on the day.' })
  @Shown('SIGNED_IN')
  trained!: boolean;

  @Field(() => DateScalar, { nullable: true, description: 'The last day on which that counts or counted; null where it never came, or where it does not lapse.' })
  @Shown('SIGNED_IN', { sql: (row) => `${row}.lapses_on - 1` })
  trainedUntil!: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'A page of organisations with duties, by name.' })
export class DutyHolderConnection extends connectionOf(DutyHolder, 'DutyHolder') {}
