import type { Binder } from '../../graphql/read/binder';
import { view } from '../action-state.sql';

/** The measures of an action on a day as a review keeps them: their words and, where they have them, their numbers, of each area the latest. */
export function frozenMeasures(action: string, bind: Binder, day: string): string {
  const targets = `(select jsonb_agg(jsonb_build_object('area', aim.area_id, 'from', lower(aim.period), 'to', upper(aim.period) - 1, 'target', aim.target::text) order by lower(aim.period), aim.area_id) from ${view('measure_targets', bind)} aim where aim.measure_id = gauge.id)`;
  const values = `(select jsonb_agg(jsonb_build_object('area', latest.area_id, 'on', latest.observed_on, 'value', latest.value::text) order by latest.area_id)
    from (select distinct on (seen.area_id) seen.area_id, seen.observed_on, seen.value from ${view('measure_values', bind)} seen where seen.measure_id = any(gauge.id || gauge.carried_ids) and seen.observed_on <= ${day}
      order by seen.area_id, seen.observed_on desc, seen.recorded_at desc, seen.id desc) latest)`;
  return `(select coalesce(jsonb_agg(jsonb_build_object('text', gauge.text, 'unit', gauge.unit, 'better', gauge.better, 'baseline', gauge.baseline::text, 'baselineOn', gauge.baseline_on, 'targets', ${targets}, 'values', ${values})
      order by gauge.position, gauge.id), '[]') from ${view('action_measures', bind)} gauge where gauge.action_id = ${action}.id)`;
}

/** What a review kept of measures, for callers: areas by their codes. `row` is a reviewed action. */
export function keptMeasures(row: string): string {
  const code = (of: string): string => `(select place.code from shown.areas place where place.id = (${of}->>'area')::uuid)`;
  return `(select json_agg(json_build_object('text', kept.m->>'text', 'unit', kept.m->>'unit', 'baseline', kept.m->>'baseline', 'baselineOn', kept.m->>'baselineOn',
      'targets', (select coalesce(json_agg(json_build_object('areaCode', ${code('aim')}, 'from', aim->>'from', 'to', aim->>'to', 'target', aim->>'target')), '[]') from jsonb_array_elements(nullif(kept.m->'targets', 'null')) aim),
      'values', (select coalesce(json_agg(json_build_object('areaCode', ${code('got')}, 'observedOn', got->>'on', 'value', got->>'value')), '[]') from jsonb_array_elements(nullif(kept.m->'values', 'null')) got)) order by kept.at)
    from jsonb_array_elements(${row}.measures) with ordinality kept (m, at))`;
}
