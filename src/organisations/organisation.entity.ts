import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A row of the base table, for writing. Derived columns (see derived.ts) and the full-text vector are not written here. */
@Entity('organisations')
export class OrganisationEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text', { nullable: true })
  slug!: string | null;

  @Column('text')
  name!: string;

  @Column('text', { name: 'sort_name' })
  sortName!: string;

  @Column('text', { name: 'other_names', array: true })
  otherNames!: string[];

  @Column('text', { name: 'search_name' })
  searchName!: string;

  @Column('text', { name: 'legal_form', nullable: true })
  legalForm!: string | null;

  @Column('text', { nullable: true })
  sector!: string | null;

  @Column('boolean', { name: 'is_provider' })
  isProvider!: boolean;

  @Column('text', { nullable: true })
  infrastructure!: string | null;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('text', { nullable: true })
  website!: string | null;

  @Column('date', { name: 'founded_on', nullable: true })
  foundedOn!: string | null;

  @Column('date', { name: 'assured_on', nullable: true })
  assuredOn!: string | null;

  @Column('text', { name: 'assured_by', nullable: true })
  assuredBy!: string | null;

  @Column('uuid', { name: 'directory_area_id', nullable: true })
  directoryAreaId!: string | null;

  @Column('uuid', { name: 'merged_into_id', nullable: true })
  mergedIntoId!: string | null;

  /** Compared and raised by every change: `update … where version = …` and the affected count, not @VersionColumn. */
  @Column('integer')
  version!: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;
}
