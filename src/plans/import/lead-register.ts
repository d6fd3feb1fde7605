import { v7 as uuidv7 } from 'uuid';
import { kindByWords, type LeadKind } from './lead-kind';
import type { GivenLead } from './lead-rows';

/** What runs SQL: a client, or a transaction's manager in its shape. */
export interface LeadRunner {
  query(sql: string, parameters: unknown[]): Promise<{ readonly rows: unknown[] }>;
}

interface Lead {
  readonly id: string;
  readonly name: string;
  readonly kind: LeadKind | null;
  readonly kind_given: boolean;
  readonly agency: string | null;
  readonly side: string | null;
}

interface Alias {
  readonly id: string;
  readonly lead_id: string;
  readonly alias: string;
}

/**
 * The leads of an area, by what their names have in common whatever their case, blanks and signs. A name that is none of
 * them becomes a lead of its own: what it may be the same as is for a person to say.
 */
export class LeadRegister {
  private readonly byKey = new Map<string, Lead>();
  private readonly madeOrChanged = new Map<string, Lead>();
  private readonly newAliases: Alias[] = [];
  private readonly elsewhere: string[] = [];

  private constructor(
    private readonly keys: ReadonlyMap<string, string>,
    /** Sides of the agencies that the directory knows, by key. */
    private readonly directory: ReadonlyMap<string, string>,
  ) {}

  static async read(client: LeadRunner, areaId: string, names: readonly string[], given: readonly GivenLead[]): Promise<LeadRegister> {
    const all = [...new Set([...names, ...given.flatMap((lead) => [lead.name, ...lead.aliases, ...(lead.agency === null ? [] : [lead.agency])])])];
    const keyed = await client.query('select n as name, name_key(n) as key from unnest($1::text[]) n', [all]);
    const keys = new Map((keyed.rows as { name: string; key: string }[]).map(({ name, key }) => [name, key]));
    const organisations = await client.query(
      `select lower(o.name) as name, min(o.sector) as sector from shown.organisations o where lower(o.name) = any($1::text[]) group by lower(o.name) having count(*) = 1`,
      [all.map((name) => name.toLowerCase())],
    );
    const sides = new Map((organisations.rows as { name: string; sector: string | null }[]).flatMap(({ name, sector }) => (sector === null ? [] : [[name, sector === 'STATUTORY' ? 'STATUTORY' : 'SECTOR'] as const])));
    const register = new LeadRegister(keys, sides);
    const known = await client.query(
      `select l.id, l.name, l.kind, l.kind_given, l.agency, l.side, l.name_key as key from leads l where l.area_id = $1 and l.name_key <> 'erased'
       union all select l.id, l.name, l.kind, l.kind_given, l.agency, l.side, a.alias_key from lead_aliases a join leads l on l.id = a.lead_id where a.area_id = $1 and a.alias_key <> 'erased'`, [areaId],
    );
    for (const { key, ...lead } of known.rows as (Lead & { key: string })[]) register.byKey.set(key, lead);
    for (const lead of given) register.take(lead);
    return register;
  }

  /** The lead that a name in the plan means. */
  find(name: string): string {
    const found = this.byKey.get(this.key(name));
    if (found !== undefined) return found.id;
    const side = this.directory.get(name.toLowerCase());
    const kind = kindByWords(name) ?? (side === undefined ? null : 'ORGANISATION');
    return this.keep({ id: uuidv7(), name, kind, kind_given: false, agency: null, side: side ?? null }, name).id;
  }

  /** What could not be taken of the register, for a person to decide: other names by which other leads go already. */
  get notes(): string[] {
    return this.elsewhere.length === 0 ? [] : [`${this.elsewhere.length} other names of the register are those of other leads already, and stay so until addLeadAlias makes the two one: ${this.elsewhere.join(', ')}.`];
  }

  /** Whether a text is the name of one of them. */
  knows(text: string): boolean {
    return this.byKey.has(this.key(text));
  }

  /** Those of some names of which nobody knows what they are. */
  unmatched(names: readonly string[]): string[] {
    return this.open(names, (lead) => lead.kind === null);
  }

  /** Those of some names of which nobody knows whether they are of the sector or statutory. */
  withoutSide(names: readonly string[]): string[] {
    return this.open(names, (lead) => lead.side === null);
  }

  get size(): number {
    return this.madeOrChanged.size + this.newAliases.length;
  }

  async write(client: LeadRunner, areaId: string, at: Date): Promise<void> {
    await client.query(
      `insert into leads (id, area_id, name, kind, kind_given, agency, side, created_at)
       select l.id, $1, l.name, l.kind, l.kind_given, l.agency, l.side, $3 from jsonb_to_recordset($2) l (id uuid, name text, kind text, kind_given boolean, agency text, side text)
       on conflict (id) do update set kind = excluded.kind, kind_given = excluded.kind_given, agency = excluded.agency, side = excluded.side, version = leads.version + 1`,
      [areaId, JSON.stringify([...this.madeOrChanged.values()]), at],
    );
    await client.query(
      'insert into lead_aliases (id, lead_id, area_id, alias) select a.id, a.lead_id, $1, a.alias from jsonb_to_recordset($2) a (id uuid, lead_id uuid, alias text)',
      [areaId, JSON.stringify(this.newAliases)],
    );
  }

  /** Each lead once, by the first of its names. */
  private open(names: readonly string[], is: (lead: Lead) => boolean): string[] {
    const found = new Map<string, string>();
    for (const name of names) {
      const lead = this.byKey.get(this.key(name));
      if (lead !== undefined && is(lead) && !found.has(lead.id)) found.set(lead.id, name);
    }
    return [...found.values()];
  }

  private take(given: GivenLead): void {
    const known = this.byKey.get(this.key(given.name));
    // Of one that is known the directory is asked only about an agency that is new: what a person left open stays open.
    const asked = known === undefined || (given.agency !== null && given.agency !== known.agency);
    const side = given.side ?? known?.side ?? (asked ? this.directory.get((given.agency ?? given.name).toLowerCase()) : undefined) ?? null;
    const lead: Lead = {
      id: known?.id ?? uuidv7(), name: known?.name ?? given.name, kind: given.kind ?? known?.kind ?? kindByWords(given.name), kind_given: given.kind !== null || (known?.kind_given ?? false),
      agency: given.agency ?? known?.agency ?? null, side,
    };
    const same = known !== undefined && (['kind', 'kind_given', 'agency', 'side'] as const).every((field) => known[field] === lead[field]);
    if (!same) this.keep(lead, given.name);
    for (const alias of given.aliases) {
      const bearer = this.byKey.get(this.key(alias));
      if (bearer !== undefined && bearer.id !== lead.id) this.elsewhere.push(`${alias} (for ${lead.name})`);
      if (bearer !== undefined) continue;
      this.newAliases.push({ id: uuidv7(), lead_id: lead.id, alias });
      this.byKey.set(this.key(alias), lead);
    }
  }

  private keep(lead: Lead, name: string): Lead {
    this.madeOrChanged.set(lead.id, lead);
    for (const [key, known] of this.byKey) if (known.id === lead.id) this.byKey.set(key, lead);
    this.byKey.set(this.key(name), lead);
    return lead;
  }

  private key(name: string): string {
    const key = this.keys.get(name);
    if (key === undefined) throw new Error('A name of a lead was not folded.');
    return key;
  }
}
