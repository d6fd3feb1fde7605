import { Field, FieldResolver, ObjectType, Resolver } from 'type-graphql';
import { declared } from '../../graphql/declared';
import { ReadFrom, Shown } from '../../graphql/read/shape';
import { ImportBatch } from '../../organisations/import-batch.type';

@ObjectType({ simpleResolvers: true, description: 'Something of a plan, a self-evaluation or priorities that an import had made or changed and that was left as it is.' })
@ReadFrom('shown.import_left_cleared')
export class ImportLeft {
  @Field({ description: 'What it is called today, such as “action 1.2”.' })
  @Shown('ADMIN')
  name!: string;

  @Field({ description: 'Why, as it follows the name: “had progress recorded since”.' })
  @Shown('ADMIN')
  reason!: string;
}

/** What plans add to an import that was taken back. */
@Resolver(() => ImportBatch)
export class ImportLeftResolver {
  @FieldResolver(() => [ImportLeft], { description: 'What was left of a plan, a self-evaluation or priorities when it was taken back, and why; in the order in which it was found.' })
  @Shown('ADMIN', { list: { where: (child, parent) => `${child}.batch_id = ${parent}.id`, orderBy: (child) => `${child}.at` } })
  leftParts(): ImportLeft[] {
    return declared();
  }
}
