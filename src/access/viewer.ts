/** Who asks, decided once per request. */
export interface Viewer {
  readonly role: Role;
}

export type Role = 'ANONYMOUS' | 'ADMIN';

/** Whom a field or mutation is for. Every one declares it. */
export type Audience = 'PUBLIC' | 'ADMIN';

export const ANONYMOUS: Viewer = { role: 'ANONYMOUS' };

const AUDIENCES: Record<Role, ReadonlySet<Audience>> = {
  ANONYMOUS: new Set(['PUBLIC']),
  ADMIN: new Set(['PUBLIC', 'ADMIN']),
};

export function admits(role: Role, audience: Audience): boolean {
  return AUDIENCES[role].has(audience);
}

/** Whether reads of this viewer join the secrets; row-level security then decides which of them it gets. */
export function isCleared(viewer: Viewer): boolean {
  return viewer.role !== 'ANONYMOUS';
}
