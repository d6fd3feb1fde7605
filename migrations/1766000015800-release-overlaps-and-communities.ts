import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Kinds of areas, overlaps and under-represented communities come with imports that can be taken back. */
export class ReleaseOverlapsAndCommunities1766000015800 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    for (const [table, key] of Object.entries(RELEASED)) {
      const keep = `for each statement execute function keep_former_rows(${key})`;
      await run.query(`
        create trigger former_inserted after insert on ${table} referencing new table as changed_rows ${keep};
        create trigger former_updated after update on ${table} referencing old table as changed_rows ${keep};
        create trigger former_deleted after delete on ${table} referencing old table as changed_rows ${keep};
      `);
    }
    await run.query(`
      comment on column areas.sector is 'The sectors that this area counts as its own voluntary sector; null: it follows the next area above it that declares some, and where none does, every sector but STATUTORY.';
      alter table area_overlaps alter column share drop not null;
      comment on column area_overlaps.share is 'The part of area_id that lies in other_id, 0 to 1; null: they share ground, and how much is not known.';
      alter table areas add constraint areas_sector_known
        check (sector is null or (cardinality(sector) > 0 and sector <@ array['VOLUNTARY', 'COMMUNITY', 'SOCIAL_ENTERPRISE', 'INDEPENDENT', 'STATUTORY']));
    `);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(`
      alter table areas drop constraint areas_sector_known;
      delete from area_overlaps where share is null;
      alter table area_overlaps alter column share set not null;
    `);
    for (const table of Object.keys(RELEASED)) {
      await run.query(`drop trigger former_inserted on ${table}; drop trigger former_updated on ${table}; drop trigger former_deleted on ${table};`);
    }
  }
}

/** Tables, by what names a row of them in every release. */
const RELEASED: Readonly<Record<string, string>> = {
  area_kinds: 'code',
  area_overlaps: 'area_id, other_id',
  under_represented_communities: 'area_id, term_id, year',
};
