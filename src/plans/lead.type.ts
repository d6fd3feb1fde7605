import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Node } from '../graphql/node';
import { ReadFrom, Shown } from '../graphql/read/shape';
import { LeadKind, LeadSide } from './plan.enums';

@ObjectType({ implements: Node, simpleResolvers: true, description: 'A post, team, group, organisation or person that leads actions.' })
@ReadFrom('shown.leads', { cleared: 'shown.leads_cleared' })
export class Lead extends Node {
  @Field(() => ID, { description: 'Opaque, stable, unique over all types.' })
  @Shown('PUBLIC', { columns: ['id'] })
  override id!: string;

  @Field({ description: 'Its name. To the public, a named person is called by the agency, and so is a lead of which it is not known that it is none.' })
  @Shown('PUBLIC')
  name!: string;

  @Field(() => LeadKind, { nullable: true, description: 'What it is; null: not known, for a person to say.' })
  @Shown('PUBLIC')
  kind!: LeadKind | null;

  @Field({ description: 'Whether a register or a person said what it is; otherwise it was read from the words of its name, where each of them is a word of posts, teams and groups and none can name a person.' })
  @Shown('PUBLIC')
  kindGiven!: boolean;

  @Field(() => String, { nullable: true, description: 'The body that it belongs to.' })
  @Shown('PUBLIC')
  agency!: string | null;

  @Field(() => LeadSide, { nullable: true, description: 'Of the sector or statutory; null: not known.' })
  @Shown('PUBLIC')
  side!: LeadSide | null;

  @Field(() => [String], { description: 'Other names by which plans mean it.' })
  @Shown('SIGNED_IN', { sql: (row) => `array(select k.alias from shown.lead_aliases_cleared k where k.lead_id = ${row}.id order by k.alias collate "C")` })
  aliases!: string[];

  @Field(() => String, { nullable: true, description: 'The subject of the token with which it signs in; null for those who do not look after its area.' })
  @Shown('COORDINATOR')
  subject!: string | null;

  @Field(() => Int, { description: 'Counts its changes: pass it as `expectedVersion`.' })
  @Shown('SIGNED_IN')
  version!: number;
}

@ObjectType({ simpleResolvers: true, description: 'That a lead leads an action.' })
@ReadFrom('shown.action_leads', { cleared: 'shown.action_leads_cleared' })
export class ActionLead {
  @Field(() => Lead, { description: 'Who leads.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.lead_id` } })
  lead!: Lead;

  @Field({ description: 'How the plan names it.' })
  @Shown('SIGNED_IN')
  asWritten!: string;
}
