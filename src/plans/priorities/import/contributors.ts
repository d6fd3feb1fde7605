import type { ImportContext } from '../../../intake/import-run';
import { matchOrganisations, nameOf } from '../../../organisations/import/named-organisations';
import { foldName } from '../../../text/fold';
import type { GivenAction, GivenContributions, GivenService } from './contribution-rows';

/** What contributes, found. */
export interface FoundContribution {
  readonly line: number;
  readonly priorityId: string;
  readonly kind: 'Service' | 'Action';
  readonly nodeId: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly how: string | undefined;
}

/** Names that a refusal offers. */
const MOST_NAMED = 5;

const plainly = ({ line, priorityId, from, to, how }: GivenService | GivenAction): Omit<FoundContribution, 'kind' | 'nodeId'> => ({ line, priorityId, from, to, how });

/** Finds the services and actions that rows name; a row whose is not found, or not the only one, is refused. */
export async function findContributors(context: ImportContext, given: GivenContributions, areaId: string): Promise<FoundContribution[]> {
  return [...(await servicesOf(context, given.services, areaId)), ...(await actionsOf(context, given.actions, areaId))].sort((one, other) => one.line - other.line);
}

async function servicesOf(context: ImportContext, given: readonly GivenService[], areaId: string): Promise<FoundContribution[]> {
  const matched = await matchOrganisations(context, given, areaId);
  const { rows: services } = await context.client.query<{ id: string; organisation_id: string; name: string }>(
    'select s.id, s.organisation_id, s.name from shown.services s where s.organisation_id = any($1::uuid[]) order by s.name collate "C", s.id', [[...new Set(matched.map((row) => row.organisationId))]],
  );
  return matched.flatMap((row) => {
    const own = services.filter((one) => one.organisation_id === row.organisationId);
    const fits = row.service === undefined ? own : own.filter((one) => foldName(one.name) === foldName(row.service ?? ''));
    const [one] = fits;
    if (one !== undefined && fits.length === 1) return [{ ...plainly(row), kind: 'Service' as const, nodeId: one.id }];
    const names = own.slice(0, MOST_NAMED).map((other) => other.name).join('; ');
    const reason = own.length === 0 ? `is of ${nameOf(row)}, which has no service on record` : fits.length > 1 && row.service !== undefined ? `is the name of ${fits.length} services of ${nameOf(row)}` : `${row.service === undefined ? 'is empty' : 'is no service'} of ${nameOf(row)}: it has ${names}`;
    context.refused.add({ line: row.line, column: 'service', value: row.service ?? '', reason });
    return [];
  });
}

/** Actions that stand in the newest version of a plan of the area or of one within it. */
async function actionsOf({ client, refused }: ImportContext, given: readonly GivenAction[], areaId: string): Promise<FoundContribution[]> {
  if (given.length === 0) return [];
  const { rows: actions } = await client.query<{ id: string; number: string; plan: string }>(
    `select a.id, a.number, p.title as plan from shown.actions_cleared a join shown.plans_cleared p on p.id = a.plan_id
     where a.closed_on is null and p.area_id in (select t.descendant_id from shown.area_tree t where t.ancestor_id = $1)
       and not exists (select from shown.plans_cleared n where n.area_id = p.area_id and n.title_key = p.title_key and n.edition > p.edition)`, [areaId],
  );
  return given.flatMap((row) => {
    const fits = actions.filter((one) => one.number === row.number && (row.plan === undefined || foldName(one.plan) === foldName(row.plan)));
    const [one] = fits;
    if (one !== undefined && fits.length === 1) return [{ ...plainly(row), kind: 'Action' as const, nodeId: one.id }];
    const reason = one === undefined ? 'is no action that stands in such a plan of the area' : `is the number of actions of ${fits.length} plans: ${[...new Set(fits.map((other) => other.plan))].slice(0, MOST_NAMED).join('; ')}`;
    refused.add({ line: row.line, column: one === undefined || row.plan !== undefined ? 'action_no' : 'plan', value: one === undefined || row.plan !== undefined ? row.number : '', reason });
    return [];
  });
}
