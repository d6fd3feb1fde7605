/**
 * Whose turn it is to use the one session. First come, first served; a turn lasts until it is released, so that the
 * transaction of one client is never interleaved with another's.
 */
export class Turn<Client> {
  private holder: Client | undefined;
  private readonly waiting: { client: Client; settle: (granted: boolean) => void }[] = [];

  /** @param patience longest wait in milliseconds. */
  constructor(private readonly patience: number) {}

  isHeldBy(client: Client): boolean {
    return this.holder === client;
  }

  /** Resolves to true when the turn has come, to false when the client waited too long or gave up its place. */
  take(client: Client): Promise<boolean> {
    if (this.holder === undefined && this.waiting.length === 0) {
      this.holder = client;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const settle = (granted: boolean): void => {
        clearTimeout(timer);
        resolve(granted);
      };
      const timer = setTimeout(() => this.giveUp(client), this.patience);
      this.waiting.push({ client, settle });
    });
  }

  /** Takes a waiting client out of the queue. */
  giveUp(client: Client): void {
    const at = this.waiting.findIndex((entry) => entry.client === client);
    if (at >= 0) this.waiting.splice(at, 1)[0]?.settle(false);
  }

  release(client: Client): void {
    if (this.holder !== client) return;
    const next = this.waiting.shift();
    this.holder = next?.client;
    next?.settle(true);
  }
}
