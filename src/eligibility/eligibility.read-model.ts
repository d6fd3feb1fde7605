import type { GraphQLResolveInfo } from 'graphql';
import { AccessError, ArgumentError } from '../errors';
import type { Binder } from '../graphql/read/binder';
import type { Found, Reader } from '../graphql/read/reader';
import type { AssessedSql } from './assessment.sql';
import { setInForce } from './criteria-set.read-model';
import { outcomesSql } from './outcome.sql';

/** What is assumed in an assessment. */
export interface Assumed {
  readonly asOf: string;
  readonly knownAt: Date | null;
  readonly contractValue: string | null;
}

export interface GivenAssumptions {
  readonly asOf?: string | null | undefined;
  readonly knownAt?: Date | null | undefined;
  readonly contractValue?: string | null | undefined;
}

export function assume(reader: Reader, given: GivenAssumptions): Assumed {
  if (given.contractValue != null && given.contractValue.startsWith('-')) throw new ArgumentError('BAD_INPUT', 'contractValue', 'contractValue must not be negative.');
  return { asOf: given.asOf ?? reader.today, knownAt: given.knownAt ?? null, contractValue: given.contractValue ?? null };
}

/** The parts of the assessment that are the same for all organisations, as parameters. */
export function boundAssumptions(assumed: Assumed, bind: Binder): Pick<AssessedSql, 'day' | 'knownAt' | 'contractValue'> {
  return {
    day: bind.param(assumed.asOf, 'date'),
    knownAt: assumed.knownAt === null ? null : bind.param(assumed.knownAt.toISOString(), 'timestamptz'),
    contractValue: assumed.contractValue === null ? null : bind.param(assumed.contractValue, 'numeric'),
  };
}

/** What is assumed as columns of a row, for what is read on from it. */
export function assumedColumns({ day, knownAt, contractValue }: Pick<AssessedSql, 'day' | 'knownAt' | 'contractValue'>): string {
  return `${day} as as_of, ${knownAt ?? 'null::timestamptz'} as known_at, ${contractValue ?? 'null::numeric'} as contract_value`;
}

/** One organisation by one set: a single statement; only where it finds nothing is asked why. */
export async function readEligibility(reader: Reader, info: GraphQLResolveInfo, organisationId: string, set: string, given: GivenAssumptions): Promise<Found> {
  const assumed = assume(reader, given);
  const found = (await checkOne(reader, info, organisationId, set, assumed)) ?? (await checkKept(reader, info, organisationId, set, assumed));
  if (found !== null) return found;
  await setInForce(reader, set, assumed.asOf);
  throw new ArgumentError('BAD_ID', 'organisation', 'organisation is not the id of an organisation that is there.');
}

async function checkOne(reader: Reader, info: GraphQLResolveInfo, organisationId: string, set: string, assumed: Assumed): Promise<Found | null> {
  requireOwn(reader, organisationId);
  return reader.one(info, 'Eligibility', () => 'true', (bind) => {
    const bound = boundAssumptions(assumed, bind);
    const setId = `(select s.id from shown.criteria_sets s where s.code = ${bind.param(set, 'text')} and s.valid @> ${bound.day})`;
    const organisations = `select p.* from shown.organisations p where p.id = ${bind.param(organisationId, 'uuid')}`;
    return `select x.*, ${setId} as set_id, ${assumedColumns(bound)} from (${outcomesSql({ organisations, set: setId, ...bound })}) x`;
  });
}

/** The id of a merged entry goes on finding the one that was kept. */
async function checkKept(reader: Reader, info: GraphQLResolveInfo, organisationId: string, set: string, assumed: Assumed): Promise<Found | null> {
  const bind = reader.binder();
  const [merged] = await reader.rows<{ kept_id: string }>(`select m.kept_id from shown.merged_organisations m where m.id = ${bind.param(organisationId, 'uuid')}`, bind);
  return merged === undefined ? null : checkOne(reader, info, merged.kept_id, set, assumed);
}

/** An editor would find nothing of others, which is not the same as that there is nothing. */
function requireOwn(reader: Reader, organisationId: string): void {
  const { role, organisationIds } = reader.viewer;
  if (role === 'ORGANISATION_EDITOR' && organisationIds?.includes(organisationId) !== true) throw new AccessError('FORBIDDEN', 'What an organisation holds is shown to its own editors.');
}
