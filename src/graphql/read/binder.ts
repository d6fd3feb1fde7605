import type { Viewer } from '../../access/viewer';
import { isCleared } from '../../access/viewer';

/** Collects the bind parameters of one statement while its text is made. Values never enter the text. */
export class Binder {
  readonly values: unknown[] = [];
  private readonly places = new Map<unknown, string>();
  private aliases = 0;

  constructor(
    readonly viewer: Viewer,
    readonly day: string,
    /** An instant: nothing counts that was recorded later; null: all that is on record. */
    readonly knownAt: string | null = null,
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

  /** The instant of what was known, where one is asked about. */
  known(): string {
    if (this.knownAt === null) throw new Error('No instant is asked about.');
    return this.param(this.knownAt, 'timestamptz');
  }

  alias(): string {
    this.aliases += 1;
    return `t${this.aliases}`;
  }

  get cleared(): boolean {
    return isCleared(this.viewer);
  }
}

/** Stands for a parameter in a text that is compiled before its statement: unit separators and a number. */
const MARK = /\x1f(\d+)\x1f/g;

/** Notes what a text binds, so that it can be kept and placed into other statements. */
export class NotingBinder extends Binder {
  private readonly noted: { readonly value: unknown; readonly type: string | undefined }[] = [];

  override param(value: unknown, type?: string): string {
    this.noted.push({ value, type });
    return `\x1f${this.noted.length - 1}\x1f`;
  }

  /** The text with the parameters of another statement in the places of those noted. */
  place(text: string, bind: Binder): string {
    if (this.noted.length === 0) return text;
    return text.replace(MARK, (_, at: string) => {
      const noted = this.noted[Number(at)];
      return noted === undefined ? '' : bind.param(noted.value, noted.type);
    });
  }
}
