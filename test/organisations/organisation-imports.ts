import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PoolClient } from 'pg';
import type { Database } from '../../src/database/database';
import type { ImportOutcome } from '../../src/intake/outcome';
import { type Progress, silentProgress } from '../../src/intake/progress';
import { importOrganisations, type OrganisationImportOptions } from '../../src/organisations/organisations.import';
import { importVocabulary, type VocabularyImportOptions } from '../../src/organisations/vocabulary.import';
import { rowsOf } from '../places/place-imports';
import { type TestDatabase, testClock } from '../support';

export function fixture(name: string): string {
  return join(__dirname, '../fixtures/organisations', name);
}

export function importFile(at: TestDatabase, file: string, options: Partial<OrganisationImportOptions> = {}): Promise<ImportOutcome> {
  return importOrganisations(at.database, testClock, { file: fixture(file), layout: 'generic', ...options });
}

export function importTerms(at: TestDatabase, file: string, options: Partial<VocabularyImportOptions> = {}): Promise<ImportOutcome> {
  return importVocabulary(at.database, testClock, { file: fixture(file), code: 'ukcat', name: 'Tags', purpose: 'CATEGORY', ...options });
}

/** For an import: the database, on which `edit` happens just before the transaction that publishes, and what tells of it. */
export function editedBeforePublishing(at: TestDatabase, edit: () => Promise<unknown>): { database: Database; progress: Progress } {
  let publishing = false;
  const database = {
    engine: at.database.engine,
    withServiceClient: <Result>(work: (client: PoolClient) => Promise<Result>) =>
      at.database.withServiceClient((client) => {
        const query = client.query.bind(client) as (...args: unknown[]) => unknown;
        client.query = ((...args: unknown[]) => {
          if (!publishing || args[0] !== 'begin') return query(...args);
          publishing = false;
          return edit().then(() => query(...args));
        }) as typeof client.query;
        return work(client);
      }),
  } as unknown as Database;
  return { database, progress: { ...silentProgress, say: (stage) => void (publishing ||= stage === 'publishing') } };
}

/** Files that a test writes itself. */
export class Files {
  private readonly folder = mkdtempSync(join(tmpdir(), 'vcs-atlas-'));
  private made = 0;

  /** A CSV of the generic layout unless `headings` say otherwise; the cells of a row by its headings. */
  csv(rows: readonly Readonly<Record<string, string>>[]): string {
    const headings = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    const lines = [headings, ...rows.map((row) => headings.map((heading) => row[heading] ?? ''))].map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','));
    return this.write('csv', `${lines.join('\n')}\n`);
  }

  write(ending: string, content: string | Buffer): string {
    const path = join(this.folder, `${(this.made += 1)}.${ending}`);
    writeFileSync(path, content);
    return path;
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

export interface Standing {
  id: string;
  name: string;
  version: number;
  search_name: string;
  sector: string | null;
  district: string | null;
  [column: string]: unknown;
}

/** What stands of an organisation, past every mask. */
export async function standing(at: TestDatabase, name: string): Promise<Standing> {
  const [row] = await rowsOf<Standing>(
    at,
    `select o.id, o.name, o.version, o.search_name, o.sector, o.other_names, o.legal_form, o.is_provider, o.infrastructure, o.description, o.website, o.founded_on, o.assured_on,
       o.assured_by, o.income, o.income_year, o.size_band, o.serves_under_26, o.has_category, d.code as district, dir.code as directory,
       (select array_agg(i.scheme || '-' || i.value order by i.scheme, i.value) from identifiers i where i.organisation_id = o.id) as identifiers,
       (select s.status from organisation_statuses s where s.organisation_id = o.id and s.valid @> '2026-11-21'::date) as status,
       (select array_agg(t.code order by t.code) from categorisations c join terms t on t.id = c.term_id where c.organisation_id = o.id) as terms,
       (select array_agg(l.link || ':' || t.code order by t.code) from community_links l join terms t on t.id = l.term_id where l.organisation_id = o.id) as communities,
       (select array_agg(a.code order by a.code) from areas_served s join areas a on a.id = s.area_id where s.organisation_id = o.id and s.valid @> '2026-11-21'::date) as served,
       (select array_agg(u.name order by u.name) from memberships m join organisations u on u.id = m.umbrella_id where m.member_id = o.id and m.valid @> '2026-11-21'::date) as umbrellas,
       (select s.ages::text from services s where s.organisation_id = o.id limit 1) as ages,
       p.visibility, p.address, p.postcode, x.address as true_address, x.postcode as true_postcode
     from organisations o left join areas d on d.id = o.based_in_id left join areas dir on dir.id = o.directory_area_id
     left join places p on p.organisation_id = o.id and p.kind = 'ADDRESS' left join secrets.places x on x.place_id = p.id
     where o.name = $1`,
    [name],
  );
  if (row === undefined) throw new Error(`There is no ${name}.`);
  return row;
}

const TABLES = [
  'organisations', 'organisation_statuses', 'identifiers', 'organisation_facts', 'services', 'categorisations', 'areas_served', 'places', 'secrets.places', 'contacts',
  'secrets.contacts', 'community_links', 'memberships',
];

/** Everything that stands of all organisations, to see that nothing changed. */
export async function everything(at: TestDatabase): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const table of TABLES) {
    const [row] = await rowsOf<{ hash: string }>(at, `select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as hash from ${table} t`);
    found[table] = row?.hash;
  }
  return found;
}

/** Takes out what imports brought in, of all organisations: a database for each test would take minutes. */
export async function emptyDirectory(at: TestDatabase): Promise<void> {
  await at.owner.query('truncate organisations, import_batches cascade');
}
