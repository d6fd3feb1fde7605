import { join } from 'node:path';
import type { Client } from 'pg';
import { systemClock } from '../../src/clock';
import type { Database } from '../../src/database/database';
import { importPostcodes } from '../../src/places/postcodes.import';

/** Invented postcodes in a district of the outlines, where no real ones are at hand. */
const INVENTED_IN_DISTRICT = 800;

export function postcodeFile(realData: string): string {
  return join(realData, 'geo/postcodes-england.csv.gz');
}

/** Real postcodes through the project's own import; otherwise invented ones inside the outlines. */
export async function loadPostcodes(database: Database, owner: Client, realData: string | undefined): Promise<void> {
  if (realData !== undefined) {
    const outcome = await importPostcodes(database, systemClock, { file: postcodeFile(realData) });
    if (outcome.verdict !== 'PUBLISHED') throw new Error(`The postcodes were not published: ${outcome.verdict}.`);
    return;
  }
  await owner.query(
    `with spots as (
       select a.code, (st_dump(st_generatepoints(a.boundary, $1, 7))).geom as point from areas a where a.kind = 'DISTRICT' and a.boundary is not null
     ), numbered as (select s.code, s.point, row_number() over (order by s.code, st_x(s.point), st_y(s.point)) - 1 as n from spots s)
     insert into postcodes_a (postcode, district_code, point)
     select 'ZZ' || 1 + n / 6760 || ' ' || n / 676 % 10 || chr(65 + (n / 26 % 26)::int) || chr(65 + (n % 26)::int), code, point from numbered`,
    [INVENTED_IN_DISTRICT],
  );
}
