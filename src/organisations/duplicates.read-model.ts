import type { GraphQLResolveInfo } from 'graphql';
import type { PageArgs } from '../graphql/read/page';
import type { Connection, Reader } from '../graphql/read/reader';
import { areaByCode } from '../places/area-lookup';
import { pairsSql } from './duplicates.sql';

/** Pairs of which one at least is of an area, that may be one organisation, the likeliest first. */
export async function listPossibleDuplicates(reader: Reader, info: GraphQLResolveInfo, page: PageArgs, areaCode: string): Promise<Connection> {
  const area = await areaByCode(reader, areaCode, 'area');
  return reader.connection(info, {
    type: 'PossibleDuplicate',
    rows: (bind) => {
      const [id, districts] = [bind.param(area.id, 'uuid'), bind.param(area.districts, 'uuid[]')];
      return pairsSql({
        asked: (row) => `${row}.based_in_id = any(${districts}) or (${inDirectory(row, `select t.descendant_id from shown.area_tree t where t.ancestor_id = ${id}`)})`,
        among: (row) => aroundSql(row, `select ${id} union all select unnest(${districts})`),
      });
    },
    where: () => [],
    orderName: 'ALIKE',
    order: () => [
      { sql: 'a.score', descending: true, type: 'numeric' },
      { sql: 'a.one_id', type: 'uuid' },
      { sql: 'a.other_id', type: 'uuid' },
    ],
    page,
  });
}

const inDirectory = (row: string, areas: string): string => `${row}.based_in_id is null and ${row}.directory_area_id = any(array(${areas}))`;

/**
 * Where the other one of a pair is looked for: in the counties of some areas, or in these where they have none; in the
 * directories there, without a place; and in no directory at all. Areas come as arrays, so that indexes are used.
 */
export function aroundSql(row: string, areas: string): string {
  const around = `
    select coalesce((select u.ancestor_id from shown.area_tree u join shown.areas c on c.id = u.ancestor_id and c.kind = 'COUNTY' where u.descendant_id = a.id limit 1), a.id) as id from (${areas}) a (id)`;
  return `${row}.based_in_id = any(array(select d.district_id from shown.area_districts d where d.area_id in (${around})))
    or (${inDirectory(row, `select t.descendant_id from shown.area_tree t where t.ancestor_id in (${around})`)})
    or (${row}.based_in_id is null and ${row}.directory_area_id is null)`;
}
