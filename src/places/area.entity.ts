import type { MultiPolygon, Point } from 'geojson';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A row of the base table, for writing. Readers use the masked views. */
@Entity('areas')
export class AreaEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text', { unique: true })
  code!: string;

  @Column('text')
  kind!: string;

  @Column('text')
  name!: string;

  @Column('text', { name: 'sort_name' })
  sortName!: string;

  @Column('uuid', { name: 'parent_id', nullable: true })
  parentId!: string | null;

  /** Read only when asked for: a boundary may weigh megabytes. */
  @Index('areas_boundary_index', { spatial: true })
  @Column('geometry', { spatialFeatureType: 'MultiPolygon', srid: 4326, nullable: true, select: false })
  boundary!: MultiPolygon | null;

  @Column('text', { nullable: true })
  accuracy!: string | null;

  @Column('geometry', { name: 'label_point', spatialFeatureType: 'Point', srid: 4326, nullable: true, select: false })
  labelPoint!: Point | null;

  @Column('text', { array: true, nullable: true })
  sector!: string[] | null;

  @Column('integer')
  version!: number;
}
