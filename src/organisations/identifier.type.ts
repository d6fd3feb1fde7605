import { Field, ObjectType } from 'type-graphql';
import { ReadFrom, Shown } from '../graphql/read/shape';

@ObjectType({ simpleResolvers: true, description: 'A registration. An organisation may have several, or none: no number is ever required.' })
@ReadFrom('shown.identifiers')
export class Identifier {
  @Field({ description: 'Code of the register at org-id.guide, such as GB-CHC or GB-COH, or a local one.' })
  @Shown('PUBLIC')
  scheme!: string;

  @Field(() => String, { nullable: true, description: 'The register in words; null for a local scheme.' })
  @Shown('PUBLIC')
  schemeName!: string | null;

  @Field({ description: 'The number as the register writes it, leading zeros kept.' })
  @Shown('PUBLIC')
  value!: string;

  @Field({ description: 'The organisation identifier of org-id.guide: scheme, hyphen, value; as 360Giving and Open Contracting use it.' })
  @Shown('PUBLIC')
  orgId!: string;

  @Field(() => String, { nullable: true, description: "The organisation's page in the register; null where the register has none." })
  @Shown('PUBLIC', { column: 'register_url' })
  uri!: string | null;

  @Field({ description: 'The one to name first.' })
  @Shown('PUBLIC', { column: 'is_primary' })
  primary!: boolean;
}
