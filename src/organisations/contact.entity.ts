import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What anyone may see of a contact: of one that is not public, only that it is there. */
@Entity('contacts')
export class ContactEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @Column('text')
  kind!: string;

  @Column('text')
  audience!: string;

  @Column('text', { name: 'role_title', nullable: true })
  roleTitle!: string | null;

  @Column('text', { nullable: true })
  value!: string | null;
}

/** The rest of a contact that is not public, under row-level security. */
@Entity('contacts', { schema: 'secrets' })
export class ContactSecretEntity {
  @PrimaryColumn('uuid', { name: 'contact_id' })
  contactId!: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @Column('text')
  audience!: string;

  @Column('text', { name: 'role_title', nullable: true })
  roleTitle!: string | null;

  @Column('text')
  value!: string;
}

@Entity('consents')
export class ConsentEntity {
  @PrimaryColumn('uuid', { name: 'contact_id' })
  contactId!: string;

  @PrimaryColumn('text')
  purpose!: string;

  @Column('text')
  source!: string;

  @PrimaryColumn('date', { name: 'given_on' })
  givenOn!: string;

  @Column('date', { name: 'withdrawn_on', nullable: true })
  withdrawnOn!: string | null;
}
