/** A table whose rows follow a merge: which column names the organisation, what names a row, and which rows stay behind. */
export interface Followed {
  readonly table: string;
  readonly column: string;
  readonly key: readonly string[];
  /** SQL over `r`, the row of the merged organisation, and `$2`, the kept one: true where the kept one has the like. */
  readonly stays: string;
}

const sameAs = (table: string, column: string, key: readonly string[]): string =>
  `exists (select from ${table} k where k.${column} = $2 and ${key.map((name) => `k.${name} is not distinct from r.${name}`).join(' and ')})`;

export const keyed = (table: string, key: readonly string[]): Followed => ({ table, column: 'organisation_id', key, stays: sameAs(table, 'organisation_id', key) });

export const byId = (table: string, stays = 'false', column = 'organisation_id'): Followed => ({ table, column, key: ['id'], stays });

const linked = (table: string, column: string, other: string): Followed =>
  byId(table, `r.${other} = $2 or exists (select from ${table} k where k.${column} = $2 and k.${other} = r.${other} and k.valid && r.valid)`, column);

/** An end of ties that another organisation names in a list of its own. */
export interface NamedEnd extends Followed {
  /** The column that says whose list it is. */
  readonly owner: string;
}

export const NAMED_ENDS: readonly NamedEnd[] = [
  { ...linked('memberships', 'umbrella_id', 'member_id'), owner: 'member_id' },
  { ...linked('supports', 'supported_id', 'supporter_id'), owner: 'supporter_id' },
];

/** Statuses stay with the entry that they were said of: the kept one's hold. */
const FOLLOWED: Followed[] = [
  byId('identifiers'),
  byId('services'),
  byId('contacts'),
  byId('places', `r.kind = 'ADDRESS' and exists (select from places k where k.organisation_id = $2 and k.kind = 'ADDRESS')`),
  byId('areas_served'),
  keyed('categorisations', ['service_id', 'term_id']),
  keyed('community_links', ['term_id', 'link']),
  keyed('organisation_facts', ['year', 'source']),
  keyed('record_sources', ['source', 'source_key']),
  linked('memberships', 'member_id', 'umbrella_id'),
  linked('supports', 'supporter_id', 'supported_id'),
  ...NAMED_ENDS,
  byId('contracts'),
  byId('former_contracts'),
  byId('change_requests'),
];

/** Registers the tables of a later domain whose rows follow a merge; a domain does so when it is loaded. */
export function followsMerge(...tables: Followed[]): void {
  FOLLOWED.push(...tables);
}

export function followed(): readonly Followed[] {
  return FOLLOWED;
}
