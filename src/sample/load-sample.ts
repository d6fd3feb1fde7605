import type { Database } from '../database/database';
import { SetUpError } from '../errors';
import { deriveOrganisations } from '../organisations/derived';
import type { SqlRunner } from '../organisations/place-writing';
import { loadAreas } from './load-areas';
import { loadEligibility } from './load-eligibility';
import { loadLinks } from './load-links';
import { loadOrganisations } from './load-organisations';
import { loadTraining } from './load-training';
import { loadContracts, loadPanelDecisions } from './load-panels';
import { loadPlans } from './load-plans';
import { loadPriorities } from './load-priorities';
import { loadSelfEvaluations } from './load-self-evaluations';
import { loadVocabularies } from './load-vocabularies';
import { SAMPLE_INSTANT, SAMPLE_SOURCE, sampleId } from './sample-rows';

export interface SampleOutcome {
  /** False: it was there already, and nothing was written. */
  readonly loaded: boolean;
  readonly organisations: number;
}

/** Under what its history names it: one change, the same everywhere. */
const SAMPLE_AUTHOR = { role: 'ADMIN', subject: 'vcs-atlas sample', at: new Date(SAMPLE_INSTANT), changeId: sampleId('change', 'sample') };

/** Any number, the same everywhere: two processes that load the sample at once take turns. */
const SAMPLE_LOCK = 7_246_002;

/**
 * Loads the sample in one transaction. Areas, postcodes and vocabularies that are there already stand; organisations
 * that are not the sample's are never mixed with it.
 */
export async function loadSample(database: Database): Promise<SampleOutcome> {
  return database.write(SAMPLE_AUTHOR, async (manager) => {
    await manager.query('select pg_advisory_xact_lock($1)', [SAMPLE_LOCK]);
    const there = await organisationsThere(manager);
    if (there.others > 0) {
      throw new SetUpError(`The database holds ${there.others} organisation(s) that are not the sample's: the sample goes into an empty one only.`, 'DATA_DIR=<another folder> vcs-atlas sample');
    }
    if (there.sample > 0) return { loaded: false, organisations: there.sample };
    await loadAreas(manager);
    await loadVocabularies(manager);
    const ids = await loadOrganisations(manager);
    await loadLinks(manager);
    await loadPlans(manager);
    await loadPriorities(manager);
    await loadSelfEvaluations(manager);
    await deriveOrganisations(manager, ids);
    await loadContracts(manager);
    await loadTraining(manager);
    await loadEligibility(manager);
    await loadPanelDecisions(manager);
    return { loaded: true, organisations: ids.length };
  });
}

async function organisationsThere(run: SqlRunner): Promise<{ sample: number; others: number }> {
  const [row] = (await run.query(
    `select count(*) filter (where s.there)::int as sample, count(*) filter (where not s.there)::int as others
     from organisations o cross join lateral (select exists (select from record_sources r where r.organisation_id = o.id and r.source = $1) as there) s`,
    [SAMPLE_SOURCE],
  )) as { sample: number; others: number }[];
  return row ?? { sample: 0, others: 0 };
}
