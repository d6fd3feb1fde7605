import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Shown } from '../graphql/read/shape';
import { ActionFigure } from './plan-figures.type';
import { ActionSide } from './plan.enums';

@ObjectType({ simpleResolvers: true, description: 'How much one lead has to do in a plan.' })
export class LeadLoad {
  /** Read on by the field `lead`. */
  leadId!: string;

  @Field(() => ActionFigure, { description: 'The actions that it leads, alone or with others.' })
  @Shown('PUBLIC')
  actions!: ActionFigure;

  @Field(() => ActionFigure, { description: 'Of these, those that it leads alone.' })
  @Shown('PUBLIC')
  alone!: ActionFigure;

  @Field(() => ActionFigure, { description: 'Of these, those that are overdue.' })
  @Shown('PUBLIC')
  overdue!: ActionFigure;

  @Field(() => ActionFigure, { description: 'Of these, those that are achieved.' })
  @Shown('PUBLIC')
  achieved!: ActionFigure;
}

@ObjectType({ simpleResolvers: true, description: 'How much one agency has to do in a plan.' })
export class AgencyLoad {
  @Field({ description: 'The agency.' })
  @Shown('PUBLIC')
  agency!: string;

  /** Read on by the field `ledBy`. */
  leadIds!: readonly string[];

  @Field(() => Int, { description: 'Leads of it, as many as `ledBy` names.' })
  @Shown('PUBLIC')
  leads!: number;

  @Field(() => ActionFigure, { description: 'Actions that one of them leads, each once.' })
  @Shown('PUBLIC')
  actions!: ActionFigure;
}

@ObjectType({ simpleResolvers: true, description: 'How many actions one side leads.' })
export class SideFigure extends ActionFigure {
  @Field(() => ActionSide, { description: 'The side.' })
  @Shown('PUBLIC')
  side!: ActionSide;
}

@ObjectType({ simpleResolvers: true, description: 'Who leads the actions of a plan on a day. What is closed is not counted.' })
export class PlanLeads {
  @Field(() => [LeadLoad], { description: 'By lead, the one with most actions first. An action with several leads counts for each.' })
  @Shown('PUBLIC')
  leads!: LeadLoad[];

  @Field(() => [AgencyLoad], { description: 'By agency, as far as it is known, the one with most actions first.' })
  @Shown('PUBLIC')
  agencies!: AgencyLoad[];

  @Field(() => [SideFigure], { description: 'Sector against statutory: together they are all actions.' })
  @Shown('PUBLIC')
  sides!: SideFigure[];
}

@ObjectType({ simpleResolvers: true, description: 'A date that may mean several things.' })
export class AmbiguousDate {
  @Field({ description: 'As written.' })
  @Shown('SIGNED_IN')
  written!: string;

  @Field(() => ActionFigure, { description: 'The actions whose date now reads so.' })
  @Shown('SIGNED_IN')
  actions!: ActionFigure;
}

@ObjectType({ simpleResolvers: true, description: 'A lead of which a person must say what, or who, it is.' })
export class UnmatchedLead {
  /** Read on by the field `lead`. */
  leadId!: string;

  @Field(() => ActionFigure, { description: 'The actions that it leads.' })
  @Shown('SIGNED_IN')
  actions!: ActionFigure;

  /** Read on by the field `mayBe`. */
  mayBeIds!: readonly string[];
}

@ObjectType({ simpleResolvers: true, description: 'A lead of which a person must say whether it is of the sector or statutory.' })
export class LeadWithoutSide {
  /** Read on by the field `lead`. */
  leadId!: string;

  @Field(() => ActionFigure, { description: 'The actions that it leads.' })
  @Shown('SIGNED_IN')
  actions!: ActionFigure;
}

@ObjectType({ simpleResolvers: true, description: 'A measure that reads as something else: `settleMeasure` says what it is.' })
export class OddMeasure {
  @Field(() => ID, { description: 'Its id.' })
  @Shown('SIGNED_IN')
  measureId!: string;

  @Field(() => ID, { description: 'The id of its action.' })
  @Shown('SIGNED_IN')
  actionId!: string;

  @Field({ description: 'As written.' })
  @Shown('SIGNED_IN')
  text!: string;

  @Field({ description: 'The number of its action.' })
  @Shown('SIGNED_IN')
  actionNumber!: string;

  @Field({ description: 'DATE or BODY: what it rather reads as.' })
  @Shown('SIGNED_IN')
  odd!: string;
}

@ObjectType({ simpleResolvers: true, description: 'What only a person can say of a plan. Nothing of it was guessed.' })
export class ForAPerson {
  @Field(() => [AmbiguousDate], { description: 'Dates that may mean several things: `confirmDueDate` says what.' })
  @Shown('SIGNED_IN')
  ambiguousDates!: AmbiguousDate[];

  @Field(() => [UnmatchedLead], { description: 'Leads of which it is not known what they are, and those that may be another one under another name: `addLeadAlias` says so.' })
  @Shown('SIGNED_IN')
  unmatchedLeads!: UnmatchedLead[];

  @Field(() => [LeadWithoutSide], { description: 'Leads of which it is not known whether they are of the sector or statutory: `describeLead` says so. Until then their actions may be of side NOT_KNOWN.' })
  @Shown('SIGNED_IN')
  leadsWithoutSide!: LeadWithoutSide[];

  @Field(() => ActionFigure, { description: 'Actions that recur although the plan has no first day to count from: they have no next days and no periods until it is said, by `import plan --from`. None where the plan has one.' })
  @Shown('SIGNED_IN')
  recurringWithoutFirstDay!: ActionFigure;

  @Field(() => [String], { description: 'Bodies whose reviews are due on no day, as neither they nor the plan have a first day to count from.' })
  @Shown('SIGNED_IN')
  reviewBodiesWithoutFirstDay!: string[];

  @Field(() => [OddMeasure], { description: 'Measures that read as a date or as a lead.' })
  @Shown('SIGNED_IN')
  oddMeasures!: OddMeasure[];

  @Field(() => ActionFigure, { description: 'Actions without wording.' })
  @Shown('SIGNED_IN')
  incomplete!: ActionFigure;
}
