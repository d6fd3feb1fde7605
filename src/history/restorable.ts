import type { EntityManager } from 'typeorm';
import type { ConstraintFaults, Writing } from '../graphql/change';

/** A table whose rows go back. */
export interface RestoredPart {
  readonly table: string;
  /** Which records of the node's history are of this entry: SQL over a record `r`, the entry's uuid being `$5`. All when left out. */
  readonly of?: string;
  /** Columns that stay as they are, beside those that count and date changes. */
  readonly except?: readonly string[];
  /** Rows that come and go, and that nothing hangs on. Left out: rows that stay, and whose columns go back. */
  readonly leaves?: boolean;
}

/** How an entry is brought back to how it stood before a change of its history. */
export interface Restorable {
  /** Of its id. */
  readonly type: string;
  /** Such as `a course`. */
  readonly noun: string;
  /** The table of the entry itself, and those of its parts: rows of leaves are removed first and put back last. */
  readonly root: Pick<RestoredPart, 'table' | 'except'>;
  readonly parts?: readonly RestoredPart[];
  /** The node in whose history its changes stand, where that is not itself. */
  readonly historyOf?: (manager: EntityManager, id: string) => Promise<string | undefined>;
  /** Takes the next version for who may change it, by the rule of the change of this kind; fails otherwise. */
  readonly claim: (manager: EntityManager, writing: Writing, id: string, expectedVersion: number) => Promise<void>;
  /** What does not go back, and by which change it is set right. */
  readonly stays: string;
  /** Refuses what the change between forbids to undo, before anything goes back. */
  readonly refuse?: (manager: EntityManager, id: string, between: { readonly node: string; readonly from: number; readonly to: number }) => Promise<void>;
  /** Works out again what follows, and refuses what may not stand, once all has gone back. */
  readonly settle?: (manager: EntityManager, writing: Writing, id: string) => Promise<void>;
  readonly faults?: ConstraintFaults;
}

const kinds = new Map<string, Restorable>();
const others = new Map<string, string>();

/** Registers a kind of entry that can be brought back; a domain does so when it is loaded. */
export function restorable(kind: Restorable): void {
  kinds.set(kind.type, kind);
}

/** Says of kinds of entries that cannot be brought back by which change each is set right, in a sentence. */
export function setRightOtherwise(sentences: Readonly<Record<string, string>>): void {
  for (const [type, sentence] of Object.entries(sentences)) others.set(type, sentence);
}

export function restorableOf(type: string): Restorable | undefined {
  return kinds.get(type);
}

export function otherwiseOf(type: string): string | undefined {
  return others.get(type);
}
