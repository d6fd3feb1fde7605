import { Field, InputType, Int } from 'type-graphql';
import { SaidAnewInput } from '../graphql/said-anew.input';

@InputType({ description: 'Which communities are under-represented among those who use services in an area.' })
export class SetUnderRepresentedCommunitiesInput extends SaidAnewInput {
  @Field({ description: 'Code of the area.' })
  area!: string;

  @Field(() => Int, { description: 'The year of which it is said: 1990 to 2100.' })
  year!: number;

  @Field({ description: 'Who says so, such as an equality monitoring report.' })
  source!: string;

  @Field(() => [String], { description: 'The communities, by code (`code` or `vocabulary:code`). They replace those said of the area and the year before, by whatever source; none: nothing is said of them any more.' })
  communities!: string[];
}
