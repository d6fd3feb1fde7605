import type { EntityManager } from 'typeorm';
import { outcomesSql } from '../outcome.sql';
import type { AssessmentThen } from './panel-decision.type';

interface SetInForce {
  readonly id: string;
  readonly version: number;
}

/**
 * The assessment of one organisation on a day, by all that is on record now, in the form in which a decision keeps it.
 * Null: there is none, for the organisation or the set has nothing to assess.
 */
export async function assessmentThen(manager: EntityManager, organisationId: string, set: SetInForce, day: string): Promise<AssessmentThen | null> {
  const outcomes = outcomesSql({ organisations: 'select $1::uuid as id', set: '$2::uuid', day: '$3::date', knownAt: null, contractValue: null });
  const [found] = (await manager.query(
    `select x.outcome, (
       select json_agg(json_build_object('code', k.code, 'name', c.name, 'weight', k.weight, 'state', k.state, 'heldUntil', k.holds_until) order by k.position)
       from jsonb_to_recordset(x.criteria) as k(criterion_id uuid, code text, position integer, weight text, state text, holds_until date) join shown.criteria c on c.id = k.criterion_id
     ) as criteria from (${outcomes}) x`,
    [organisationId, set.id, day],
  )) as Pick<AssessmentThen, 'outcome' | 'criteria'>[];
  return found === undefined ? null : { asOf: day, setVersion: set.version, outcome: found.outcome, criteria: found.criteria };
}
