import type { EntityManager } from 'typeorm';
import { outcomesSql } from '../outcome.sql';
import type { AssessmentThen } from './panel-decision.type';

/** What is assessed, as SQL: parameters, or in a lateral join columns of an outer row. */
interface AssessedThen {
  readonly organisation: string;
  readonly setId: string;
  readonly day: string;
  /** Null: not said. */
  readonly contractValue: string;
}

/**
 * The assessment of one organisation on a day, by all that is on record now, in the form in which a decision keeps it:
 * a query of one row with one column, `assessment`; of none where the organisation or the set has nothing to assess.
 */
export function assessmentThenSql({ organisation, setId, day, contractValue }: AssessedThen): string {
  const outcomes = outcomesSql({ organisations: `select p.* from shown.organisations p where p.id = ${organisation}`, set: setId, day, knownAt: null, contractValue });
  return `select jsonb_build_object('asOf', ${day}, 'setVersion', (select version_then.version from shown.criteria_sets version_then where version_then.id = ${setId}), 'contractValue', (${contractValue})::text, 'outcome', x.outcome, 'criteria', (
      select json_agg(json_build_object('code', k.code, 'name', c.name, 'weight', k.weight, 'state', k.state, 'heldUntil', k.holds_until) order by k.position)
      from jsonb_to_recordset(x.criteria) as k(criterion_id uuid, code text, position integer, weight text, state text, holds_until date) join shown.criteria c on c.id = k.criterion_id
    )) as assessment from (${outcomes}) x`;
}

export async function assessmentThen(manager: EntityManager, organisationId: string, setId: string, day: string, contractValue: string | null): Promise<AssessmentThen | null> {
  const sql = assessmentThenSql({ organisation: '$1::uuid', setId: '$2::uuid', day: '$3::date', contractValue: '$4::numeric(14, 2)' });
  const [found] = (await manager.query(sql, [organisationId, setId, day, contractValue])) as { assessment: AssessmentThen }[];
  return found?.assessment ?? null;
}
