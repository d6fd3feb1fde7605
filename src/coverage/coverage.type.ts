import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Weighs } from '../graphql/limits/weighs';
import { Shown } from '../graphql/read/shape';
import { DateScalar, JsonObjectScalar } from '../graphql/scalars';
import { SizeBand } from '../organisations/organisation.enums';

@ObjectType({ simpleResolvers: true, description: 'A count of organisations that opens up into its rows.' })
export class Figure {
  @Field(() => Int, { description: 'How many organisations, each once.' })
  @Shown('PUBLIC')
  count!: number;

  @Field(() => JsonObjectScalar, { description: 'The filter that lists exactly these: pass it to `organisations`.' })
  @Shown('PUBLIC')
  filter!: object;
}

@ObjectType({ simpleResolvers: true, description: 'Organisations known to serve someone under 26 for each 1,000 people aged 0 to 25: both speak of the same people.' })
export class PerThousand {
  @Field(() => Float, { nullable: true, description: 'The rate, to two decimals. 0: nobody serves the area, or whoever does is known to serve no one under 26. Null, not known: the population is not, or there are organisations and of none that serves the area are ages known. Where ages are known of some, the rate is of those, and `unknown.withoutAges` tells how many others there are.' })
  @Shown('PUBLIC')
  value!: number | null;

  @Field(() => Int, { nullable: true, description: 'People aged 0 to 25 (to the 26th birthday). Of an area without a figure of its own: the sum of its districts, where all have one for the same year.' })
  @Shown('PUBLIC')
  population!: number | null;

  @Field(() => Int, { nullable: true, description: 'The year of the population.' })
  @Shown('PUBLIC')
  year!: number | null;

  @Field(() => String, { nullable: true, description: 'Who published the population.' })
  @Shown('PUBLIC')
  source!: string | null;

  @Field(() => JsonObjectScalar, { description: 'The filter that lists the organisations of the numerator.' })
  @Shown('PUBLIC')
  filter!: object;
}

@ObjectType({ simpleResolvers: true, description: 'How many organisations are of a size.' })
export class SizeBandFigure extends Figure {
  @Field(() => SizeBand, { description: 'The size.' })
  @Shown('PUBLIC')
  band!: SizeBand;
}

@ObjectType({ simpleResolvers: true, description: 'How much of what is said here nobody has checked for more than twelve months, or ever.' })
export class StaleShare {
  @Field(() => Float, { nullable: true, description: 'Stale ones ÷ organisations of the row, 0 to 1, to four decimals; null when the row has none.' })
  @Shown('PUBLIC')
  value!: number | null;

  @Field(() => Int, { description: 'How many are stale.' })
  @Shown('PUBLIC')
  count!: number;

  @Field(() => JsonObjectScalar, { description: 'The filter that lists them.' })
  @Shown('PUBLIC')
  filter!: object;
}

@ObjectType({ simpleResolvers: true, description: 'What is not known of the organisations of a row. A gap in our knowledge is not a gap in provision.' })
export class UnknownFigures {
  @Field(() => Figure, { description: 'No ages are known, so whether they serve anyone under 26 is not.' })
  @Shown('PUBLIC')
  withoutAges!: Figure;

  @Field(() => Figure, { description: 'Based here, but which area they serve is not known.' })
  @Shown('PUBLIC')
  withoutAreaServed!: Figure;

  @Field(() => Figure, { description: 'No category is known.' })
  @Shown('PUBLIC')
  withoutCategory!: Figure;

  @Field(() => Figure, { description: 'No income is known.' })
  @Shown('PUBLIC')
  withoutIncome!: Figure;

  @Field(() => Figure, { description: 'Member of no umbrella body.' })
  @Shown('PUBLIC')
  withoutInfrastructure!: Figure;
}

@ObjectType({
  simpleResolvers: true,
  description: 'Who there is in one area. Counted are organisations of the sector that the county declares as its own, at work on the day and providing something, unless the filter says otherwise.',
})
export class CoverageRow {
  /** Read on by the field `area`. */
  areaId!: string;

  @Field(() => Figure, { description: 'Based in it or serving it, either way: those of whom the row speaks.' })
  @Shown('PUBLIC')
  organisations!: Figure;

  @Field(() => Figure, { nullable: true, description: 'Whose registered address lies in it, as far as the public may know; null where the area holds no whole district.' })
  @Shown('PUBLIC')
  basedIn!: Figure | null;

  @Field(() => Figure, { description: 'Serving it in particular: by an area served that is it, lies in it or overlaps it. Ten districts served by ten rows are dedicated in each and once in the county.' })
  @Shown('PUBLIC')
  dedicated!: Figure;

  @Field(() => Figure, { description: 'Serving it only because they serve an area that contains it, such as its whole county. Never also `dedicated`.' })
  @Shown('PUBLIC')
  countyWide!: Figure;

  @Field(() => Figure, { description: 'Serving it, either way, and known to serve someone under 26.' })
  @Shown('PUBLIC')
  servesUnder26!: Figure;

  @Field(() => PerThousand, { description: '`servesUnder26` for each 1,000 people aged 0 to 25.' })
  @Shown('PUBLIC')
  perThousand!: PerThousand;

  @Field(() => [SizeBandFigure], { description: 'The organisations of the row by size, all bands, the unknown one last.' })
  @Shown('PUBLIC')
  bySizeBand!: SizeBandFigure[];

  @Field(() => StaleShare, { description: 'How much of the row is stale.' })
  @Shown('PUBLIC')
  staleShare!: StaleShare;

  @Field(() => UnknownFigures, { description: 'What is not known of the organisations of the row.' })
  @Shown('PUBLIC')
  unknown!: UnknownFigures;

  @Field(() => Figure, { nullable: true, description: 'Bodies that are infrastructure only, counted nowhere else in the row; null where the filter names a role.' })
  @Shown('PUBLIC')
  infrastructureOnly!: Figure | null;

  @Field(() => Figure, { nullable: true, description: "Of the area's directory, or serving it in particular, without a district that may be known. On the row of the whole only." })
  @Shown('PUBLIC')
  notPlaced!: Figure | null;
}

@ObjectType({ simpleResolvers: true, description: 'Coverage of an area, by the areas of a kind within it. The whole is not the sum of its parts where organisations serve several.' })
export class Coverage {
  @Field(() => DateScalar, { description: 'The day that status, areas served and memberships speak of.' })
  @Shown('PUBLIC')
  asOf!: string;

  @Field({ description: 'The kind of the parts.' })
  @Shown('PUBLIC')
  kind!: string;

  @Weighs({ rows: 50 })
  @Field(() => [CoverageRow], { description: 'One row for each area of the kind, by name.' })
  @Shown('PUBLIC')
  rows!: CoverageRow[];

  @Field(() => CoverageRow, { description: 'The area as a whole, each organisation once.' })
  @Shown('PUBLIC')
  whole!: CoverageRow;
}
