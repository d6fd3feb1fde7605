import type { EntityManager } from 'typeorm';
import { UserFault } from '../errors';
import { fromNodeId } from '../graphql/node';

const NOUNS = {
  Plan: 'a plan', Recommendation: 'a recommendation', Action: 'an action', Lead: 'a lead', ReviewBody: 'a body of a review schedule', Measure: 'a measure', ProgressReport: 'an update',
  PrioritySet: 'a set of priorities', Priority: 'a priority', PriorityContribution: 'a contribution to a priority',
  SelfEvaluation: 'a self-evaluation', EvaluationTool: 'a tool', EvaluationSection: 'a section of a tool', EvaluationQuestion: 'a question of a tool',
} as const;

/** The uuid behind an id of one type, as data for who can mend it. */
export function idOf(type: keyof typeof NOUNS, id: string, path: readonly string[] = ['id']): string {
  const parts = fromNodeId(id);
  if (parts?.type !== type) throw new UserFault('NOT_FOUND', `This is not the id of ${NOUNS[type]}.`, path);
  return parts.uuid;
}

const AREA_OF = {
  plans: 'p.area_id from plans p', actions: 'p.area_id from actions a join plans p on p.id = a.plan_id', leads: 'l.area_id from leads l', self_evaluations: 'e.area_id from self_evaluations e',
  priority_sets: 's.area_id from priority_sets s', priorities: 's.area_id from priorities r join priority_sets s on s.id = r.set_id',
} as const;
const ALIAS_OF = { plans: 'p', actions: 'a', leads: 'l', self_evaluations: 'e', priority_sets: 's', priorities: 'r' } as const;

/** Takes the next version of a row for who looks after its area, or fails when somebody else took it first. */
export async function claimRow(manager: EntityManager, table: keyof typeof AREA_OF, id: string, expectedVersion: number): Promise<void> {
  const [row] = (await manager.query(`select k.version, viewer_keeps_area(k.area_id) as keeps from (select ${ALIAS_OF[table]}.version, ${AREA_OF[table]} where ${ALIAS_OF[table]}.id = $1 for update of ${ALIAS_OF[table]}) k`, [id])) as { version: number; keeps: boolean }[];
  if (row === undefined) throw new UserFault('NOT_FOUND', 'There is nothing with this id.', ['id']);
  if (!row.keeps) throw new UserFault('FORBIDDEN', 'This is not yours to change.', ['id']);
  if (row.version !== expectedVersion) throw new UserFault('CONFLICT', `Somebody else changed it: it stands at version ${row.version}, not ${expectedVersion}.`, ['expectedVersion'], row.version);
  await manager.query(`update ${table} set version = version + 1 where id = $1`, [id]);
}
