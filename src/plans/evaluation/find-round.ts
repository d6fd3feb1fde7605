import { validate as isUuid } from 'uuid';
import { SetUpError } from '../../errors';
import { fromNodeId, toNodeId } from '../../graphql/node';
import type { Reader } from '../../graphql/read/reader';
import { daysOfRound } from './round';

/** Rounds that a message names. */
const MOST_NAMED = 10;

interface Candidate {
  readonly id: string;
  readonly round: string;
  readonly tool: string;
  readonly area: string;
}

const ROUNDS = `select e.id, e.round, k.title as tool, a.code as area
  from shown.self_evaluations_cleared e join shown.evaluation_tools_cleared k on k.id = e.tool_id join shown.areas a on a.id = e.area_id`;

/** The round that a command means: by its id, or by its days where the area has one round of them. */
export async function findRound(reader: Reader, given: string, area: string | undefined): Promise<string> {
  const parts = fromNodeId(given);
  const id = parts?.type === 'SelfEvaluation' ? parts.uuid : isUuid(given) ? given : null;
  const days = daysOfRound(given);
  const bind = reader.binder();
  const wanted = id !== null ? `e.id = ${bind.param(id, 'uuid')}` : days !== undefined ? `e.held = ${bind.param(days.range, 'daterange')}` : 'false';
  const within = area === undefined ? '' : ` and a.code = ${bind.param(area, 'text')}`;
  const found = await reader.rows<Candidate>(`${ROUNDS} where ${wanted}${within} order by a.code collate "C", k.title collate "C", e.id`, bind);
  const [first] = found;
  if (first !== undefined && found.length === 1) return first.id;
  if (first !== undefined) throw new SetUpError(`There are several rounds ${given}: ${found.map(named).join('; ')}.`, 'Name it by its id, or its area by --area');
  const there = await reader.rows<Candidate>(`${ROUNDS} order by e.held desc, e.id limit ${MOST_NAMED}`, reader.binder());
  throw new SetUpError(`There is no round ${given}${area === undefined ? '' : ` of ${area}`}${there.length === 0 ? ', nor any other' : `; there are: ${there.map(named).join('; ')}`}.`);
}

function named({ id, round, tool, area }: Candidate): string {
  return `${round} ${tool} (${area}): ${toNodeId('SelfEvaluation', id)}`;
}
