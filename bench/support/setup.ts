import type { Cluster } from './cluster';
import type { LoadGenerator } from './processes';
import type { RoundPlan } from './rounds';

/** What every measure is given. */
export interface Bench {
  readonly cluster: Cluster;
  readonly load: LoadGenerator;
  readonly plan: RoundPlan;
  readonly root: string;
  readonly realData: string | undefined;
  /** The large database, and the small one that it is held against. */
  readonly large: string;
  readonly small: string;
  readonly quick: boolean;
  /** A folder with another build of the service, measured beside this one. */
  readonly against: string | undefined;
  /** Whether the service without access is measured beside it. */
  readonly withoutAccess: boolean;
  say(line: string): void;
}
