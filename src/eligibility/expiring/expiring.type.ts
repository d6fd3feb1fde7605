import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf } from '../../graphql/connection.type';
import { ReadFrom, Shown } from '../../graphql/read/shape';
import { DateScalar } from '../../graphql/scalars';
import { Organisation } from '../../organisations/organisation.type';

export enum ExpiringKind {
  EVIDENCE = 'EVIDENCE',
  SAFEGUARDING_AUDIT = 'SAFEGUARDING_AUDIT',
  TRAINING = 'TRAINING',
  ACCREDITATION = 'ACCREDITATION',
}
registerEnumType(ExpiringKind, {
  name: 'ExpiringKind',
  description: 'What it is that ends.',
  valuesConfig: {
    EVIDENCE: { description: 'A document: by its own last day, or because a criterion in force will find it too old.' },
    SAFEGUARDING_AUDIT: { description: 'The latest audit, passed, which a criterion in force will find too old.' },
    TRAINING: { description: 'Certificates of people who attended a course.' },
    ACCREDITATION: { description: 'An accreditation by a panel.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description: 'Something on which it rests that an organisation may be bought from, and that ends soon. What has been renewed already is left out: evidence of the same kind that holds longer, later training of as many people, an accreditation that goes on.',
})
@ReadFrom('(found when asked for)')
export class ExpiringItem {
  @Field(() => ID, { description: 'Names the item, the same from day to day.' })
  @Shown('COMMISSIONING')
  key!: string;

  @Field(() => ExpiringKind, { description: 'What it is.' })
  @Shown('COMMISSIONING')
  kind!: ExpiringKind;

  @Field(() => Organisation, { description: 'Whose it is. Its contacts, as far as you may see them, say whom to reach.' })
  @Shown('COMMISSIONING', { one: { where: (child, parent) => `${child}.id = ${parent}.organisation_id` } })
  organisation!: Organisation;

  @Field({ description: 'Code of the kind of evidence, of the course, or of the criteria set; SAFEGUARDING_AUDIT for an audit.' })
  @Shown('COMMISSIONING')
  code!: string;

  @Field({ description: 'The same in words.' })
  @Shown('COMMISSIONING')
  what!: string;

  @Field(() => String, { nullable: true, description: 'Title of the document; the conditions of an accreditation.' })
  @Shown('COMMISSIONING')
  detail!: string | null;

  @Field(() => Int, { nullable: true, description: 'Of training: how many people’s certificates lapse. Null otherwise.' })
  @Shown('COMMISSIONING')
  people!: number | null;

  @Field(() => DateScalar, { description: 'The last day on which it holds.' })
  @Shown('COMMISSIONING')
  lastDay!: string;

  @Field(() => Int, { description: 'Days that are left, 0 on the last one.' })
  @Shown('COMMISSIONING')
  daysLeft!: number;

  @Field(() => Int, { nullable: true, description: '0, 30 or 90: the least of them that `daysLeft` does not exceed; null beyond 90.' })
  @Shown('COMMISSIONING')
  band!: number | null;
}

@ObjectType({ simpleResolvers: true, description: 'A page of what ends soon, what ends first leading.' })
export class ExpiringConnection extends connectionOf(ExpiringItem, 'ExpiringItem') {}
