import { Field, ID, InputType } from 'type-graphql';
import { MutationInput } from '../../graphql/mutation.input';
import { DateScalar, DecimalScalar } from '../../graphql/scalars';
import { PanelDecisionKind } from './panel.enums';

@InputType({ description: 'What a panel decided. It goes on record as it is given and is never changed; a mistake is put right by another decision.' })
export class DecideAccreditationInput extends MutationInput {
  @Field(() => ID, { description: 'The organisation.' })
  id!: string;

  @Field({ description: 'Code of the criteria set.' })
  set!: string;

  @Field(() => PanelDecisionKind, { description: 'What was decided.' })
  kind!: PanelDecisionKind;

  @Field(() => DateScalar, { nullable: true, description: 'The day on which it was decided, not in the future; today when left out.' })
  decidedOn?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'From which day on it has effect; `decidedOn` when left out.' })
  from?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Last day of the accreditation, of what accredits. Left out: until further notice; where it takes a suspension or withdrawal back, until the accreditation would have ended without it.',
  })
  to?: string | null;

  @Field(() => String, { nullable: true, description: 'Under which conditions it accredits, for anyone to read. Left out where it takes a suspension or withdrawal back: those that held before it.' })
  conditions?: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'The value of contracts in pounds for which it accredits anew: the assessment is made for it. Left out: criteria for contracts of some value are left aside, and the accreditation says so. Where a suspension or withdrawal is taken back, the value that held before it stands.',
  })
  contractValue?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why, for those who commission and for the organisation. Required to refuse, suspend or withdraw, and to accredit one whose assessment comes to INCOMPLETE or NOT_ELIGIBLE.',
  })
  reason?: string | null;

  @Field({ description: 'Which panel decided, such as "Children’s Trust commissioning panel": a body or a role, no person.' })
  decidedBy!: string;
}
