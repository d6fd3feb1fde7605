import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('identifiers')
export class IdentifierEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @Column('text')
  scheme!: string;

  @Column('text')
  value!: string;

  @Column('boolean', { name: 'is_primary' })
  isPrimary!: boolean;
}

@Entity('organisation_statuses')
export class StatusEntity {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @Column('text')
  status!: string;

  @PrimaryColumn('daterange')
  valid!: string;

  @Column('text', { nullable: true })
  reason!: string | null;
}

@Entity('organisation_facts')
export class FactsEntity {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('integer')
  year!: number;

  @Column('date', { name: 'year_end', nullable: true })
  yearEnd!: string | null;

  @Column('numeric', { nullable: true })
  income!: string | null;

  @Column('numeric', { nullable: true })
  spending!: string | null;

  @Column('numeric', { name: 'paid_staff', nullable: true })
  paidStaff!: number | null;

  @Column('numeric', { nullable: true })
  volunteers!: number | null;

  @Column('numeric', { nullable: true })
  trustees!: number | null;

  @PrimaryColumn('text')
  source!: string;
}

@Entity('community_links')
export class CommunityLinkEntity {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn('uuid', { name: 'term_id' })
  termId!: string;

  @PrimaryColumn('text')
  link!: string;

  @Column('boolean', { name: 'is_primary' })
  isPrimary!: boolean;
}

@Entity('memberships')
export class MembershipEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'umbrella_id' })
  umbrellaId!: string;

  @Column('uuid', { name: 'member_id' })
  memberId!: string;

  @Column('daterange')
  valid!: string;
}

@Entity('supports')
export class SupportEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'supporter_id' })
  supporterId!: string;

  @Column('uuid', { name: 'supported_id' })
  supportedId!: string;

  @Column('daterange')
  valid!: string;

  @Column('text', { nullable: true })
  note!: string | null;
}
