import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf } from '../graphql/connection.type';
import { MutationInput } from '../graphql/mutation.input';
import { Node } from '../graphql/node';
import { ReadFrom, Shown } from '../graphql/read/shape';
import { DateTimeScalar, JsonObjectScalar } from '../graphql/scalars';
import { Organisation } from './organisation.type';

export enum ChangeRequestState {
  PENDING = 'PENDING',
  APPROVED = 'APPROVED',
  REFUSED = 'REFUSED',
}
registerEnumType(ChangeRequestState, {
  name: 'ChangeRequestState',
  description: 'What became of a request.',
  valuesConfig: { PENDING: { description: 'Waits for a coordinator.' }, APPROVED: { description: 'Was made.' }, REFUSED: { description: 'Was refused, with a reason.' } },
});

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A change that an editor asked for and on which commissioners rely: registrations and areas served. It waits for whoever coordinates the area.',
})
@ReadFrom('shown.change_requests_cleared')
export class ChangeRequest extends Node {
  @Field(() => ID, { description: 'Opaque, stable, unique over all types.' })
  @Shown('KEEPER', { columns: ['id'] })
  override id!: string;

  @Field(() => Organisation, { description: 'The entry that it is about.' })
  @Shown('KEEPER', { one: { where: (child, parent) => `${child}.id = ${parent}.organisation_id` } })
  organisation!: Organisation;

  @Field(() => JsonObjectScalar, { description: 'The parts as they are asked for, in the form of the input of updateOrganisation.' })
  @Shown('KEEPER')
  asked!: object;

  @Field({ description: 'Who asked.' })
  @Shown('KEEPER')
  requestedBy!: string;

  @Field(() => DateTimeScalar, { description: 'When.' })
  @Shown('KEEPER')
  requestedAt!: string;

  @Field(() => String, { nullable: true, description: 'Why, in the words of who asked.' })
  @Shown('KEEPER')
  note!: string | null;

  @Field(() => ChangeRequestState, { description: 'What became of it.' })
  @Shown('KEEPER')
  state!: ChangeRequestState;

  @Field(() => String, { nullable: true, description: 'Who decided; null while it waits.' })
  @Shown('KEEPER')
  decidedBy!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When; null while it waits.' })
  @Shown('KEEPER')
  decidedAt!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was refused.' })
  @Shown('KEEPER')
  reason!: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'A page of change requests, the longest waiting first.' })
export class ChangeRequestConnection extends connectionOf(ChangeRequest, 'ChangeRequest') {}

@InputType({ description: 'That an asked-for change is made.' })
export class ApproveChangeRequestInput extends MutationInput {
  @Field(() => ID, { description: 'The request.' })
  id!: string;

  @Field(() => Int, { description: 'The version of the entry that was looked at.' })
  expectedVersion!: number;
}

@InputType({ description: 'That an asked-for change is not made.' })
export class RefuseChangeRequestInput extends MutationInput {
  @Field(() => ID, { description: 'The request.' })
  id!: string;

  @Field({ description: 'Why, for whoever asked.' })
  reason!: string;
}
