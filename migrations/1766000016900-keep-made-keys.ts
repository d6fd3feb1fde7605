import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A list without ids is matched by a key made of name and postcode: that key is nobody's to read, for the place may be hidden. */
export class KeepMadeKeys1766000016900 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      alter table record_sources add column key_given boolean not null default true;
      comment on column record_sources.key_given is 'Whether the list itself calls the record so; otherwise the key was made of name and postcode, and is shown to nobody.';
      -- Of what was imported before, whatever looks like a made key is taken for one.
      update record_sources set key_given = false where source_key ~ '[|]([A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2})?$';
    `);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('alter table record_sources drop column key_given');
  }
}
