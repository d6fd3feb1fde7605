import type { Statements } from '../../intake/batch';
import { CellFault } from '../../organisations/import/cell-values';

interface Session {
  readonly id: string;
  readonly starts: string | null;
  readonly cancelled: boolean;
  readonly capacity: number | null;
}

interface SessionRow extends Session {
  readonly code: string;
  readonly held_on: string | null;
}

/** The courses and sessions that there are, to be found by what a sheet says of them. */
export class KnownSessions {
  private readonly courses = new Map<string, Map<string, Session[]>>();
  private readonly byId = new Map<string, Session>();

  static async read(client: Statements): Promise<KnownSessions> {
    const known = new KnownSessions();
    const { rows } = await client.query(
      `select c.code, s.id, s.held_on::text, left(s.starts::text, 5) as starts, s.cancelled_on is not null as cancelled, s.capacity
       from shown.courses c left join shown.training_sessions s on s.course_id = c.id order by s.held_on, s.starts, s.id`,
    );
    for (const row of rows as SessionRow[]) known.enter(row);
    return known;
  }

  /** The code of a course as it is written there; any case is taken. */
  course(given: string): string {
    const code = given.trim().toLowerCase();
    if (!this.courses.has(code)) throw new CellFault(this.courses.size === 0 ? 'is not the code of a course: there is none yet, and createCourse makes one' : `is not the code of a course (${[...this.courses.keys()].sort().slice(0, 20).join(', ')})`);
    return code;
  }

  /** The session of a course on a day, and at an hour where there are several. */
  on(course: string, day: string, starts: string | undefined): string {
    const all = this.courses.get(course)?.get(day) ?? [];
    if (all.length === 0) throw new CellFault(`is no day on which ${course} was held`);
    const found = starts === undefined ? all : all.filter((session) => session.starts === starts);
    if (found.length === 0) throw new CellFault(`is no hour at which ${course} began on that day (${all.map((session) => session.starts ?? 'not known').join(', ')})`);
    const held = found.filter((session) => !session.cancelled);
    if (held.length === 0) throw new CellFault(`is a day for which ${course} was cancelled`);
    if (held.length > 1) throw new CellFault(`is a day with several sessions of ${course}: say in starts at which hour (${held.map((session) => session.starts ?? 'not known').join(', ')})`);
    return (held[0] as Session).id;
  }

  /** How many people a session holds; null: not limited. */
  capacityOf(id: string): number | null {
    return this.byId.get(id)?.capacity ?? null;
  }

  private enter({ code, held_on, ...session }: SessionRow): void {
    const days = this.courses.get(code.toLowerCase()) ?? new Map<string, Session[]>();
    this.courses.set(code.toLowerCase(), days);
    if (held_on === null) return;
    days.set(held_on, [...(days.get(held_on) ?? []), session]);
    this.byId.set(session.id, session);
  }
}
