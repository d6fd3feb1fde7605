import { validate as isUuid } from 'uuid';
import { SetUpError } from '../errors';
import { fromNodeId, toNodeId } from '../graphql/node';
import type { Reader } from '../graphql/read/reader';
import { view } from './action-state.sql';

/** Plans that a message names. */
const MOST_NAMED = 10;

interface Candidate {
  readonly id: string;
  readonly title: string;
  readonly edition: number;
  readonly area: string;
}

/** The plan that a command means: by its id, or by its title, where it is the only one and then the newest edition. */
export async function findPlan(reader: Reader, given: string): Promise<string> {
  const parts = fromNodeId(given);
  const id = parts?.type === 'Plan' ? parts.uuid : isUuid(given) ? given : null;
  const bind = reader.binder();
  const condition = id === null ? `p.title_key = name_key(${bind.param(given, 'text')})` : `p.id = ${bind.param(id, 'uuid')}`;
  const found = await reader.rows<Candidate>(`${CANDIDATES(view('plans', bind))} where ${condition} order by p.edition desc, p.id`, bind);
  const [first] = found;
  if (first !== undefined && new Set(found.map((plan) => plan.area)).size === 1) return first.id;
  if (first !== undefined) throw new SetUpError(`Several plans are called “${given}”: ${found.map(named).join('; ')}.`, 'Name it by its id');
  const there = await reader.rows<Candidate>(`${CANDIDATES(view('plans', reader.binder()))} order by p.title_key collate "C", p.edition desc, p.id limit ${MOST_NAMED}`, reader.binder());
  throw new SetUpError(`There is no ${bind.cleared ? '' : 'approved '}plan “${given}”${there.length === 0 ? ', nor any other' : `; there are: ${there.map(named).join('; ')}`}.`);
}

const CANDIDATES = (plans: string): string => `select p.id, p.title, p.edition, a.code as area from ${plans} p join shown.areas a on a.id = p.area_id`;

function named({ id, title, edition, area }: Candidate): string {
  return `${title}${edition > 1 ? `, version ${edition}` : ''} (${area}): ${toNodeId('Plan', id)}`;
}
