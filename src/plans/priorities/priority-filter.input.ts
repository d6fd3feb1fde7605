import { Field, ID, InputType } from 'type-graphql';
import { DateScalar } from '../../graphql/scalars';
import { ContributorSide, SectorContribution, ServedBasis } from './priority.enums';

@InputType({ description: 'Which priorities. All that is given must hold; those of drafts are left out unless their set is named.' })
export class PriorityFilter {
  @Field(() => String, { nullable: true, description: 'That hold for the area of this code: of sets for it and for the areas that contain it.' })
  area?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this set, be it a draft or not.' })
  set?: string | null;

  @Field(() => SectorContribution, { nullable: true, description: 'Whether the sector contributes to them. NONE: those that have nobody.' })
  sectorContribution?: SectorContribution | null;

  @Field(() => ID, { nullable: true, description: 'Led by this lead.' })
  lead?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'The day on which all of this holds, as is now known; today when left out.' })
  asOf?: string | null;
}

@InputType({ description: 'Which services that contribute to a priority, of organisations at work on the day. All that is given must hold.' })
export class ContributionFilter {
  @Field(() => ID, { description: 'The priority.' })
  priority!: string;

  @Field(() => ContributorSide, { nullable: true, description: 'Whose services; SECTOR: those of the declared sector. All when left out.' })
  side?: ContributorSide | null;

  @Field(() => String, { nullable: true, description: 'That serve the area of this code; with `basis`.' })
  area?: string | null;

  @Field(() => ServedBasis, { nullable: true, description: 'How they serve `area`; EITHER when left out.' })
  basis?: ServedBasis | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it is not known which areas they serve.' })
  areaNotKnown?: boolean | null;

  @Field(() => DateScalar, { nullable: true, description: 'The day; today when left out.' })
  asOf?: string | null;
}
