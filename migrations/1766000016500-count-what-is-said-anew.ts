import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Numbers and lists that are said anew as a whole have a version, so that nobody replaces what they have not seen. It is
 * counted beside the rows and outlives them: what is taken away and said again never has a version that it had before.
 * Written by triggers alone, whoever changes the rows: changes, imports, mergers.
 */
export class CountWhatIsSaidAnew1766000016500 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    for (const counted of COUNTED) await run.query(counting(counted));
  }

  async down(run: QueryRunner): Promise<void> {
    for (const { table, versions } of COUNTED) {
      await run.query(`
        drop trigger versions_inserted on ${table};
        drop trigger versions_updated on ${table};
        drop trigger versions_deleted on ${table};
        drop function count_${versions}();
        drop table ${versions};
      `);
    }
  }
}

interface Counted {
  readonly table: string;
  readonly versions: string;
  /** What names that which is said as a whole: column, and its type in the table of versions. */
  readonly key: Readonly<Record<string, string>>;
  readonly of: string;
  /** Of what is gone nothing is counted: SQL over a row `r`. */
  readonly there: string;
}

const OF_ORGANISATION = 'uuid references organisations (id) on delete cascade';
const ORGANISATION_THERE = 'exists (select from organisations o where o.id = r.organisation_id)';

const COUNTED: readonly Counted[] = [
  {
    table: 'attendances',
    versions: 'attendance_versions',
    key: { session_id: 'uuid references training_sessions (id) on delete cascade', organisation_id: OF_ORGANISATION },
    of: 'who came from an organisation to a session',
    there: `${ORGANISATION_THERE} and exists (select from training_sessions s where s.id = r.session_id)`,
  },
  {
    table: 'passport_progress',
    versions: 'passport_progress_versions',
    key: { organisation_id: OF_ORGANISATION, unit_id: 'uuid references passport_units (id) on delete cascade', counted_on: 'date' },
    of: 'the count of a unit on a day',
    there: ORGANISATION_THERE,
  },
  {
    table: 'training_targets',
    versions: 'training_target_versions',
    key: { course_id: 'uuid references courses (id) on delete cascade', area_id: 'uuid', year: 'integer' },
    of: 'the target of an area and year',
    there: 'exists (select from courses c where c.id = r.course_id)',
  },
  {
    // Without a reference to its area, which an import that is taken back may remove.
    table: 'under_represented_communities',
    versions: 'under_represented_versions',
    key: { area_id: 'uuid', year: 'integer' },
    of: 'the under-represented communities of an area and year',
    there: 'exists (select from areas a where a.id = r.area_id)',
  },
];

function counting({ table, versions, key, of, there }: Counted): string {
  const columns = Object.keys(key).join(', ');
  // In the order of the key, so that two who count many do not wait for each other.
  const count = (rows: string): string => `
          insert into ${versions} as v (${columns}, version) select distinct ${columns}, 1 from ${rows} r where ${there} order by ${columns}
          on conflict (${columns}) do update set version = v.version + 1;`;
  return `
    create table ${versions} (
      ${Object.entries(key).map(([column, type]) => `${column} ${type}`).join(',\n      ')},
      version integer not null,
      primary key (${columns})
    );
    comment on table ${versions} is 'How often ${of} was written, what was taken away included.';
    insert into ${versions} select distinct ${columns}, 1 from ${table};

    create function count_${versions}() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        if tg_op = 'INSERT' then ${count('after_rows')}
        elsif tg_op = 'DELETE' then ${count('before_rows')}
        else ${count('((table before_rows except table after_rows) union (table after_rows except table before_rows))')}
        end if;
        return null;
      end $$;
    revoke all on function count_${versions}() from public;
    create trigger versions_inserted after insert on ${table} referencing new table as after_rows for each statement execute function count_${versions}();
    create trigger versions_updated after update on ${table} referencing old table as before_rows new table as after_rows for each statement execute function count_${versions}();
    create trigger versions_deleted after delete on ${table} referencing old table as before_rows for each statement execute function count_${versions}();
    grant select on ${versions} to vcs_atlas_service;
  `;
}
