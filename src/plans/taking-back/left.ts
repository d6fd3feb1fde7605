import type { PartLeft } from '../../organisations/import-revert';

/** What is left as it is, each row once, with the first reason that was found. */
export class Left {
  private readonly reasons = new Map<string, PartLeft>();

  add(table: string, id: string, reason: string): void {
    const key = `${table} ${id}`;
    if (!this.reasons.has(key)) this.reasons.set(key, { table, id, reason });
  }

  has(table: string, id: string): boolean {
    return this.reasons.has(`${table} ${id}`);
  }

  get parts(): PartLeft[] {
    return [...this.reasons.values()];
  }
}

export const CHANGED = 'was changed since';
