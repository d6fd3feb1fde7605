import { Field, InputType } from 'type-graphql';

@InputType({ description: 'What every change may carry.' })
export class MutationInput {
  @Field(() => String, { nullable: true, description: 'Why the change is made, for its history.' })
  note?: string | null;

  @Field(() => String, { nullable: true, description: 'A key of your choosing, unique to this change: sent again with the same input within 72 hours it changes nothing and gets the same answer.' })
  clientMutationId?: string | null;
}
