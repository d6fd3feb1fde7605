import type { Binder } from './binder';

/**
 * Of rows that are only ever added to: those that were on record at the instant that is asked about, in place of `all`, their
 * masked view. Only where the binder names an instant.
 */
export type KnownRows = (all: string, bind: Binder) => string;

/** Rows that say themselves when they were recorded. */
export const recordedBy: KnownRows = (all, bind) => `(select known.* from ${all} known where known.recorded_at <= ${bind.known()})`;
