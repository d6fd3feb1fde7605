import { Field, Float, ID, InputType, registerEnumType } from 'type-graphql';
import { DateScalar, PostcodeScalar } from '../graphql/scalars';
import { PointInput } from '../places/area-at.type';
import { Sector } from '../places/sector.enum';
import { CommunityLinkKind, OrganisationStatus, SizeBand } from './organisation.enums';

export enum AreaBasis {
  BASED_IN = 'BASED_IN',
  SERVES = 'SERVES',
  COUNTY_WIDE = 'COUNTY_WIDE',
  SERVES_OR_COUNTY_WIDE = 'SERVES_OR_COUNTY_WIDE',
  BASED_IN_OR_SERVES = 'BASED_IN_OR_SERVES',
}
registerEnumType(AreaBasis, {
  name: 'AreaBasis',
  description: 'How organisations stand to the area of a filter.',
  valuesConfig: {
    BASED_IN: { description: 'Their registered address, as far as the public may know it, lies in it.' },
    SERVES: { description: 'They serve it in particular: by an area served that is it, lies in it or overlaps it.' },
    COUNTY_WIDE: { description: 'They serve it only because they serve an area that contains it.' },
    SERVES_OR_COUNTY_WIDE: { description: 'They serve it either way.' },
    BASED_IN_OR_SERVES: { description: 'They are based in it or serve it either way.' },
  },
});

export enum RoleFilter {
  PROVIDER = 'PROVIDER',
  INFRASTRUCTURE = 'INFRASTRUCTURE',
  INFRASTRUCTURE_ONLY = 'INFRASTRUCTURE_ONLY',
}
registerEnumType(RoleFilter, {
  name: 'RoleFilter',
  description: 'Which roles a filter asks for.',
  valuesConfig: {
    PROVIDER: { description: 'Providers, be they infrastructure bodies as well or not.' },
    INFRASTRUCTURE: { description: 'Infrastructure bodies, be they providers as well or not.' },
    INFRASTRUCTURE_ONLY: { description: 'Infrastructure bodies that provide nothing themselves.' },
  },
});

@InputType({ description: 'Ages as printed: both ends inclusive.' })
export class AgesInput {
  @Field(() => Float, { nullable: true, description: 'Youngest age; left out: no lower bound.' })
  from?: number | null;

  @Field(() => Float, { nullable: true, description: 'Oldest age; left out: no upper bound.' })
  to?: number | null;
}

@InputType({ description: 'Within some kilometres of a postcode or a point.' })
export class NearInput {
  @Field(() => PostcodeScalar, { nullable: true, description: 'A full postcode. Give this or `point`.' })
  postcode?: string | null;

  @Field(() => PointInput, { nullable: true, description: 'A point. Give this or `postcode`.' })
  point?: PointInput | null;

  @Field(() => Float, { description: 'Kilometres, more than 0 and at most 100.' })
  km!: number;
}

@InputType({ description: 'Which organisations: every condition that is given must hold. Figures say the filter that lists their rows in this same form.' })
export class OrganisationFilter {
  @Field(() => String, { nullable: true, description: 'Words of the name, other names, initials or description. Forgives a typo in names.' })
  text?: string | null;

  @Field(() => String, { nullable: true, description: 'Code of an area; with `basis`.' })
  area?: string | null;

  @Field(() => AreaBasis, { nullable: true, description: 'How they stand to `area`; BASED_IN when left out.' })
  basis?: AreaBasis | null;

  @Field(() => String, { nullable: true, description: 'A category by code (`code` or `vocabulary:code`), narrower terms included.' })
  category?: string | null;

  @Field(() => String, { nullable: true, description: 'A community by code (`code` or `vocabulary:code`), narrower terms included.' })
  community?: string | null;

  @Field(() => CommunityLinkKind, { nullable: true, description: 'How they stand to `community`; either when left out.' })
  communityLink?: CommunityLinkKind | null;

  @Field(() => AgesInput, { nullable: true, description: 'A service of theirs is known to reach someone of these ages.' })
  ages?: AgesInput | null;

  @Field(() => Boolean, { nullable: true, description: 'True: known to serve someone under 26. False: known to serve nobody under 26.' })
  servesUnder26?: boolean | null;

  @Field(() => NearInput, { nullable: true, description: 'Where the public may know them to be lies near a spot.' })
  near?: NearInput | null;

  @Field(() => [SizeBand], { nullable: true, description: 'Any of these size bands.' })
  sizeBand?: SizeBand[] | null;

  @Field(() => [Sector], { nullable: true, description: 'Any of these sectors.' })
  sector?: Sector[] | null;

  @Field(() => Boolean, { nullable: true, description: 'True: only of the sector that the county of `area` declares as its own (where nothing is declared: all but STATUTORY). Those whose sector is not known are counted in.' })
  ownSector?: boolean | null;

  @Field(() => RoleFilter, { nullable: true, description: 'Providers or infrastructure bodies.' })
  role?: RoleFilter | null;

  @Field(() => OrganisationStatus, { nullable: true, description: 'Their status on the day of `asOf`; either when left out.' })
  status?: OrganisationStatus | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last checked before this day, or never.' })
  assuredBefore?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'True: without a district that may be known. With `area`: those of its directory, and those that serve it in particular.' })
  notPlaced?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'True: no ages are known. False: some are.' })
  withoutAges?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'True: no category is known. False: one is.' })
  withoutCategory?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'True: no area served is known on the day. False: one is.' })
  withoutAreaServed?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'True: no income is known. False: one is.' })
  withoutIncome?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'True: member of no umbrella body on the day. False: of one.' })
  withoutInfrastructure?: boolean | null;

  @Field(() => ID, { nullable: true, description: 'Members of this umbrella body on the day.' })
  memberOf?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'The day for status, areas served and memberships; today when left out. Other fields answer as today.' })
  asOf?: string | null;
}
