import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf } from '../graphql/connection.type';
import { ReadFrom, Shown } from '../graphql/read/shape';
import { DateTimeScalar } from '../graphql/scalars';

export enum ChangeKind {
  CHANGE = 'CHANGE',
  IMPORT = 'IMPORT',
  REVERT = 'REVERT',
  ERASURE = 'ERASURE',
}
registerEnumType(ChangeKind, {
  name: 'ChangeKind',
  description: 'How a change came about.',
  valuesConfig: {
    CHANGE: { description: 'Somebody made it.' },
    IMPORT: { description: 'It came with a file.' },
    REVERT: { description: 'Former versions were restored.' },
    ERASURE: { description: 'Personal data were erased, here and in the history.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'What a change did to one field.' })
export class FieldChange {
  @Field({ description: 'What the field belongs to: "entry", or a part of it such as "service “Homework club”"; of an entry that went into this one, "entry of “Oaktree Club”".' })
  @Shown('SIGNED_IN')
  record!: string;

  @Field({ description: 'The field, in words.' })
  @Shown('SIGNED_IN')
  field!: string;

  @Field(() => String, { nullable: true, description: 'What it said before; null: nothing.' })
  @Shown('SIGNED_IN')
  before!: string | null;

  @Field(() => String, { nullable: true, description: 'What it said afterwards; null: nothing.' })
  @Shown('SIGNED_IN')
  after!: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'One change of an entry, as far as the viewer may see it today.' })
@ReadFrom('shown.changes_cleared')
export class Change {
  @Field(() => ID, { description: 'Names the change, for going back behind it; it names it within this history alone where the import is not told, and so of an erasure there.' })
  @Shown('SIGNED_IN')
  id!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was made; null where the import that it came with is not told, for its other entries came at the same instant, and so of an erasure there.' })
  @Shown('SIGNED_IN', { sql: (row) => `to_char(${row}.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')` })
  at!: string | null;

  @Field(() => ChangeKind, { description: 'How it came about.' })
  @Shown('SIGNED_IN')
  kind!: ChangeKind;

  @Field(() => String, { nullable: true, description: 'Who made it, as the token or key was named; null when it named nobody. Who coordinates an area is named to those alone who look after the entry, and all other entries that the change touched, for the name may say where a place lies that it does not show; null for others.' })
  @Shown('SIGNED_IN', { column: 'subject' })
  by!: string | null;

  @Field(() => String, { nullable: true, description: 'In which role.' })
  @Shown('SIGNED_IN')
  role!: string | null;

  @Field(() => String, { nullable: true, description: 'Why, in the words of who made it; for those who look after the entry and all others that the change touched, null for others.' })
  @Shown('SIGNED_IN')
  note!: string | null;

  @Field(() => ID, { nullable: true, description: 'The import that it came with; null for none, and for those who do not look after an organisation that shows nowhere where it lies, since other entries of the same file may.' })
  @Shown('SIGNED_IN', { column: 'batch_id' })
  batchId!: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'Changes, the latest first.' })
export class ChangeConnection extends connectionOf(Change, 'Change') {}
