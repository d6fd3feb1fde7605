import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('services')
export class ServiceEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('text', { nullable: true })
  tier!: string | null;

  /** Half-open, such as `[0,26)`; null when not known. */
  @Column('numrange', { nullable: true })
  ages!: string | null;

  @Column('text', { name: 'referral_route', nullable: true })
  referralRoute!: string | null;

  @Column('text', { nullable: true })
  cost!: string | null;
}

@Entity('areas_served')
export class AreaServedEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @Column('uuid', { name: 'service_id', nullable: true })
  serviceId!: string | null;

  @Column('uuid', { name: 'area_id' })
  areaId!: string;

  @Column('daterange')
  valid!: string;
}

/** Has no key of its own in the table: the three columns together are unique. */
@Entity('categorisations')
export class CategorisationEntity {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @Column('uuid', { name: 'service_id', nullable: true })
  serviceId!: string | null;

  @PrimaryColumn('uuid', { name: 'term_id' })
  termId!: string;
}
