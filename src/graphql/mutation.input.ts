import { Field, InputType } from 'type-graphql';

@InputType({ description: 'What every change may carry.' })
export class MutationInput {
  @Field(() => String, { nullable: true, description: 'Why the change is made, for its history.' })
  note?: string | null;

  @Field(() => String, { nullable: true, description: 'A key of your choosing, 1 to 200 characters, unique to this change: sent again with the same input within 72 hours it changes nothing and gets the same answer; with another input it is refused as KEY_REUSED. A change that failed leaves no key.' })
  clientMutationId?: string | null;
}
