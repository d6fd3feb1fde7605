import { Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../graphql/connection.type';
import { Weighs } from '../../graphql/limits/weighs';
import { Node } from '../../graphql/node';
import { firstDay, lastDay } from '../../graphql/period';
import { ReadFrom, Shown } from '../../graphql/read/shape';
import { DateScalar, DateTimeScalar } from '../../graphql/scalars';
import { Organisation } from '../../organisations/organisation.type';
import { Service } from '../../organisations/service.type';
import { Area } from '../../places/area.type';
import { Action } from '../action.type';
import { Lead } from '../lead.type';
import { PlanStatus } from '../plan.enums';
import { sectorContribution } from './contribution.sql';
import { priorityFiguresSql, prioritySetFiguresSql } from './priority-figures.sql';
import { PriorityFigures, PrioritySetFigures } from './priority-figures.type';
import { SectorContribution } from './priority.enums';

const ofPriority = (child: string, parent: string): string => `${child}.priority_id = ${parent}.id`;

@ObjectType({ simpleResolvers: true, description: 'That somebody looked for all that contributes to a priority.' })
@ReadFrom('shown.priority_checks', { cleared: 'shown.priority_checks_cleared' })
export class PriorityCheck {
  @Field(() => DateScalar, { description: 'The day.' })
  @Shown('PUBLIC')
  checkedOn!: string;

  @Field(() => String, { description: 'Who looked: a role or a body.' })
  @Shown('SIGNED_IN')
  checkedBy!: string;

  @Field(() => String, { nullable: true, description: 'What was said of it.' })
  @Shown('SIGNED_IN')
  note!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was recorded.' })
  @Shown('PUBLIC')
  recordedAt!: string;
}

@ObjectType({ implements: Node, simpleResolvers: true, description: 'That something contributes to a priority, from when to when: a service, or an action of a plan.' })
@ReadFrom('shown.priority_contributions', { cleared: 'shown.priority_contributions_cleared' })
export class PriorityContribution extends Node {
  @Field(() => ID, { description: 'Opaque, stable, unique over all types.' })
  @Shown('PUBLIC', { columns: ['id'] })
  override id!: string;

  @Field(() => Priority, { nullable: true, description: 'The priority.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.priority_id` } })
  priority!: object | null;

  @Field(() => Service, { nullable: true, description: 'The service that contributes; null: it is an action.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${parent}.kind = 'Service' and ${child}.id = ${parent}.node_id` } })
  service!: Service | null;

  @Field(() => Organisation, { nullable: true, description: 'The organisation that offers the service; null: it is an action.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.organisation_id` } })
  organisation!: Organisation | null;

  @Field(() => Action, { nullable: true, description: 'The action that contributes; null: it is a service.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${parent}.kind = 'Action' and ${child}.id = ${parent}.node_id` } })
  action!: Action | null;

  @Field(() => String, { nullable: true, description: 'How it contributes; null: not said.' })
  @Shown('PUBLIC')
  how!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'First day; null: the priority does not hold in its days.' })
  @Shown('PUBLIC', firstDay('valid'))
  from!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day, at the latest that of the priority; null: until further notice.' })
  @Shown('PUBLIC', lastDay('valid'))
  to!: string | null;

  @Field(() => Int, { description: 'Counts its changes: pass it as `expectedVersion`.' })
  @Shown('SIGNED_IN')
  version!: number;
}

@ObjectType({
  implements: Node, simpleResolvers: true,
  description: 'A priority: an outcome that an area’s plan for its children and young people sets itself. Whatever is said of a day holds on the day of the query: today, or its `asOf`.',
})
@ReadFrom('shown.priorities', { cleared: 'shown.priorities_cleared' })
export class Priority extends Node {
  @Field(() => ID, { description: 'Opaque, stable, unique over all types.' })
  @Shown('PUBLIC', { columns: ['id'] })
  override id!: string;

  @Field({ description: 'Its code as printed: text.' })
  @Shown('PUBLIC')
  code!: string;

  @Field({ description: 'Its title.' })
  @Shown('PUBLIC')
  title!: string;

  @Field(() => String, { nullable: true, description: 'What is meant by it.' })
  @Shown('PUBLIC')
  description!: string | null;

  @Field(() => Lead, { nullable: true, description: 'Who leads it today, out of the register of leads of its area; null: nobody is named.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.lead_id` } })
  lead!: Lead | null;

  @Field(() => PrioritySet, { description: 'The set that it belongs to.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.set_id` } })
  set!: object;

  @Field(() => DateScalar, { nullable: true, description: 'First day; null: its set does not hold in its days.' })
  @Shown('PUBLIC', firstDay('valid'))
  from!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day, at the latest that of its set; null: none is said.' })
  @Shown('PUBLIC', lastDay('valid'))
  to!: string | null;

  @Weighs({ flat: 10 })
  @Field(() => SectorContribution, { description: 'Whether the sector contributes to it.' })
  @Shown('PUBLIC', { sql: (row, bind) => sectorContribution(row, bind) })
  sectorContribution!: SectorContribution;

  @Field(() => PriorityCheck, { nullable: true, description: 'When somebody last looked for all that contributes to it; null: nobody did.' })
  @Shown('PUBLIC', {
    one: {
      where: (child, parent, bind) => `${child}.id = (select k.id from shown.priority_checks${bind.cleared ? '_cleared' : ''} k where k.priority_id = ${parent}.id and k.checked_on <= ${bind.today()} order by k.checked_on desc, k.recorded_at desc, k.id desc limit 1)`,
    },
  })
  lastCheck!: PriorityCheck | null;

  @Weighs({ flat: 50 })
  @Field(() => PriorityFigures, { description: 'What contributes to it in figures, each of which opens up into its rows.' })
  @Shown('PUBLIC', { sql: (row, bind) => priorityFiguresSql(row, bind) })
  figures!: PriorityFigures;

  @Weighs({ rows: 50 })
  @Field(() => [PriorityContribution], { description: 'What contributes to it, actions before services, by name: closed organisations and actions that stand in their plan no more included.' })
  @Shown('PUBLIC', { list: { where: (child, parent, bind) => `${ofPriority(child, parent)} and ${child}.valid @> ${bind.today()}`, orderBy: (child) => `${child}.kind, lower(${child}.name) collate "C", ${child}.id` } })
  contributions!: PriorityContribution[];

  @Field(() => Int, { description: 'Counts its changes: pass it as `expectedVersion`.' })
  @Shown('SIGNED_IN')
  version!: number;
}

@ObjectType({
  implements: Node, simpleResolvers: true,
  description: 'The priorities that an area’s plan for its children and young people sets, in one version. The public sees approved ones.',
})
@ReadFrom('shown.priority_sets', { cleared: 'shown.priority_sets_cleared' })
export class PrioritySet extends Node {
  @Field(() => ID, { description: 'Opaque, stable, unique over all types.' })
  @Shown('PUBLIC', { columns: ['id'] })
  override id!: string;

  @Field({ description: 'The title of the plan that sets them.' })
  @Shown('PUBLIC')
  title!: string;

  @Field(() => Area, { description: 'The area that they are for.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.area_id` } })
  area!: Area;

  @Field(() => String, { nullable: true, description: 'The body that owns the plan.' })
  @Shown('PUBLIC')
  owner!: string | null;

  @Field(() => Int, { description: 'Which version it is, counted from 1.' })
  @Shown('PUBLIC')
  edition!: number;

  @Field(() => DateScalar, { description: 'First day.' })
  @Shown('PUBLIC', firstDay('period'))
  from!: string;

  @Field(() => DateScalar, { nullable: true, description: 'Last day; null: none is said.' })
  @Shown('PUBLIC', lastDay('period'))
  to!: string | null;

  @Field(() => PlanStatus, { description: 'Whether it is for everyone.' })
  @Shown('PUBLIC')
  status!: PlanStatus;

  @Field(() => DateScalar, { nullable: true, description: 'When it was approved.' })
  @Shown('PUBLIC')
  approvedOn!: string | null;

  @Field(() => [Priority], { description: 'Its priorities on the day of the query, in its order; those of its first day where it has yet to begin, those of its last where it has ended.' })
  @Shown('PUBLIC', { list: { where: (child, parent, bind) => `${child}.set_id = ${parent}.id and ${child}.valid @> greatest(lower(${parent}.period), least(${bind.today()}, upper(${parent}.period) - 1))`, orderBy: (child) => `${child}.position, ${child}.id` } })
  priorities!: Priority[];

  @Weighs({ flat: 80 })
  @Field(() => PrioritySetFigures, { description: 'Its priorities by whether the sector contributes to them.' })
  @Shown('PUBLIC', { sql: (row, bind) => prioritySetFiguresSql(`${row}.id`, bind) })
  figures!: PrioritySetFigures;

  @Field(() => Int, { description: 'Counts its changes: pass it as `expectedVersion`.' })
  @Shown('SIGNED_IN')
  version!: number;
}

@ObjectType({ simpleResolvers: true, description: 'A page of priorities.' })
export class PriorityConnection extends connectionOf(Priority, 'Priority') {}

@ObjectType({ simpleResolvers: true, description: 'A page of sets of priorities.' })
export class PrioritySetConnection extends connectionOf(PrioritySet, 'PrioritySet') {}

@ObjectType({ simpleResolvers: true, description: 'A page of contributions to priorities.' })
export class PriorityContributionConnection extends connectionOf(PriorityContribution, 'PriorityContribution') {}

@ObjectType({ simpleResolvers: true, description: 'A page of organisations whose services contribute to a priority.' })
export class ContributingOrganisationConnection extends connectionOf(Organisation, 'ContributingOrganisation') {}
