import { Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../graphql/connection.type';
import { Node } from '../../graphql/node';
import { ReadFrom, Shown } from '../../graphql/read/shape';
import { DateScalar, DateTimeScalar, JsonObjectScalar } from '../../graphql/scalars';
import { UserError } from '../../graphql/user-error.type';

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'An accredited list that was issued: signed, and kept byte for byte. What is decided or filed later changes answers for its day, never the list.',
})
@ReadFrom('shown.issued_lists')
export class IssuedList extends Node {
  @Field(() => ID, { description: 'Opaque, stable, unique over all types.' })
  @Shown('PUBLIC', { columns: ['id'] })
  override id!: string;

  @Field(() => DateScalar, { description: 'The day of which it speaks.' })
  @Shown('PUBLIC')
  asOf!: string;

  @Field(() => DateTimeScalar, { description: 'When it was issued: it has what was on record by then.' })
  @Shown('PUBLIC')
  issuedAt!: string;

  @Field({ description: 'Who had it issued.' })
  @Shown('COMMISSIONING')
  issuedBy!: string;

  @Field(() => JsonObjectScalar, { description: 'What was asked for: `filter`, `set` and `basis`, as of `accreditedProviders`.' })
  @Shown('PUBLIC', { column: 'filter' })
  asked!: object;

  @Field(() => Int, { description: 'How many organisations are on it.' })
  @Shown('PUBLIC')
  organisations!: number;

  @Field({ description: 'The signing key, by its RFC 7638 thumbprint. Its public half is at /lists/keys.json.' })
  @Shown('PUBLIC')
  keyId!: string;

  @Field({ description: 'SHA-256 of the file, in hexadecimal.' })
  @Shown('PUBLIC', { column: 'sha256' })
  sha256!: string;

  @Field({ description: 'Where the file is, below the address of this service. `vcs-atlas verify-list` checks it.' })
  @Shown('PUBLIC', { sql: (row) => `'/lists/' || ${row}.id || '.json'` })
  path!: string;
}

@ObjectType({ simpleResolvers: true, description: 'A page of issued lists, the latest first.' })
export class IssuedListConnection extends connectionOf(IssuedList, 'IssuedList') {}

@ObjectType({ simpleResolvers: true, description: 'The list that was issued, or why none was.' })
export class IssuedListPayload {
  /** Read on by the field `list`. */
  listId?: string;

  @Field(() => [UserError], { description: 'What to mend; empty when the list was issued.' })
  @Shown('PUBLIC')
  userErrors!: UserError[];
}
