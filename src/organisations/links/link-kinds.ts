import type { NamingHeadings } from '../import/named-organisations';

/** Links of two organisations with days, as they are imported: two kinds with one course of things. */
export interface LinkKind {
  /** Of the import, as the command and the ledger name it. */
  readonly name: 'memberships' | 'supports';
  readonly table: 'memberships' | 'supports';
  /** The umbrella body, or who supports. */
  readonly giver: LinkEnd;
  /** The member, or who is supported. */
  readonly taker: LinkEnd;
  /** The end in whose entry the link stands: its history tells of it, and its version counts it. */
  readonly node: 'giver' | 'taker';
  readonly hasNote: boolean;
}

export interface LinkEnd {
  readonly column: string;
  readonly headings: NamingHeadings;
}

const end = (word: string, column: string): LinkEnd => ({ column, headings: { name: word, identifier: `${word}_identifier`, slug: `${word}_slug` } });

export const LINK_KINDS: Readonly<Record<LinkKind['name'], LinkKind>> = {
  memberships: { name: 'memberships', table: 'memberships', giver: end('umbrella', 'umbrella_id'), taker: end('member', 'member_id'), node: 'taker', hasNote: false },
  supports: { name: 'supports', table: 'supports', giver: end('supporter', 'supporter_id'), taker: end('supported', 'supported_id'), node: 'giver', hasNote: true },
};

export function linkHeadings({ giver, taker, hasNote }: LinkKind): string[] {
  return [...Object.values<string>({ ...giver.headings }), ...Object.values<string>({ ...taker.headings }), 'from', 'to', ...(hasNote ? ['note'] : [])];
}
