import { Field, Int, ObjectType } from 'type-graphql';
import { Shown } from '../../graphql/read/shape';
import { DateScalar, JsonObjectScalar } from '../../graphql/scalars';
import { ActionFigure } from '../plan-figures.type';
import { SideFigure } from '../plan-leads.type';

@ObjectType({ simpleResolvers: true, description: 'A count of services that contribute to a priority, which opens up into its rows.' })
export class ContributingServicesFigure {
  @Field(() => Int, { description: 'How many services, each once.' })
  @Shown('PUBLIC')
  count!: number;

  @Field(() => JsonObjectScalar, { description: 'The filter that lists exactly these: pass it to `contributingServices`.' })
  @Shown('PUBLIC')
  filter!: object;
}

@ObjectType({ simpleResolvers: true, description: 'A count of organisations whose services contribute to a priority, which opens up into its rows.' })
export class ContributingOrganisationsFigure {
  @Field(() => Int, { description: 'How many organisations, each once.' })
  @Shown('PUBLIC')
  count!: number;

  @Field(() => JsonObjectScalar, { description: 'The filter that lists exactly these: pass it to `contributingOrganisations`.' })
  @Shown('PUBLIC')
  filter!: object;
}

@ObjectType({ simpleResolvers: true, description: 'A count of priorities that opens up into its rows.' })
export class PriorityFigure {
  @Field(() => Int, { description: 'How many priorities, each once.' })
  @Shown('PUBLIC')
  count!: number;

  @Field(() => JsonObjectScalar, { description: 'The filter that lists exactly these: pass it to `priorities`.' })
  @Shown('PUBLIC')
  filter!: object;
}

@ObjectType({ simpleResolvers: true, description: 'What contributes to a priority on the day of the query, in figures: services of organisations at work, and actions that stand in their plan.' })
export class PriorityFigures {
  @Field(() => ContributingServicesFigure, { description: 'Services of the declared sector.' })
  @Shown('PUBLIC')
  services!: ContributingServicesFigure;

  @Field(() => ContributingOrganisationsFigure, { description: 'Organisations of the declared sector whose services these are.' })
  @Shown('PUBLIC')
  organisations!: ContributingOrganisationsFigure;

  @Field(() => ContributingServicesFigure, { description: 'Services of other organisations, such as statutory ones.' })
  @Shown('PUBLIC')
  servicesOfOthers!: ContributingServicesFigure;

  @Field(() => ContributingServicesFigure, { description: 'Services of organisations whose sector is not known: they may be of the sector or not.' })
  @Shown('PUBLIC')
  servicesSectorNotKnown!: ContributingServicesFigure;

  @Field(() => ActionFigure, { description: 'Actions of plans, whoever leads them.' })
  @Shown('PUBLIC')
  actions!: ActionFigure;

  @Field(() => [SideFigure], { description: 'The same by who leads them, sector against statutory: together they are all.' })
  @Shown('PUBLIC')
  actionsBySide!: SideFigure[];
}

@ObjectType({ simpleResolvers: true, description: 'The priorities of a set on the day of the query, by whether the sector contributes to them: the three parts are all.' })
export class PrioritySetFigures {
  @Field(() => PriorityFigure, { description: 'All its priorities.' })
  @Shown('PUBLIC')
  priorities!: PriorityFigure;

  @Field(() => PriorityFigure, { description: 'Those to which the sector contributes.' })
  @Shown('PUBLIC')
  withSectorContribution!: PriorityFigure;

  @Field(() => PriorityFigure, { description: 'Those to which the sector contributes nothing, as somebody found who looked.' })
  @Shown('PUBLIC')
  withoutSectorContribution!: PriorityFigure;

  @Field(() => PriorityFigure, { description: 'Those of which that is not known.' })
  @Shown('PUBLIC')
  notKnown!: PriorityFigure;
}

@ObjectType({ simpleResolvers: true, description: 'Which services of the declared sector contribute to a priority in one area.' })
export class PriorityCoverageRow {
  /** Read on by the field `area`. */
  areaId!: string;

  @Field(() => ContributingServicesFigure, { description: 'That serve it, either way.' })
  @Shown('PUBLIC')
  services!: ContributingServicesFigure;

  @Field(() => ContributingServicesFigure, { description: 'That serve it in particular: by an area served that is it, lies in it or overlaps it.' })
  @Shown('PUBLIC')
  dedicated!: ContributingServicesFigure;

  @Field(() => ContributingServicesFigure, { description: 'That serve it only because they serve an area that contains it, such as its whole county. Never also `dedicated`.' })
  @Shown('PUBLIC')
  countyWide!: ContributingServicesFigure;

  @Field(() => ContributingOrganisationsFigure, { description: 'Organisations whose services serve it, either way.' })
  @Shown('PUBLIC')
  organisations!: ContributingOrganisationsFigure;
}

@ObjectType({ simpleResolvers: true, description: 'Which services of the declared sector contribute to a priority, by the areas that they serve.' })
export class PriorityCoverage {
  /** Read on by the field `priority`. */
  priorityId!: string;

  @Field(() => DateScalar, { description: 'The day of which it speaks.' })
  @Shown('PUBLIC')
  asOf!: string;

  @Field(() => [PriorityCoverageRow], { description: 'A row for each area of the kind within the area of the priority, by name, those that nothing serves too.' })
  @Shown('PUBLIC')
  rows!: PriorityCoverageRow[];

  @Field(() => PriorityCoverageRow, { description: 'The same for the whole: a service counts once, however many areas it serves.' })
  @Shown('PUBLIC')
  whole!: PriorityCoverageRow;

  @Field(() => ContributingServicesFigure, { description: 'Services of the declared sector that contribute, but of which it is not known which areas they serve: no row counts them, and a row without services may be a gap in our knowledge.' })
  @Shown('PUBLIC')
  areaNotKnown!: ContributingServicesFigure;

  @Field(() => ContributingServicesFigure, { description: 'Services that contribute of organisations whose sector is not known: no row counts them either.' })
  @Shown('PUBLIC')
  sectorNotKnown!: ContributingServicesFigure;
}
