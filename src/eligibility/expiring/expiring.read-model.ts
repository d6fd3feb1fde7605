import type { GraphQLResolveInfo } from 'graphql';
import { ArgumentError } from '../../errors';
import { orderBySql, type OrderTerm, type PageArgs } from '../../graphql/read/page';
import type { Connection, Reader } from '../../graphql/read/reader';
import { resolveList } from '../panel/accredited-provider.read-model';
import { expiringSql, type ExpiryQuestion } from './expiring.sql';
import type { ExpiringKind } from './expiring.type';

const MOST_DAYS = 366;

export interface ExpiryArguments {
  readonly area?: string | null | undefined;
  readonly days: number;
  readonly asOf?: string | null | undefined;
}

/** Ends first, then by name: the same from day to day. */
const ORDER: readonly OrderTerm[] = [
  { sql: 'a.last_day', type: 'date' },
  { sql: 'a.sort_name', type: 'text' },
  { sql: 'a.kind', type: 'text' },
  { sql: 'a.key', type: 'text' },
];

async function resolveExpiry(reader: Reader, { area, days, asOf }: ExpiryArguments): Promise<ExpiryQuestion> {
  if (!(days >= 0 && days <= MOST_DAYS)) throw new ArgumentError('BAD_RANGE', 'days', `days must be 0 to ${MOST_DAYS}, not ${days}.`);
  // The organisations of an area are those of the accredited list: at work, and based in it or serving it.
  const { listed, day } = await resolveList(reader, { filter: area == null ? null : { area }, asOf });
  return { listed, day, days };
}

/** A page of what ends within so many days. */
export async function listExpiring(reader: Reader, info: GraphQLResolveInfo, page: PageArgs, asked: ExpiryArguments): Promise<Connection> {
  const question = await resolveExpiry(reader, asked);
  return reader.connection(info, {
    type: 'ExpiringItem',
    rows: (bind) => expiringSql(question, reader.viewer, bind),
    where: () => [],
    orderName: 'LAST_DAY',
    order: () => ORDER,
    page,
  });
}

/** What ends, with whom to reach about it: what anyone or a partner may see, never what is private. */
export interface ExpiringLine {
  readonly last_day: string;
  readonly days_left: number;
  readonly band: number | null;
  readonly kind: ExpiringKind;
  readonly what: string;
  readonly detail: string | null;
  readonly people: number | null;
  readonly organisation: string;
  readonly organisation_id: string;
  readonly reach: string;
}

/** All of it in one statement, for a digest. */
export async function readExpiring(reader: Reader, asked: ExpiryArguments): Promise<ExpiringLine[]> {
  const question = await resolveExpiry(reader, asked);
  const bind = reader.binder();
  return reader.rows<ExpiringLine>(
    `select to_char(a.last_day, 'YYYY-MM-DD') as last_day, a.days_left, a.band, a.kind, a.what, a.detail, a.people, o.name as organisation, a.organisation_id,
       (select coalesce(string_agg(concat_ws(': ', k.role_title, k.value), '; ' order by k.audience desc, k.kind, k.id), '') from shown.contacts_cleared k
         where k.organisation_id = a.organisation_id and k.audience in ('PUBLIC', 'PROFESSIONAL')) as reach
     from (${expiringSql(question, reader.viewer, bind)}) a join shown.organisations o on o.id = a.organisation_id order by ${orderBySql(ORDER, false)}`,
    bind,
  );
}
