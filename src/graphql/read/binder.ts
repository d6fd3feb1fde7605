import type { Viewer } from '../../access/viewer';
import { isCleared } from '../../access/viewer';

/** Collects the bind parameters of one statement while its text is made. Values never enter the text. */
export class Binder {
  readonly values: unknown[] = [];
  private readonly places = new Map<unknown, string>();
  private aliases = 0;

  constructor(
    readonly viewer: Viewer,
    private readonly day: string,
  ) {}

  /** The place of a value ($1, $2 …), with its type where PostgreSQL could not tell. */
  param(value: unknown, type?: string): string {
    const key = `${type ?? ''}:${typeof value}:${String(value)}`;
    const known = this.places.get(key);
    if (known !== undefined && typeof value !== 'object') return known;
    this.values.push(value);
    const place = type === undefined ? `$${this.values.length}` : `$${this.values.length}::${type}`;
    this.places.set(key, place);
    return place;
  }

  /** Today in Europe/London, or the day that the query asks about. */
  today(): string {
    return this.param(this.day, 'date');
  }

  alias(): string {
    this.aliases += 1;
    return `t${this.aliases}`;
  }

  get cleared(): boolean {
    return isCleared(this.viewer);
  }
}
