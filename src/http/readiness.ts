/** Milliseconds for which an answer holds. A database that comes back is to be known at once. */
const HOLDS = { ready: 1_000, not: 100 };

/** Whether the service can answer: asked of the database once, however many want to know, for it has no budget of callers. */
export class Readiness {
  private asked: Promise<string | null> | undefined;

  /** @param check null when all is well, a sentence when not. */
  constructor(private readonly check: () => Promise<string | null>) {}

  problem(): Promise<string | null> {
    return (this.asked ??= this.ask());
  }

  private async ask(): Promise<string | null> {
    const problem = await this.check().catch(() => 'The database does not answer.');
    setTimeout(() => (this.asked = undefined), problem === null ? HOLDS.ready : HOLDS.not).unref();
    return problem;
  }
}
