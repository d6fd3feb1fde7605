import { Field, ID, ObjectType } from 'type-graphql';
import { ReadFrom, Shown } from '../graphql/read/shape';
import { DateScalar } from '../graphql/scalars';
import { ConsentPurpose, ContactAudience, ContactKind } from './organisation.enums';

@ObjectType({ simpleResolvers: true, description: 'What a contact agreed to, for one purpose.' })
@ReadFrom('shown.consents_cleared')
export class Consent {
  @Field(() => ConsentPurpose, { description: 'What for.' })
  @Shown('KEEPER')
  purpose!: ConsentPurpose;

  @Field({ description: 'Where the consent is on record.' })
  @Shown('KEEPER')
  source!: string;

  @Field(() => DateScalar, { description: 'The day on which it was given.' })
  @Shown('KEEPER')
  givenOn!: string;

  @Field(() => DateScalar, { nullable: true, description: 'The day on which it was withdrawn; null while it stands.' })
  @Shown('KEEPER')
  withdrawnOn!: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'A way to reach an organisation. Anyone sees the public ones.' })
@ReadFrom('shown.contacts', { cleared: 'shown.contacts_cleared' })
export class Contact {
  @Field(() => ID, { description: 'Names the contact when its organisation is changed.' })
  @Shown('PUBLIC', { column: 'id' })
  key!: string;

  @Field(() => ContactKind, { description: 'By which means.' })
  @Shown('PUBLIC')
  kind!: ContactKind;

  @Field(() => ContactAudience, { description: 'Who may see it.' })
  @Shown('PUBLIC')
  audience!: ContactAudience;

  @Field(() => String, { nullable: true, description: 'The role of whoever answers, such as "Chief officer".' })
  @Shown('PUBLIC')
  roleTitle!: string | null;

  @Field({ description: 'The address, number or link.' })
  @Shown('PUBLIC')
  value!: string;

  @Field(() => [Consent], { description: 'What it agreed to be written to about.' })
  @Shown('KEEPER', { list: { where: (child, parent) => `${child}.contact_id = ${parent}.id`, orderBy: (child) => `${child}.purpose, ${child}.given_on` } })
  consents!: Consent[];
}
