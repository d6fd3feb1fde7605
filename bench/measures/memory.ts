import type { Line } from '../support/report';
import type { Bench } from '../support/setup';
import { startAtlas } from './contenders';

const REST = 10_000;
const MOST = 150;

/** Resident memory of the service's process when nobody asks anything. */
export async function measureMemory({ cluster, large, root }: Bench): Promise<Line[]> {
  const atlas = await startAtlas(cluster, large, root);
  await new Promise((done) => setTimeout(done, REST));
  const megabytes = atlas.memory();
  await atlas.stop();
  return [{ measure: 'memory of the process at rest', result: `${megabytes} MB`, target: `≤ ${MOST} MB`, holds: megabytes <= MOST }];
}
