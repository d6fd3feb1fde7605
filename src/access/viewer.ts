/** Who asks, decided once per request. */
export interface Viewer {
  readonly role: Role;
  /** Whom to name as the author of a change, such as the subject of a token or the name of a key; absent: nobody. */
  readonly subject?: string;
  /** The areas that a role is for, with all that lies in them. */
  readonly areaIds?: readonly string[];
  /** The organisations that an editor looks after. */
  readonly organisationIds?: readonly string[];
}

export const SIGNED_IN_ROLES = ['REPRESENTATIVE', 'ANALYST', 'COMMISSIONER', 'COORDINATOR', 'ACTION_LEAD', 'ORGANISATION_EDITOR', 'ADMIN'] as const;
export type SignedInRole = (typeof SIGNED_IN_ROLES)[number];
export type Role = 'ANONYMOUS' | SignedInRole;

/** Whose keys a caller's are: its own, and those of its role where it has no name. */
export function callerOf(viewer: Viewer): string {
  return `${viewer.role} ${viewer.subject ?? ''}`.trim();
}

/** Roles that mean nothing without an area, or without an organisation. */
export const ROLES_FOR_AREAS: ReadonlySet<Role> = new Set<Role>(['REPRESENTATIVE', 'COORDINATOR']);
export const ROLES_FOR_ORGANISATIONS: ReadonlySet<Role> = new Set<Role>(['ORGANISATION_EDITOR']);

/**
 * Whom a field or mutation is for; every one declares it. PUBLIC: anyone. SIGNED_IN: partners. KEEPER: who looks after
 * entries, each within its scope. COMMISSIONING: who commissions, analyses or looks after providers, and their editors
 * for their own. ACTION_LEAD: who leads actions of a plan, each its own, or looks after an area. PANEL: who checks evidence and decides on accreditation. COORDINATOR: who looks after an area. ADMIN: who
 * looks after the service.
 */
export type Audience = 'PUBLIC' | 'SIGNED_IN' | 'KEEPER' | 'ACTION_LEAD' | 'COMMISSIONING' | 'PANEL' | 'COORDINATOR' | 'ADMIN';

export const ANONYMOUS: Viewer = { role: 'ANONYMOUS' };

const ADMITTED: Record<Audience, ReadonlySet<Role>> = {
  PUBLIC: new Set<Role>(['ANONYMOUS', ...SIGNED_IN_ROLES]),
  SIGNED_IN: new Set<Role>(SIGNED_IN_ROLES),
  KEEPER: new Set<Role>(['COORDINATOR', 'ORGANISATION_EDITOR', 'ADMIN']),
  ACTION_LEAD: new Set<Role>(['ACTION_LEAD', 'COORDINATOR', 'ADMIN']),
  COMMISSIONING: new Set<Role>(['ANALYST', 'COMMISSIONER', 'COORDINATOR', 'ORGANISATION_EDITOR', 'ADMIN']),
  PANEL: new Set<Role>(['COMMISSIONER', 'COORDINATOR', 'ADMIN']),
  COORDINATOR: new Set<Role>(['COORDINATOR', 'ADMIN']),
  ADMIN: new Set<Role>(['ADMIN']),
};

export function admits(role: Role, audience: Audience): boolean {
  return ADMITTED[audience].has(role);
}

/** Whether reads of this viewer join the secrets; row-level security then decides which of them it gets. */
export function isCleared(viewer: Viewer): boolean {
  return viewer.role !== 'ANONYMOUS';
}
