import { Field, ID, InputType, Int } from 'type-graphql';
import { MutationInput } from '../graphql/mutation.input';
import { DateScalar } from '../graphql/scalars';
import { LeadKind, LeadSide, Rag, WhenKind } from './plan.enums';

@InputType({ description: 'What is to be reported of actions of one plan.' })
export class RecordProgressInput extends MutationInput {
  @Field(() => [ID], { nullable: true, description: 'The actions that it is about, at most 100 of one plan; of a recommendation perhaps none.' })
  actions?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'The recommendation at which it stands: it may cover all its actions, and `splitUpdate` says later which. Those of `actions`, which must be of it, it is certainly about.' })
  recommendation?: string | null;

  @Field(() => DateScalar, { description: 'The day that it speaks of: not to come, and not before the plan.' })
  reportedOn!: string;

  @Field(() => Rag, { nullable: true, description: 'How it goes; left out: nothing is said of it, and the last rating stands; NOT_RATED: nobody rates it any more, which needs a word of why.' })
  rag?: Rag | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it is achieved; left out: not said.' })
  achieved?: boolean | null;

  @Field(() => String, { nullable: true, description: 'What was done.' })
  report?: string | null;

  @Field(() => String, { nullable: true, description: 'What is not for the public.' })
  internalNote?: string | null;
}

@InputType({ description: 'Where a recommendation, or an action, stands.' })
export class StatePositionInput extends MutationInput {
  @Field(() => ID, { nullable: true, description: 'The recommendation; left out: an action is named. It is kept on the row of its action that spoke of its position last, else of its first.' })
  recommendation?: string | null;

  @Field(() => ID, { nullable: true, description: 'The action on whose row it is kept.' })
  action?: string | null;

  @Field({ description: 'Where we are up to.' })
  text!: string;

  @Field(() => DateScalar, { nullable: true, description: 'The day that it speaks of: not to come, not before the plan, nor before the statement that it follows; today when left out.' })
  statedOn?: string | null;
}

@InputType({ description: 'When an action is due from now on.' })
export class ReviseDueDateInput extends MutationInput {
  @Field(() => ID, { description: 'The action.' })
  id!: string;

  @Field(() => Int, { description: 'The version of it that you changed.' })
  expectedVersion!: number;

  @Field({ description: 'The new date, as a plan would say it: “June 2027”, “31 March 2027”, “Start Autumn 2027”. It must have one meaning.' })
  byWhen!: string;

  @Field(() => DateScalar, { nullable: true, description: 'The day of the decision; today when left out.' })
  saidOn?: string | null;

  @Field({ description: 'Why it is revised.' })
  reason!: string;
}

@InputType({ description: 'What an action is to move.' })
export class LinkActionInput extends MutationInput {
  @Field(() => ID, { description: 'The action.' })
  id!: string;

  @Field(() => Int, { description: 'The version of it that you looked at.' })
  expectedVersion!: number;

  @Field(() => [ID], { description: 'All that it is to move, at most 50: areas, organisations, services, courses, criteria sets, questions and agreed grades of self-evaluations, by id. What is not among them any more is let go. What it contributes to a priority, `contributeToPriority` says.' })
  linkedTo!: string[];
}

@InputType({ description: 'One of the dates that a text means.' })
export class WhenDateInput {
  @Field(() => WhenKind, { description: 'What it means.' })
  kind!: WhenKind;

  @Field(() => DateScalar, { nullable: true, description: 'First day, of PERIOD, START and REVIEW.' })
  from?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day, of PERIOD, START and REVIEW.' })
  to?: string | null;

  @Field(() => String, { nullable: true, description: 'Of RECURRING: an RRULE of RFC 5545, such as FREQ=MONTHLY;INTERVAL=2.' })
  rrule?: string | null;
}

@InputType({ description: 'What a date that may mean several things means in one plan.' })
export class ConfirmDueDateInput extends MutationInput {
  @Field(() => ID, { description: 'The plan.' })
  id!: string;

  @Field(() => Int, { description: 'The version of it that you looked at.' })
  expectedVersion!: number;

  @Field({ description: 'The text, as written.' })
  written!: string;

  @Field(() => [WhenDateInput], { description: 'What it means: one date or several.' })
  dates!: WhenDateInput[];
}

@InputType({ description: 'Another name of a lead.' })
export class AddLeadAliasInput extends MutationInput {
  @Field(() => ID, { description: 'The lead.' })
  id!: string;

  @Field(() => Int, { description: 'The version of it that you looked at.' })
  expectedVersion!: number;

