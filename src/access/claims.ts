import { z } from 'zod';
import { ROLES_FOR_AREAS, ROLES_FOR_ORGANISATIONS, SIGNED_IN_ROLES, type SignedInRole, type Viewer } from './viewer';

/** What a token or key says of its holder, however it came: areas by code, organisations by uuid. */
export interface Grant {
  readonly role: SignedInRole;
  readonly subject: string;
  readonly areaCodes: readonly string[];
  readonly organisationIds: readonly string[];
}

/** Finds the ids of areas by code, today's or former; unknown codes are left out. */
export type AreaIds = (codes: readonly string[]) => Promise<readonly string[]>;

const claims = z.object({
  sub: z.string().min(1).max(200).default('token'),
  role: z.enum(SIGNED_IN_ROLES),
  areas: z.array(z.string().max(40)).max(400).default([]),
  organisations: z.array(z.uuid()).max(100).default([]),
});

/** Reads the claims of a verified token; null when they do not make a role. */
export function readClaims(payload: unknown): Grant | null {
  const parsed = claims.safeParse(payload);
  if (!parsed.success) return null;
  const { sub, role, areas, organisations } = parsed.data;
  const grant = { role, subject: sub, areaCodes: areas, organisationIds: organisations };
  return whyUseless(grant) === null ? grant : null;
}

/** Why a grant would open nothing; null when it is sound. */
export function whyUseless(grant: Pick<Grant, 'role' | 'areaCodes' | 'organisationIds'>): string | null {
  if (ROLES_FOR_AREAS.has(grant.role) && grant.areaCodes.length === 0) return `${grant.role} is for an area: name one.`;
  if (ROLES_FOR_ORGANISATIONS.has(grant.role) && grant.organisationIds.length === 0) return `${grant.role} is for organisations: name one.`;
  return null;
}

export async function viewerFor(grant: Grant, areaIds: AreaIds): Promise<Viewer> {
  return {
    role: grant.role,
    subject: grant.subject,
    areaIds: grant.areaCodes.length === 0 ? [] : await areaIds(grant.areaCodes),
    organisationIds: grant.organisationIds,
  };
}
