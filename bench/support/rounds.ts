import type { LoadGenerator, Serving } from './processes';
import type { ReaderName } from './readers';

export interface Contender {
  readonly name: string;
  readonly serving: Serving;
  readonly reader: ReaderName;
  readonly authorization?: string;
  readonly requests: readonly { readonly body: string; readonly expected: unknown }[];
}

export interface RoundPlan {
  readonly rounds: number;
  readonly milliseconds: number;
  readonly connections: number;
}

/** What one contender did, round by round. */
export interface Pace {
  /** Requests per second. */
  readonly rates: number[];
  /** Milliseconds of processor time a request: the server's, and the database's. */
  readonly serverCosts: number[];
  readonly databaseCosts: number[];
}

/** The first round warms caches and compilers up: so many times as long as the others, for Node compiles what it was asked some thousand times. */
const WARM_UP = 6;

/** The contenders take turns, so that what disturbs the machine disturbs all. `databaseBusy`: processor time of the cluster. */
export async function interleaved(load: LoadGenerator, contenders: readonly Contender[], plan: RoundPlan, databaseBusy: () => number): Promise<Map<string, Pace>> {
  const paces = new Map<string, Pace>(contenders.map((one) => [one.name, { rates: [], serverCosts: [], databaseCosts: [] }]));
  for (let round = -1; round < plan.rounds; round += 1) {
    // Every other round runs backwards, so that nobody always comes after the same one.
    for (const one of round % 2 === 0 ? contenders : [...contenders].reverse()) {
      const { name, serving, reader, requests, authorization } = one;
      const before = { server: serving.busy(), database: databaseBusy() };
      const milliseconds = plan.milliseconds * (round < 0 ? WARM_UP : 1);
      const { answered, seconds } = await load.run({ port: serving.port, path: '/graphql', reader, requests, authorization, connections: plan.connections, milliseconds });
      const pace = paces.get(name);
      if (round < 0 || pace === undefined) continue;
      pace.rates.push(answered / seconds);
      pace.serverCosts.push((serving.busy() - before.server) / answered);
      pace.databaseCosts.push((databaseBusy() - before.database) / answered);
    }
  }
  return paces;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which that share of the values lies (nearest rank). */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))] ?? NaN;
}

/** The median of the ratios of neighbouring rounds, and the lowest and highest of them. */
export function ratioOf(one: readonly number[], other: readonly number[]): { ratio: number; low: number; high: number } {
  const ratios = one.map((value, at) => value / (other[at] ?? NaN));
  return { ratio: median(ratios), low: Math.min(...ratios), high: Math.max(...ratios) };
}

/**
 * The service's answer against the hand-written statement alone, one call at a time, in turn; the first round warms up.
 * @param alone gives what the service must answer. @param service asks it and gives the milliseconds that it took.
 */
export async function inTurn<Expected>(rounds: number, alone: () => Promise<Expected>, service: (expected: Expected) => Promise<readonly number[]>): Promise<{ ours: number[]; theirs: number[] }> {
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = -1; round < rounds; round += 1) {
    const began = performance.now();
    const expected = await alone();
    const took = performance.now() - began;
    const latencies = await service(expected);
    if (round < 0) continue;
    theirs.push(took);
    ours.push(...latencies);
  }
  return { ours, theirs };
}