  @Field({ description: 'The other name. A lead of that name goes into this one, with its actions.' })
  alias!: string;
}

@InputType({ description: 'A name by which a lead is known no more.' })
export class RemoveLeadAliasInput extends MutationInput {
  @Field(() => ID, { description: 'The lead.' })
  id!: string;

  @Field(() => Int, { description: 'The version of it that you looked at.' })
  expectedVersion!: number;

  @Field({ description: 'The other name that is not its own. Actions of which the plan names it so have a lead of that name again.' })
  alias!: string;
}

@InputType({ description: 'What a lead is. What is left out stays as it is.' })
export class DescribeLeadInput extends MutationInput {
  @Field(() => ID, { description: 'The lead.' })
  id!: string;

  @Field(() => Int, { description: 'The version of it that you looked at.' })
  expectedVersion!: number;

  @Field(() => String, { nullable: true, description: 'Its name, put right. The former one stays another name of it, as plans are written with it.' })
  name?: string | null;

  @Field(() => LeadKind, { nullable: true, description: 'What it is.' })
  kind?: LeadKind | null;

  @Field(() => String, { nullable: true, description: 'The body that it belongs to.' })
  agency?: string | null;

  @Field(() => LeadSide, { nullable: true, description: 'Of the sector or statutory.' })
  side?: LeadSide | null;

  @Field(() => String, { nullable: true, description: 'The subject of the token with which it signs in: it may then record progress of its own actions.' })
  subject?: string | null;
}

@InputType({ description: 'That a plan is for everyone.' })
export class ApprovePlanInput extends MutationInput {
  @Field(() => ID, { description: 'The plan.' })
  id!: string;

  @Field(() => Int, { description: 'The version of it that you looked at.' })
  expectedVersion!: number;

  @Field(() => DateScalar, { nullable: true, description: 'The day of approval; today when left out.' })
  on?: string | null;

  @Field({ description: 'Who approved it: a role or a board.' })
  by!: string;
}

@InputType({ description: 'What an update says of some actions.' })
export class UpdatePartInput {
  @Field(() => [ID], { description: 'The actions, of those that the update covers or may cover.' })
  actions!: string[];

  @Field({ description: 'What it says of them, in its own words or in fewer.' })
  report!: string;
}

@InputType({ description: 'Of which actions an update that stands at a recommendation speaks.' })
export class SplitUpdateInput extends MutationInput {
  @Field(() => ID, { description: 'The update.' })
  report!: string;

  @Field(() => [UpdatePartInput], { description: 'What it says of which actions, at most 100 parts; none: it speaks of its own action alone.' })
  parts!: UpdatePartInput[];
}

@InputType({ description: 'The introduction of a section.' })
export class SectionTextInput {
  @Field({ description: 'The title of the section.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'Its introduction; null: none.' })
  introduction?: string | null;
}

@InputType({ description: 'What is said of a plan beside its actions. What is left out stays as it is; null: nothing is said.' })
export class DescribePlanInput extends MutationInput {
  @Field(() => ID, { description: 'The plan.' })
  id!: string;

  @Field(() => Int, { description: 'The version of it that you looked at.' })
  expectedVersion!: number;

  @Field(() => String, { nullable: true, description: 'The body that owns it.' })
  owner?: string | null;

  @Field(() => String, { nullable: true, description: 'Its introduction; paragraphs stand apart by a line break.' })
  introduction?: string | null;

  @Field(() => String, { nullable: true, description: 'Its summary.' })
  summary?: string | null;

  @Field(() => ID, { nullable: true, description: 'The plan that it is part of: of its own area or of one that contains it, unless the caller keeps that plan too.' })
  parent?: string | null;

  @Field(() => [SectionTextInput], { nullable: true, description: 'Introductions of its sections; those of other sections stay.' })
  sections?: SectionTextInput[] | null;
}

@InputType({ description: 'A new version of a plan.' })
export class BeginEditionInput extends MutationInput {
  @Field(() => ID, { description: 'The plan, in its newest version.' })
  id!: string;

  @Field(() => Int, { description: 'The version of the record that you looked at.' })
  expectedVersion!: number;

  @Field(() => DateScalar, { description: 'The first day of the new version, after that of the old one.' })
  from!: string;

  @Field(() => DateScalar, { nullable: true, description: 'Its last day; left out: none is said.' })
  to?: string | null;

  @Field(() => [ID], { nullable: true, description: 'The actions to carry over, at most 1,000; when left out, all that are not achieved. Those that are carried over are closed in the old version from the first day of the new one.' })
  actions?: string[] | null;
}
