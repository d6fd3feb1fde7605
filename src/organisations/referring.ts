/** What names a node by its id alone, in tables of later domains. */
const naming = (ids: string): string[] =>
  [['action_links', 'true'], ['measure_value_rows', 'true'], ['priority_contributions', 'r.withdrawn_at is null']].map(([table, where]) => `exists (select from ${table} r where ${where} and r.node_id in (${ids}))`);

const names = (table: string, column = 'organisation_id', where = 'true'): string => `exists (select from ${table} r where ${where} and r.${column} = t.id)`;

/**
 * What refers to an organisation and is told by no history of its own, in whichever domain: SQL over `t`, the organisation
 * by its `id`. In one list and not registered by the domains: what forgot to load one of them would remove its rows.
 */
const REFERRING: readonly string[] = [
  names('evidence', 'organisation_id', 'r.withdrawn_at is null'),
  names('safeguarding_audits'),
  names('panel_decisions'),
  names('courses', 'provider_id'),
  ...naming('select t.id union all select s.id from services s where s.organisation_id = t.id'),
];

/** SQL over `t`: whether anything refers to it that would go with it, or be left behind. */
export const IS_REFERRED_TO = `(${REFERRING.join(' or ')})`;

/** SQL over an id: whether anything names that node by it alone. */
export const isNamed = (id: string): string => `(${naming(id).join(' or ')})`;
