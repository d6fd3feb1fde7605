import { Field, ID, Int, ObjectType } from 'type-graphql';
import { firstDay } from '../../graphql/period';
import { ReadFrom, Shown } from '../../graphql/read/shape';
import { DateScalar, DateTimeScalar, DecimalScalar } from '../../graphql/scalars';
import { CriterionState, CriterionWeight, EligibilityOutcome } from '../eligibility.enums';
import { PanelDecisionKind } from './panel.enums';

@ObjectType({ simpleResolvers: true, description: 'How an organisation stood to one criterion when a panel decided.' })
export class CriterionThen {
  @Field({ description: 'Code of the criterion in its set.' })
  @Shown('COMMISSIONING')
  code!: string;

  @Field({ description: 'What it asks for.' })
  @Shown('COMMISSIONING')
  name!: string;

  @Field(() => CriterionWeight, { description: 'What it means that it is not met.' })
  @Shown('COMMISSIONING')
  weight!: CriterionWeight;

  @Field(() => CriterionState, { description: 'How the organisation stood to it.' })
  @Shown('COMMISSIONING')
  state!: CriterionState;

  @Field(() => DateScalar, { nullable: true, description: 'The last day until which it was met by what was on record; null: no end, or not met.' })
  @Shown('COMMISSIONING')
  heldUntil!: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'The assessment that a panel had before it, kept as it stood. Later evidence changes assessments, never this.' })
export class AssessmentThen {
  @Field(() => DateScalar, { description: 'The day that was assessed: that of the decision.' })
  @Shown('COMMISSIONING')
  asOf!: string;

  @Field(() => Int, { description: 'Which version of the criteria set.' })
  @Shown('COMMISSIONING')
  setVersion!: number;

  @Field(() => DecimalScalar, { nullable: true, description: 'The value of contracts in pounds that was assessed, so that criteria for contracts of that value were among those looked at. Null: none was said, and such criteria were left aside.' })
  @Shown('COMMISSIONING')
  contractValue!: string | null;

  @Field(() => EligibilityOutcome, { description: 'What it came to.' })
  @Shown('COMMISSIONING')
  outcome!: EligibilityOutcome;

  @Field(() => [CriterionThen], { description: 'Each criterion of the set, in its order.' })
  @Shown('COMMISSIONING')
  criteria!: CriterionThen[];
}

@ObjectType({ simpleResolvers: true, description: 'What a panel decided about an organisation. Anyone may know that, since when and under which conditions; why is for those who commission, and for the organisation itself.' })
@ReadFrom('shown.panel_decisions', { cleared: 'shown.panel_decisions_cleared' })
export class PanelDecision {
  @Field(() => ID, { description: 'Names the decision.' })
  @Shown('PUBLIC', { column: 'id' })
  key!: string;

  @Field({ description: 'Code of the criteria set.' })
  @Shown('PUBLIC', { column: 'set_code' })
  set!: string;

  @Field(() => PanelDecisionKind, { description: 'What was decided.' })
  @Shown('PUBLIC')
  kind!: PanelDecisionKind;

  @Field(() => DateScalar, { description: 'The day on which it was decided.' })
  @Shown('PUBLIC')
  decidedOn!: string;

  @Field(() => DateScalar, { description: 'From which day on it has effect.' })
  @Shown('PUBLIC', firstDay('valid'))
  from!: string;

  @Field(() => DateScalar, { nullable: true, description: 'Last day of the accreditation that it gives; null: it gives none, or one until further notice.' })
  @Shown('PUBLIC', { sql: (row) => `upper(${row}.valid) - 1` })
  to!: string | null;

  @Field(() => String, { nullable: true, description: 'Under which conditions it accredits.' })
  @Shown('PUBLIC')
  conditions!: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'For contracts of which value in pounds it accredits: what was assessed; null: no value was said, and criteria for contracts of some value were left aside.' })
  @Shown('PUBLIC', { column: 'contract_value', as: 'text' })
  contractValue!: string | null;

  @Field(() => String, { nullable: true, description: 'Why. Null also where it is not yours to know.' })
  @Shown('COMMISSIONING')
  reason!: string | null;

  @Field(() => String, { nullable: true, description: 'Which panel, in words. Null where it is not yours to know.' })
  @Shown('COMMISSIONING')
  decidedBy!: string | null;

  @Field(() => AssessmentThen, { nullable: true, description: 'The assessment that the panel had before it; null where none was needed, or where it is not yours to know.' })
  @Shown('COMMISSIONING')
  assessment!: AssessmentThen | null;

  @Field(() => DateTimeScalar, { description: 'When it went on record: `knownAt` before that does not know it.' })
  @Shown('PUBLIC')
  recordedAt!: string;
}
