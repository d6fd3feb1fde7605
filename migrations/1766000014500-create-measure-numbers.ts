import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Measures with numbers: a unit, a baseline, targets by area and period, and what was observed. What was observed is added
 * to and never rewritten; a measure with a unit outlives a file of the plan that lacks it.
 */
export class CreateMeasureNumbers1766000014500 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      alter table action_measures
        drop constraint action_measures_position_unique,
        add column unit text constraint action_measures_unit_not_blank check (btrim(unit) <> ''),
        add column better text constraint action_measures_better_known check (better in ('HIGHER', 'LOWER')),
        add column baseline numeric,
        add column baseline_on date,
        add constraint action_measures_with_unit check ((unit is null) = (better is null) and (baseline is null or unit is not null) and (baseline_on is null or baseline is not null)),
        add constraint action_measures_in_plan unique (id, plan_id);
      comment on column action_measures.unit is 'What is counted; null: a measure in words alone.';
      create index action_measures_action_index on action_measures (action_id);
      select history.keep('action_measures', '{id}', 'r.plan_id', 'plans');

      create table measure_targets (
        id uuid primary key,
        measure_id uuid not null,
        plan_id uuid not null references plans (id) on delete cascade,
        area_id uuid not null references areas (id),
        period daterange not null constraint measure_targets_period_days check (not isempty(period) and not lower_inf(period) and not upper_inf(period)),
        target numeric not null,
        constraint measure_targets_measure_fk foreign key (measure_id, plan_id) references action_measures (id, plan_id) on delete cascade,
        constraint measure_targets_no_overlap exclude using gist (coalesce(measure_id, measure_id) with =, coalesce(area_id, area_id) with =, period with &&)
      );
      create index measure_targets_measure_index on measure_targets (measure_id);

      create table measure_values (
        id uuid primary key,
        measure_id uuid not null,
        plan_id uuid not null references plans (id) on delete cascade,
        area_id uuid not null references areas (id),
        observed_on date not null,
        value numeric not null,
        source text not null constraint measure_values_source_not_blank check (btrim(source) <> ''),
        observed_by text,
        recorded_at timestamptz not null,
        constraint measure_values_in_plan unique (id, plan_id),
        constraint measure_values_measure_fk foreign key (measure_id, plan_id) references action_measures (id, plan_id) on delete cascade
      );
      create index measure_values_measure_index on measure_values (measure_id, area_id, observed_on);

      create table measure_value_rows (
        id uuid primary key,
        value_id uuid not null,
        plan_id uuid not null references plans (id) on delete cascade,
        kind text not null,
        node_id uuid not null,
        constraint measure_value_rows_unique unique (value_id, kind, node_id),
        constraint measure_value_rows_value_fk foreign key (value_id, plan_id) references measure_values (id, plan_id) on delete cascade
      );
      comment on table measure_value_rows is 'What stands behind a value; where nothing does it is stated.';
      create index measure_value_rows_node_index on measure_value_rows (node_id);

      grant select, insert, update, delete on measure_targets to vcs_atlas_service;
      grant select, insert on measure_values to vcs_atlas_service;
      -- What stands behind a value follows a merger of organisations.
      grant select, insert, update, delete on measure_value_rows to vcs_atlas_service;
      select history.keep('measure_targets', '{id}', 'r.plan_id', 'plans');
    `);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(`
      drop table measure_value_rows, measure_values, measure_targets;
      delete from history.recorded_tables where table_name = 'measure_targets';
      drop index action_measures_action_index;
      update action_measures m set position = r.place from (select id, row_number() over (partition by action_id order by position, id) as place from action_measures) r where r.id = m.id;
      alter table action_measures drop constraint action_measures_in_plan, drop column unit, drop column better, drop column baseline, drop column baseline_on,
        add constraint action_measures_position_unique unique (action_id, position);
      select history.keep('action_measures', '{id}', 'r.plan_id', 'plans');
    `);
  }
}
