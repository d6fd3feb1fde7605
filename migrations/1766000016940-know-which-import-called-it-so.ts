import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a list called an entry goes with the import that said it first: it would lead the mended file to the same entry again. */
export class KnowWhichImportCalledItSo1766000016940 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      alter table record_sources add column first_batch_id uuid references import_batches (id),
        add column former_batch_id uuid references import_batches (id), add column former_seen_at timestamptz;
      comment on column record_sources.first_batch_id is 'The import that called it so first: taken back, it takes this along. Null: by none, or unknown, from before this was kept.';
      comment on column record_sources.former_seen_at is 'When, and with former_batch_id by which import, it was last seen before: stands again when the latest is taken back.';
    `);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('alter table record_sources drop column first_batch_id, drop column former_batch_id, drop column former_seen_at');
  }
}
