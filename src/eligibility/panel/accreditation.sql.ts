import type { Binder } from '../../graphql/read/binder';

/** The day that is asked about, and by which instant a decision must have been on record. */
export interface AskedDay {
  readonly day: string;
  readonly knownAt: Date | null;
}

/** The arguments of `shown.accreditations` and `shown.accreditation_states`. */
export function askedSql({ day, knownAt }: AskedDay, bind: Binder): string {
  return `${bind.param(day, 'date')}, ${knownAt === null ? 'null' : bind.param(knownAt.toISOString(), 'timestamptz')}`;
}

/** Rows of `shown.accreditation_states(asked)` as JSON in the shape of `Accreditation`. `which` is SQL over `s`. */
export function accreditationsJson(asked: string, which: string): string {
  return `(select coalesce(json_agg(json_build_object('set', s.set_code, 'setName', c.name, 'state', s.state, 'from', s.from_day, 'to', s.ends_before - 1,
    'conditions', s.conditions, 'contractValue', s.contract_value::text, 'decidedOn', s.decided_on) order by s.set_code), '[]'::json)
    from shown.accreditation_states(${asked}) s join shown.criteria_sets c on c.id = s.set_id where ${which})`;
}
