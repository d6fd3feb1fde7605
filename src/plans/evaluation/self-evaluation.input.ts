import { Field, ID, InputType, Int } from 'type-graphql';
import { MutationInput } from '../../graphql/mutation.input';
import { DateScalar } from '../../graphql/scalars';
import { RespondentKind } from './evaluation.enums';

@InputType({ description: 'A grade of a new scale.' })
export class ScaleGradeInput {
  @Field({ description: 'The grade, such as A.' })
  grade!: string;

  @Field(() => String, { nullable: true, description: 'What it means.' })
  label?: string | null;
}

@InputType({ description: 'A question of a new tool.' })
export class NewQuestionInput {
  @Field({ description: 'Its number in its section, as printed.' })
  number!: string;

  @Field({ description: 'Its wording.' })
  text!: string;
}

@InputType({ description: 'A section of a new tool.' })
export class NewSectionInput {
  @Field({ description: 'Its title.' })
  title!: string;

  @Field(() => [NewQuestionInput], { description: 'Its questions, in order.' })
  questions!: NewQuestionInput[];
}

@InputType({ description: 'A tool that is not there yet.' })
export class NewToolInput {
  @Field({ description: 'Its title.' })
  title!: string;

  @Field(() => [ScaleGradeInput], { nullable: true, description: 'Its grades, the best one leading; left out: A (good to best practice), B (meets minimum standards), C (needs significant improvement).' })
  scale?: ScaleGradeInput[] | null;

  @Field(() => [NewSectionInput], { description: 'Its sections, in order: together 1 to 200 questions.' })
  sections!: NewSectionInput[];
}

@InputType({ description: 'A round of self-evaluation to begin: with a tool that is there, or with a new one.' })
export class CreateSelfEvaluationInput extends MutationInput {
  @Field({ description: 'Code of the area.' })
  area!: string;

  @Field({ description: 'When it is held: a day (2026-11-20), a month (2026-11) or a year (2026). It does not begin in the future.' })
  round!: string;

  @Field(() => ID, { nullable: true, description: 'The tool, of the area or of one that it lies in. Either this or `newTool`.' })
  tool?: string | null;

  @Field(() => NewToolInput, { nullable: true, description: 'A tool for this area.' })
  newTool?: NewToolInput | null;
}

@InputType({ description: 'The answer to one question. A question that is left out has no answer.' })
export class AnswerInput {
  @Field(() => ID, { description: 'The question.' })
  question!: string;

  @Field(() => String, { nullable: true, description: 'A grade of the scale. Either this or `dontKnow`.' })
  grade?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'True: “don’t know”.' })
  dontKnow?: boolean | null;
}

@InputType({ description: 'An anonymous reply. Nothing says whose it is.' })
export class ReplyInput {
  @Field(() => RespondentKind, { description: 'As what somebody replied.' })
  kind!: RespondentKind;

  @Field({ description: 'The partner, such as the sector or the trust: a body, not a person.' })
  partner!: string;

  @Field(() => String, { nullable: true, description: 'Code of the district for which it speaks; left out: for none.' })
  area?: string | null;

  @Field(() => String, { nullable: true, description: 'The number of the form, at most 60 characters: one that is on record is refused, and by it a wrong reply can be withdrawn. What is kept is its digest. Number forms when they have come back, not before they are handed out: a number must not tell whose it is.' })
  form?: string | null;

  @Field(() => [AnswerInput], { description: 'The answers, one a question.' })
  answers!: AnswerInput[];
}

@InputType({ description: 'Replies to a round. They are added to those that are there, and cannot be read or changed afterwards; one with the number of a form can be withdrawn. Give those of an event at once: of one that comes alone the figures before and after tell what it says.' })
export class RecordRepliesInput extends MutationInput {
  @Field(() => ID, { description: 'The round.' })
  id!: string;

  @Field(() => [ReplyInput], { description: 'The replies, 1 to 200 at a time.' })
  replies!: ReplyInput[];
}

@InputType({ description: 'A wrong reply to take out, such as a form that was entered twice. Whoever asks before and after learns what it said: take out nothing that is right.' })
export class WithdrawReplyInput extends MutationInput {
  @Field(() => ID, { description: 'The round.' })
  id!: string;

  @Field({ description: 'The number of the form. To enter it again, give it another one.' })
  form!: string;

  @Field({ description: 'Why. It stays on record; name no person, and not what the reply said.' })
  reason!: string;
}

@InputType({ description: 'What partners agreed on.' })
export class AgreeGradeInput extends MutationInput {
  @Field(() => ID, { description: 'The round.' })
  id!: string;

  @Field(() => Int, { description: 'The version of it that you looked at.' })
  expectedVersion!: number;

  @Field(() => ID, { description: 'The question.' })
  question!: string;

  @Field({ description: 'The grade, of the scale of the tool. The former one stays in the history, and no reply is touched.' })
  grade!: string;

  @Field(() => DateScalar, { nullable: true, description: 'When it was agreed, not to come and not before the round; left out: no day is said.' })
  agreedOn?: string | null;

  @Field(() => String, { nullable: true, description: 'Why.' })
  reason?: string | null;
}

@InputType({ description: 'What partners point to.' })
export class RecordEvaluationEvidenceInput extends MutationInput {
  @Field(() => ID, { description: 'The round.' })
  id!: string;

  @Field(() => ID, { nullable: true, description: 'The section, for which it is as a whole. Either this or `question`.' })
  section?: string | null;

  @Field(() => ID, { nullable: true, description: 'The question that it is for.' })
  question?: string | null;

  @Field({ description: 'The evidence. Name no person.' })
  text!: string;
}

@InputType({ description: 'What the discussion of a round came to.' })
export class RecordFindingInput extends MutationInput {
  @Field(() => ID, { description: 'The round.' })
  id!: string;

  @Field(() => ID, { nullable: true, description: 'The section that it is about; left out, with the question: the round as a whole.' })
  section?: string | null;

  @Field(() => ID, { nullable: true, description: 'The question that it is about.' })
  question?: string | null;

  @Field({ description: 'The finding. Name no person.' })
  text!: string;

  @Field(() => String, { nullable: true, description: 'The grade that the discussion would give to the question. Nothing that was agreed is changed.' })
  grade?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Where no grade is given: whether it contradicts the agreed one.' })
  contradicts?: boolean | null;

  @Field(() => DateScalar, { nullable: true, description: 'The day of the discussion, not to come and not before the round; today when left out.' })
  foundOn?: string | null;
}
