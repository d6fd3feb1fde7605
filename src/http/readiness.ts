import { setTimeout as after } from 'node:timers/promises';

/** Milliseconds for which an answer holds. A database that comes back is to be known at once. */
const HOLDS = { ready: 1_000, not: 100 };

/** Milliseconds after which nobody waits for the database: a connection that was silently cut tells it only after minutes. */
const PATIENCE = 3_500;

const NO_ANSWER = 'The database does not answer.';

/** Whether the service can answer: asked of the database once, however many want to know, for it has no budget of callers. */
export class Readiness {
  private asked: Promise<string | null> | undefined;

  /** @param check null when all is well, a sentence when not. */
  constructor(
    private readonly check: () => Promise<string | null>,
    private readonly patience = PATIENCE,
  ) {}

  problem(): Promise<string | null> {
    return (this.asked ??= this.ask());
  }

  private async ask(): Promise<string | null> {
    const problem = await Promise.race([this.check().catch(() => NO_ANSWER), after(this.patience, NO_ANSWER, { ref: false })]);
    setTimeout(() => (this.asked = undefined), problem === null ? HOLDS.ready : HOLDS.not).unref();
    return problem;
  }
}
