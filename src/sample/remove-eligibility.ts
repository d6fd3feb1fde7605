import type { SqlRunner } from '../organisations/place-writing';
import { criteriaSetId } from './load-eligibility';
import { readSampleRows } from './sample-files';

/**
 * Takes out the sample's criteria sets once its organisations are gone, with what they held. A code of which somebody
 * made a further version, or by which a panel decided, stays whole.
 */
export async function removeEligibility(run: SqlRunner): Promise<void> {
  const sets = readSampleRows('criteria-sets').map((row) => criteriaSetId(row.code, row.version));
  await run.query(
    `delete from criteria_sets s where s.id = any($1::uuid[])
       and not exists (select from criteria_sets other where other.code = s.code and other.id <> all($1::uuid[]))
       and not exists (select from panel_decisions d where d.set_code = s.code)`,
    [sets],
  );
}
