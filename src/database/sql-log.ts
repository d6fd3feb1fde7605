/** Counts the statements of one request; a golden test also keeps their texts. */
export class SqlLog {
  private counted = 0;
  readonly statements: string[] = [];

  constructor(private readonly keepTexts = false) {}

  count(sql: string, _params: readonly unknown[]): void {
    this.counted += 1;
    if (this.keepTexts) this.statements.push(sql);
  }

  get total(): number {
    return this.counted;
  }
}
