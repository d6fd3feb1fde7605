import type { PoolClient } from 'pg';
import { SetUpError } from '../../errors';
import type { ImportContext } from '../../intake/import-run';
import { foldName } from '../../text/fold';
import { CellFault } from './cell-values';
import { type GivenIdentifier, parseIdentifier } from './identifier-values';
import type { RowCells } from './row-cells';

/** Columns of which one at least says which organisation a row speaks of. */
export const NAMING_HEADINGS = ['organisation', 'identifier', 'slug'] as const;

/** The columns by which a row names an organisation; rows that name several have some for each. */
export interface NamingHeadings {
  readonly name: string;
  readonly identifier: string;
  readonly slug: string;
}

const NAMING: NamingHeadings = { name: 'organisation', identifier: 'identifier', slug: 'slug' };

/** How a row names its organisation. */
export interface NamedOrganisation {
  readonly line: number;
  /** As written, and folded for comparison. */
  readonly name: string | undefined;
  readonly foldedName: string | undefined;
  readonly identifier: GivenIdentifier | undefined;
  readonly slug: string | undefined;
}

export type Matched<Row extends NamedOrganisation> = Row & { readonly organisationId: string };

/** Reads how a row names its organisation; a row that names none is refused. */
export function readNaming(cells: RowCells, headings = NAMING): NamedOrganisation {
  const name = cells.oneLine(headings.name);
  const identifier = cells.read(headings.identifier, parseIdentifier);
  const slug = cells.oneLine(headings.slug)?.toLowerCase();
  if (Object.values(headings as object).every((heading: string) => cells.text(heading) === undefined)) cells.refuse(headings.name, new CellFault(`is empty, and so are ${headings.identifier} and ${headings.slug}`));
  return { line: cells.line, name, foldedName: name === undefined ? undefined : foldName(name), identifier, slug };
}

/** What a refusal quotes of how a row names its organisation. */
export const nameOf = (row: NamedOrganisation): string => row.name ?? row.slug ?? (row.identifier === undefined ? '' : `${row.identifier.scheme}:${row.identifier.value}`);

interface Candidate {
  readonly id: string;
  readonly key: string;
  /** For people: name, and slug or district, as far as anybody may know. */
  readonly label: string;
}

/** Candidates that a refusal names. */
const MOST_NAMED = 5;
/** Names less alike than this are no help. */
const ALIKE = 0.35;
/** Names that are not known for which likely ones are looked for; who has more of them looks at the first. */
const MOST_LOOKED_FOR = 200;
/** Rows of one statement: on the embedded engine nobody else is answered meanwhile. */
const AT_ONCE = 5_000;

const LABEL = `o.name || coalesce(' (' || nullif(concat_ws(', ', o.slug, (select d.name from shown.areas d where d.id = o.based_in_id)), '') || ')', '')`;

/**
 * Finds the organisation of each row: by its registration, its slug, or its exact name (without regard to case, accents
 * and blanks) within the directory. Two that contradict each other, a name that several have, and one that nobody has
 * refuse the row and name who it may be.
 */
export async function matchOrganisations<Row extends NamedOrganisation>(context: ImportContext, given: readonly Row[], areaId: string | null, headings = NAMING): Promise<Matched<Row>[]> {
  const finder = await Finder.read(context, given, areaId);
  const matched: Matched<Row>[] = [];
  const unknown: Row[] = [];
  let byName = 0;
  for (const row of given) {
    const { organisationId, fault, ambiguous } = finder.of(row);
    if (organisationId !== undefined) {
      if (row.identifier !== undefined && !finder.knows(row.identifier)) byName += 1;
      matched.push({ ...row, organisationId });
    } else if (fault !== undefined) refuse(context, row, headings, fault, ambiguous);
    else unknown.push(row);
  }
  if (byName > 0) context.notes.push(`${byName} row(s) carry a registration that nobody here has, and were found by slug or name.`);
  const nearest = await nearestNames(context, unknown, areaId);
  for (const row of unknown) {
    const near = row.foldedName === undefined ? [] : (nearest.get(row.foldedName) ?? []);
    refuse(context, row, headings, near.length === 0 ? 'is not known, and nobody has a name like it' : `is not known: it may be ${near.join('; ')}`, false);
  }
  return matched;
}

/**
 * Holds the organisations of what is published against being merged or removed, as some may have been since they were found.
 * @param lock `no key update` where their entries are written too.
 */
export async function requireStillThere(client: PoolClient, ids: Iterable<string>, lock: 'share' | 'no key update' = 'share'): Promise<void> {
  const wanted = [...new Set(ids)];
  const { rows } = await client.query<{ merged: boolean }>(`select merged_into_id is not null as merged from organisations where id = any($1::uuid[]) order by id for ${lock}`, [wanted]);
  const gone = wanted.length - rows.filter(({ merged }) => !merged).length;
  if (gone > 0) throw new SetUpError(`${gone} organisation${gone === 1 ? ' was' : 's were'} merged or removed by somebody else while the file was being compared; nothing was written.`, 'Run the same command again');
}

function refuse({ refused }: ImportContext, row: NamedOrganisation, headings: NamingHeadings, reason: string, ambiguous: boolean): void {
  const by = row.name !== undefined || ambiguous ? 'name' : row.identifier !== undefined ? 'identifier' : 'slug';
  const column = headings[by];
  const value = by === 'name' ? (row.name ?? '') : by === 'identifier' ? `${row.identifier?.scheme}:${row.identifier?.value}` : (row.slug ?? '');
  refused.add({ line: row.line, column, value, reason });
}

