import type { ClientBase } from 'pg';

export interface KnownPriority {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly description: string | null;
  readonly lead_id: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly position: number;
}

/** A version of a set as it stands, held in memory to be compared with a file. */
export interface KnownSet {
  readonly id: string;
  readonly version: number;
  readonly edition: number;
  readonly owner: string | null;
  readonly from: string;
  readonly to: string | null;
  readonly priorities: readonly KnownPriority[];
}

const KNOWN = `
select s.id, s.version, s.edition, s.owner, lower(s.period)::text as "from", (upper(s.period) - 1)::text as "to",
  (select coalesce(json_agg(json_build_object('id', p.id, 'code', p.code, 'title', p.title, 'description', p.description, 'lead_id', p.lead_id,
    'from', lower(p.valid), 'to', upper(p.valid) - 1, 'position', p.position) order by p.position, p.id), '[]') from priorities p where p.set_id = s.id) as priorities
from priority_sets s where s.area_id = $1 and s.title_key = name_key($2) order by s.edition desc limit 1`;

/** The newest version of a set of an area by its title. */
export async function knownSet(client: ClientBase, areaId: string, title: string): Promise<KnownSet | undefined> {
  return (await client.query(KNOWN, [areaId, title])).rows[0] as KnownSet | undefined;
}
