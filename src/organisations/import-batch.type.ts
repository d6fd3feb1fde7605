import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../graphql/connection.type';
import { MutationInput } from '../graphql/mutation.input';
import { ReadFrom, Shown } from '../graphql/read/shape';
import { DateTimeScalar } from '../graphql/scalars';
import { UserError } from '../graphql/user-error.type';
import { Organisation } from './organisation.type';

const instant = (column: string) => (row: string): string => `to_char(${row}.${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const count = (column: string, name: string) => (row: string): string => `(${row}.${column}->>'${name}')::int`;

@ObjectType({ simpleResolvers: true, description: 'One import that was published.' })
@ReadFrom('shown.import_batches_cleared')
export class ImportBatch {
  @Field(() => ID, { description: 'Names the import, for taking it back.' })
  @Shown('ADMIN')
  id!: string;

  @Field({ description: 'What was imported: organisations, postcodes, boundaries, …' })
  @Shown('ADMIN')
  kind!: string;

  @Field({ description: 'The name of the file.' })
  @Shown('ADMIN')
  fileName!: string;

  @Field(() => DateTimeScalar, { description: 'When it was published.' })
  @Shown('ADMIN', { sql: instant('published_at') })
  publishedAt!: string;

  @Field(() => Int, { nullable: true, description: 'Records that it made.' })
  @Shown('ADMIN', { sql: count('counts', 'created') })
  created!: number | null;

  @Field(() => Int, { nullable: true, description: 'Records that it changed.' })
  @Shown('ADMIN', { sql: count('counts', 'updated') })
  updated!: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was taken back; null: it stands.' })
  @Shown('ADMIN', { sql: instant('reverted_at') })
  revertedAt!: string | null;

  @Field(() => Int, { nullable: true, description: 'Records that it had made and that went when it was taken back; null for postcodes, which are exchanged whole.' })
  @Shown('ADMIN', { sql: count('reverted', 'removed') })
  removed!: number | null;

  @Field(() => Int, { nullable: true, description: 'Records that are as they were before it again; null for postcodes, which are exchanged whole.' })
  @Shown('ADMIN', { sql: count('reverted', 'restored') })
  restored!: number | null;

  @Field(() => [Organisation], { description: 'Organisations that were left as they are when it was taken back, because they were changed or referred to since; by name.' })
  @Shown('ADMIN', {
    list: {
      where: (child, parent) => `${child}.id in (select jsonb_array_elements_text(${parent}.reverted->'left')::uuid)`,
      orderBy: (child) => `${child}.sort_name, ${child}.id`,
    },
  })
  left!: Organisation[];

  @Field(() => [String], { description: 'Reference data that stay although it was taken back, because they were changed since, such as the sector that an area declares, or it had made them and something refers to them by now; as kind and code, such as “areas E07000096”.' })
  @Shown('ADMIN', { sql: (row) => `array(select c.code from jsonb_array_elements_text(${row}.reverted->'leftCodes') with ordinality c (code, at) order by c.at)` })
  leftCodes!: string[];

  @Field(() => String, { nullable: true, description: 'The release of postcodes that stands again since it was taken back, by its source and its day; “none” when there was none before. Null for other imports.' })
  @Shown('ADMIN', { sql: (row) => `${row}.reverted->>'standsAgain'` })
  standsAgain!: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'Imports, the latest first.' })
export class ImportBatchConnection extends connectionOf(ImportBatch, 'ImportBatch') {}

@InputType({ description: 'Which import is taken back.' })
export class RevertImportInput extends MutationInput {
  @Field(() => ID, { description: 'The import, by its id in importBatches.' })
  id!: string;
}

@ObjectType({ simpleResolvers: true, description: 'The import as it stands in the ledger now, or why it was not taken back.' })
export class RevertImportPayload {
  /** Read on by the field `batch`. */
  batchId?: string;

  @Field(() => [UserError], { description: 'What to mend; empty when it was taken back.' })
  @Shown('PUBLIC')
  userErrors!: UserError[];
}
