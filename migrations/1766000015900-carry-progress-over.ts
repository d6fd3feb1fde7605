import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What actions and measures of the versions before were called, so that what was reported and observed of them goes on counting;
 * since when an action is in its plan; and that a report takes a rating back, which is another thing than saying nothing of it.
 */
export class CarryProgressOver1766000015900 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      alter table actions add column carried_ids uuid[] not null default '{}', add column added_on date;
      comment on column actions.carried_ids is 'The actions of the versions of the plan before that it was carried over from, the latest first.';
      comment on column actions.added_on is 'From which day it is in the plan; null: from the first.';
      with recursive up as (
        select a.id, a.carried_from_id as before, array[a.carried_from_id] as ids from actions a where a.carried_from_id is not null
        union all select up.id, b.carried_from_id, up.ids || b.carried_from_id from up join actions b on b.id = up.before where b.carried_from_id is not null)
      update actions a set carried_ids = (select up.ids from up where up.id = a.id order by cardinality(up.ids) desc limit 1) where a.carried_from_id is not null;
      select history.keep('actions', '{id}', 'r.plan_id', 'plans');

      alter table action_measures add column carried_ids uuid[] not null default '{}';
      comment on column action_measures.carried_ids is 'What it was in the versions of the plan before, the latest first.';
      update action_measures m set carried_ids = array(select b.id from actions a join action_measures b on b.action_id = any(a.carried_ids) and b.position = m.position and b.text = m.text
        where a.id = m.action_id order by array_position(a.carried_ids, b.action_id));
      select history.keep('action_measures', '{id}', 'r.plan_id', 'plans');

      alter table progress_reports add column unrated boolean not null default false,
        add constraint progress_reports_unrated check (rag = 'NOT_RATED' or not unrated),
        drop constraint progress_reports_says_something,
        add constraint progress_reports_says_something check (rag <> 'NOT_RATED' or unrated or achieved is not null or btrim(note) <> '' or btrim(internal_note) <> '');
      comment on column progress_reports.unrated is 'It takes the rating back; otherwise NOT_RATED says nothing of it.';
    `);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(`
      delete from progress_reports where unrated and achieved is null and coalesce(btrim(note), '') = '' and coalesce(btrim(internal_note), '') = '';
      alter table progress_reports drop constraint progress_reports_says_something, drop constraint progress_reports_unrated, drop column unrated,
        add constraint progress_reports_says_something check (rag <> 'NOT_RATED' or achieved is not null or btrim(note) <> '' or btrim(internal_note) <> '');
      alter table action_measures drop column carried_ids;
      select history.keep('action_measures', '{id}', 'r.plan_id', 'plans');
      alter table actions drop column carried_ids, drop column added_on;
      select history.keep('actions', '{id}', 'r.plan_id', 'plans');
    `);
  }
}
