import type { EntityManager } from 'typeorm';
import { UserFault } from '../errors';
import { fromNodeId } from '../graphql/node';
import { byId, followsMerge } from '../organisations/merge-follows';

/** What an action can be linked to: the type of the node, and the masked view that says whether it is there. A line each. */
const LINKABLE: Readonly<Record<string, string>> = {
  Area: 'shown.areas',
  Organisation: 'shown.organisations',
  Service: 'shown.services',
  Course: 'shown.courses',
  CriteriaSet: 'shown.criteria_sets',
  EvaluationQuestion: 'shown.evaluation_questions_cleared',
  AgreedGrade: 'shown.agreed_grades_cleared',
};

followsMerge(byId('action_links', 'exists (select from action_links k where k.node_id = $2 and k.action_id = r.action_id)', 'node_id'));
followsMerge(byId('measure_value_rows', 'exists (select from measure_value_rows k where k.node_id = $2 and k.value_id = r.value_id)', 'node_id'));

/** What can contribute to a priority. A line each, here and in the views of contributions. */
export const CONTRIBUTORS: Readonly<Record<string, string>> = { Service: 'shown.services', Action: 'shown.actions_cleared' };

export interface LinkedNode {
  readonly kind: string;
  readonly node_id: string;
}

/** The nodes behind ids, all of which must be there and of a kind that can be linked. */
export async function linkedNodes(manager: EntityManager, ids: readonly string[], path: string, linkable = LINKABLE): Promise<LinkedNode[]> {
  const nodes = ids.map((id, at) => {
    const parts = fromNodeId(id);
    const view = parts === null ? undefined : linkable[parts.type];
    if (parts === null || view === undefined) throw new UserFault('NOT_FOUND', `This is not the id of one of ${Object.keys(linkable).join(', ')}.`, [path, String(at)]);
    return { kind: parts.type, node_id: parts.uuid, view, at };
  });
  for (const view of new Set(nodes.map((node) => node.view))) {
    const wanted = nodes.filter((node) => node.view === view);
    const found = new Set(((await manager.query(`select id from ${view} where id = any($1::uuid[])`, [wanted.map((node) => node.node_id)])) as { id: string }[]).map((row) => row.id));
    const missing = wanted.find((node) => !found.has(node.node_id));
    if (missing !== undefined) throw new UserFault('NOT_FOUND', `There is no such ${missing.kind}.`, [path, String(missing.at)]);
  }
  return [...new Map(nodes.map(({ kind, node_id }) => [node_id, { kind, node_id }])).values()];
}
