import type { Line } from '../support/report';
import type { Bench } from '../support/setup';
export async function measureImports(_bench: Bench): Promise<Line[]> {
  return [];
}