const keyOf = ({ scheme, value }: { scheme: string; value: string }): string => `${scheme}:${value}`;

class Finder {
  private constructor(
    private readonly identifiers: ReadonlyMap<string, readonly Candidate[]>,
    private readonly slugs: ReadonlyMap<string, readonly Candidate[]>,
    private readonly names: ReadonlyMap<string, readonly Candidate[]>,
  ) {}

  static async read({ client }: ImportContext, given: readonly NamedOrganisation[], areaId: string | null): Promise<Finder> {
    const find = async (keys: readonly (string | undefined)[], sql: string, more: readonly unknown[] = []): Promise<Map<string, Candidate[]>> => {
      const wanted = [...new Set(keys.filter((key) => key !== undefined))];
      const found = new Map<string, Candidate[]>();
      for (let at = 0; at < wanted.length; at += AT_ONCE) {
        const { rows } = await client.query<Candidate>(sql, [wanted.slice(at, at + AT_ONCE), ...more]);
        for (const row of rows) found.set(row.key, [...(found.get(row.key) ?? []), row]);
      }
      return found;
    };
    const [identifiers, slugs, names] = [
      await find(
        given.map((row) => (row.identifier === undefined ? undefined : keyOf(row.identifier))),
        `select k.key, o.id, ${LABEL} as label from unnest($1::text[]) k (key)
         join shown.identifiers i on i.scheme = split_part(k.key, ':', 1) and i.value = substr(k.key, strpos(k.key, ':') + 1) join shown.organisations o on o.id = i.organisation_id`,
      ),
      await find(given.map((row) => row.slug), `select k.key, o.id, ${LABEL} as label from unnest($1::text[]) k (key) join shown.organisations o on o.slug = k.key`),
      await find(
        given.map((row) => row.foldedName),
        `select k.key, o.id, ${LABEL} as label from unnest($1::text[]) k (key) join shown.organisations o on o.sort_name = k.key where ${WITHIN} order by o.id`,
        [areaId],
      ),
    ];
    return new Finder(identifiers, slugs, names);
  }

  knows(identifier: { scheme: string; value: string }): boolean {
    return this.identifiers.has(keyOf(identifier));
  }

  of(row: NamedOrganisation): { organisationId?: string; fault?: string; ambiguous: boolean } {
    const certain = [row.identifier === undefined ? [] : (this.identifiers.get(keyOf(row.identifier)) ?? []), row.slug === undefined ? [] : (this.slugs.get(row.slug) ?? [])].flat();
    const ids = new Set(certain.map((one) => one.id));
    if (ids.size > 1) return { fault: `has a registration and a slug of two organisations: ${labels(certain)}`, ambiguous: true };
    const named = row.foldedName === undefined ? [] : (this.names.get(row.foldedName) ?? []);
    const [one] = certain;
    if (one !== undefined) {
      // A name that is written otherwise is no contradiction; one that is another's is.
      const another = named.length > 0 && !named.some((candidate) => candidate.id === one.id);
      return another ? { fault: `is the name of another than its registration or slug says: ${labels([...named, one])}`, ambiguous: true } : { organisationId: one.id, ambiguous: false };
    }
    if (named.length > 1) return { fault: `is the name of ${named.length}: ${labels(named)}. Say which by identifier or slug`, ambiguous: true };
    return { ...(named[0] === undefined ? {} : { organisationId: named[0].id }), ambiguous: false };
  }
}

const labels = (candidates: readonly Candidate[]): string => candidates.slice(0, MOST_NAMED).map((one) => one.label).join('; ');

/** Of the directory of the area, or based in it; of any where none was named. `$2`: the area. */
const WITHIN = `($2::uuid is null or exists (select from shown.area_tree t where t.ancestor_id = $2 and t.descendant_id in (o.directory_area_id, o.based_in_id)))`;

async function nearestNames({ client }: ImportContext, unknown: readonly NamedOrganisation[], areaId: string | null): Promise<Map<string, string[]>> {
  const names = [...new Set(unknown.map((row) => row.foldedName).filter((name) => name !== undefined))].slice(0, MOST_LOOKED_FOR);
  if (names.length === 0) return new Map();
  const { rows } = await client.query<{ key: string; label: string }>(
    `select k.key, n.label from unnest($1::text[]) k (key) cross join lateral (
       select ${LABEL} as label from shown.organisations o where ${WITHIN} and similarity(o.sort_name, k.key) >= ${ALIKE}
       order by similarity(o.sort_name, k.key) desc, o.id limit ${MOST_NAMED}
     ) n`,
    [names, areaId],
  );
  const found = new Map<string, string[]>();
  for (const { key, label } of rows) found.set(key, [...(found.get(key) ?? []), label]);
  return found;
}

/** The area within whose directory names are looked for. */
export async function namingArea(client: ImportContext['client'], code: string | undefined): Promise<string | null> {
  if (code === undefined) return null;
  const { rows } = await client.query<{ id: string }>('select id from shown.areas where code = $1 union select area_id from shown.area_former_codes where code = $1', [code]);
  if (rows[0] === undefined) throw new SetUpError(`No area has or had the code ${code}.`, 'Import its boundaries first: vcs-atlas import boundaries --help');
  return rows[0].id;
}
