import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ForgetAuthors1766000016600 } from './1766000016600-forget-authors';

/** Who made a change still stood, when the change had forgotten it, with what was filed, reported, reviewed, measured, confirmed or issued. */
export class ForgetWhoFiledAndReported1766000017040 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      -- That somebody is forgotten is no change of what they did.
      select history.keep('by_whens', '{id}', 'r.plan_id', 'plans', follows => '{confirmed_by, corrected_by}');
      select history.keep('reply_withdrawals', '{id}', 'r.round_id', 'self_evaluations', follows => '{withdrawn_by}');

      create function history.authors_due(before timestamptz) returns table (of_table text)
        language sql stable security definer set search_path = public, pg_temp as $$
        select 'history.changes' from history.changes c where c.at < $1 and num_nonnulls(c.subject, c.note) > 0
        ${NAMED.map((named) => `union all select '${named.table}' from ${named.table} r where ${due(named)}`).join('\n        ')}
        ${RECORDED.map((named) => `union all select 'history.records' from history.records r where ${dueOnRecord(named)}`).join('\n        ')}
      $$;
      comment on function history.authors_due(timestamptz) is 'A row for each name of who changed something before an instant.';
      revoke all on function history.authors_due(timestamptz) from public;
      grant execute on function history.authors_due(timestamptz) to vcs_atlas_service;

      create or replace function history.forget_authors(before timestamptz) returns integer
        language plpgsql security definer set search_path = public, pg_temp as $$
        declare forgotten integer;
        begin
          if $1 > statement_timestamp() - interval '71 months' then
            raise exception 'Authors of changes are kept for six years.' using errcode = '42501';
          end if;
          select count(*) into forgotten from history.authors_due($1);
          update history.changes c set subject = null, note = null where c.at < $1 and num_nonnulls(c.subject, c.note) > 0;
          ${NAMED.map((named) => `update ${named.table} r set ${named.column} = ${named.left ?? 'null'} where ${due(named)};`).join('\n          ')}
          ${RECORDED.map((named) => `update history.records r set before = r.before || '{"${named.column}": null}' where ${dueOnRecord(named)};`).join('\n          ')}
          return forgotten;
        end $$;
    `);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(`
      drop function history.authors_due(timestamptz);
      drop function history.forget_authors(timestamptz);
      select history.keep('reply_withdrawals', '{id}', 'r.round_id', 'self_evaluations');
      select history.keep('by_whens', '{id}', 'r.plan_id', 'plans');
    `);
    await new ForgetAuthors1766000016600().up(run);
  }
}

interface Named {
  readonly table: string;
  readonly column: string;
  /** Columns that say since when it names somebody, the first that is there. */
  readonly at: readonly string[];
  /** What stands there afterwards, where not null: the role, as where somebody had no name. */
  readonly left?: string;
  readonly besides?: string;
}

/** Tables whose rows the history keeps as they were. */
const RECORDED: readonly Named[] = [
  { table: 'by_whens', column: 'confirmed_by', at: ['confirmed_at', 'confirmed_on'] },
  { table: 'by_whens', column: 'corrected_by', at: ['corrected_at'] },
  { table: 'reply_withdrawals', column: 'withdrawn_by', at: ['recorded_at'] },
];

const NAMED: readonly Named[] = [
  ...RECORDED,
  { table: 'evidence', column: 'filed_by', at: ['filed_at'], left: `coalesce(r.filed_role, '[forgotten]')`, besides: 'r.batch_id is null' },
  { table: 'progress_reports', column: 'author', at: ['recorded_at'] },
  { table: 'progress_report_splits', column: 'split_by', at: ['recorded_at'] },
  { table: 'plan_reviews', column: 'recorded_by', at: ['recorded_at'] },
  { table: 'measure_values', column: 'observed_by', at: ['recorded_at'] },
  { table: 'course_criteria', column: 'named_by', at: ['named_at'], left: `split_part(r.named_by, ' ', 1)` },
  { table: 'issued_lists', column: 'issued_by', at: ['issued_at'], left: `split_part(r.issued_by, ' ', 1)` },
];

function due({ column, at, left, besides }: Named): string {
  return `coalesce(${at.map((one) => `r.${one}`).join(', ')}) < $1 and r.${column} is distinct from ${left ?? 'null'}${besides === undefined ? '' : ` and ${besides}`}`;
}

function dueOnRecord({ table, column, at }: Named): string {
  return `r.table_name = '${table}' and coalesce(${at.map((one) => `r.before->>'${one}'`).join(', ')})::timestamptz < $1 and r.before->>'${column}' is not null`;
}
