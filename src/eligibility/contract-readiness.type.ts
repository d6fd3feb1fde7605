import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Shown } from '../graphql/read/shape';
import { DateScalar } from '../graphql/scalars';
import { SizeBand } from '../organisations/organisation.enums';
import { CriterionState, CriterionWeight } from './eligibility.enums';
import { EligibilityFigure, OutcomeFigure } from './eligibility-figure.type';

export enum MeasureKind {
  TRAINING = 'TRAINING',
  HELP = 'HELP',
  AUDIT = 'AUDIT',
  CHECK = 'CHECK',
}
registerEnumType(MeasureKind, {
  name: 'MeasureKind',
  description: 'What would let organisations in.',
  valuesConfig: {
    TRAINING: { description: 'Places on a course, for those without current training.' },
    HELP: { description: 'Help to write, renew, insure or file what is missing, lapsed, refused or too little.' },
    AUDIT: { description: 'A safeguarding audit, for those without a good one.' },
    CHECK: { description: 'That whoever commissions checks what was filed.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'Organisations that do not meet a criterion, by how they stand to it.' })
export class StateFigure extends EligibilityFigure {
  @Field(() => CriterionState, { description: 'How they stand to it.' })
  @Shown('COMMISSIONING')
  state!: CriterionState;
}

@ObjectType({ simpleResolvers: true, description: 'Organisations of a size that do not meet a criterion, or are let in.' })
export class ReadinessBandFigure extends EligibilityFigure {
  @Field(() => SizeBand, { description: 'The size.' })
  @Shown('COMMISSIONING')
  band!: SizeBand;
}

@ObjectType({ simpleResolvers: true, description: 'Whom one criterion keeps out. A discretionary one keeps nobody out: of it is told who does not meet it.' })
export class CriterionReadiness {
  @Field({ description: 'Code of the criterion.' })
  @Shown('COMMISSIONING')
  code!: string;

  @Field({ description: 'What it asks for.' })
  @Shown('COMMISSIONING')
  name!: string;

  @Field(() => CriterionWeight, { description: 'What it means that it is not met.' })
  @Shown('COMMISSIONING')
  weight!: CriterionWeight;

  @Field(() => String, { nullable: true, description: 'What an organisation can do.' })
  @Shown('COMMISSIONING')
  remedy!: string | null;

  @Field(() => EligibilityFigure, { description: 'To whom it applies and who do not meet it.' })
  @Shown('COMMISSIONING')
  unmet!: EligibilityFigure;

  @Field(() => EligibilityFigure, { description: 'Of these, whom it alone keeps out: they would be let in if it were met. None of a discretionary criterion.' })
  @Shown('COMMISSIONING')
  alone!: EligibilityFigure;

  @Field(() => EligibilityFigure, { description: 'Of those who do not meet it, the ones to whom it applies only because a fact of theirs is not known.' })
  @Shown('COMMISSIONING')
  perhapsNotAsked!: EligibilityFigure;

  @Field(() => [StateFigure], { description: 'Those who do not meet it, by how they stand to it; only what occurs.' })
  @Shown('COMMISSIONING')
  byState!: StateFigure[];

  @Field(() => [ReadinessBandFigure], { description: 'Those who do not meet it, by size, all bands.' })
  @Shown('COMMISSIONING')
  bySizeBand!: ReadinessBandFigure[];
}

@ObjectType({ simpleResolvers: true, description: 'Something that could be done, and whom it would let in.' })
export class ReadinessMeasure {
  @Field(() => MeasureKind, { description: 'What would be done.' })
  @Shown('COMMISSIONING')
  kind!: MeasureKind;

  @Field(() => [String], { description: 'Codes of the criteria that it would have met; several where one kind of measure is taken on all of them.' })
  @Shown('COMMISSIONING')
  criteria!: string[];

  @Field(() => [String], { description: 'Of training: codes of the courses, of which any would do.' })
  @Shown('COMMISSIONING')
  courses!: string[];

  @Field(() => EligibilityFigure, { description: 'How many would be let in by this alone: nothing else keeps them out.' })
  @Shown('COMMISSIONING')
  letsIn!: EligibilityFigure;

  @Field(() => EligibilityFigure, { description: 'How many it would bring nearer, those let in among them.' })
  @Shown('COMMISSIONING')
  helps!: EligibilityFigure;
}

@ObjectType({ simpleResolvers: true, description: 'What keeps the providers of an area from being bought from, and what would let how many in. Let in are those who come to ELIGIBLE or DISCRETIONARY.' })
export class ContractReadiness {
  @Field(() => DateScalar, { description: 'The day.' })
  @Shown('COMMISSIONING')
  asOf!: string;

  @Field({ description: 'Code of the criteria set.' })
  @Shown('COMMISSIONING')
  set!: string;

  @Field(() => EligibilityFigure, { description: 'The organisations that were assessed: at work, providing something, of the sector that the county declares as its own, based in the area or serving it.' })
  @Shown('COMMISSIONING')
  organisations!: EligibilityFigure;

  @Field(() => EligibilityFigure, { description: 'Those who are let in.' })
  @Shown('COMMISSIONING')
  letIn!: EligibilityFigure;

  @Field(() => [ReadinessBandFigure], { description: 'Those who are let in, by size, all bands.' })
  @Shown('COMMISSIONING')
  letInBySizeBand!: ReadinessBandFigure[];

  @Field(() => [OutcomeFigure], { description: 'By outcome, all four.' })
  @Shown('COMMISSIONING')
  outcomes!: OutcomeFigure[];

  @Field(() => EligibilityFigure, { description: 'Those of whom nothing is on record that any criterion asks for: a gap in our knowledge as much as in what they hold.' })
  @Shown('COMMISSIONING')
  nothingKnown!: EligibilityFigure;

  @Field(() => [CriterionReadiness], { description: 'Each criterion of the set: mandatory ones first, those that keep most out before the others.' })
  @Shown('COMMISSIONING')
  criteria!: CriterionReadiness[];

  @Field(() => String, { nullable: true, description: 'Code of the mandatory criterion that keeps most micro and small organisations out; null when none does.' })
  @Shown('COMMISSIONING')
  keepsMostSmallOut!: string | null;

  @Field(() => [ReadinessMeasure], { description: 'What would let organisations in, the most first; a criterion at a time, and a kind of measure over all its criteria where that lets in more than any of them alone.' })
  @Shown('COMMISSIONING')
  measures!: ReadinessMeasure[];
}
