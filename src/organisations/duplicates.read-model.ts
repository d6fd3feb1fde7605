import type { GraphQLResolveInfo } from 'graphql';
import type { Binder } from '../graphql/read/binder';
import type { PageArgs } from '../graphql/read/page';
import type { Connection, Reader } from '../graphql/read/reader';
import { areaByCode, type KnownArea } from '../places/area-lookup';

/** Names less alike than this are not worth a look. */
const ALIKE = 0.55;
/** A word that more names of a district have than this tells nothing: it makes no candidates. */
const COMMON = 40;
const FIRST_LETTERS = 5;

/** Pairs of one area that may be one organisation, the most alike first. */
export async function listPossibleDuplicates(reader: Reader, info: GraphQLResolveInfo, page: PageArgs, areaCode: string): Promise<Connection> {
  const area = await areaByCode(reader, areaCode, 'area');
  return reader.connection(info, {
    type: 'PossibleDuplicate',
    rows: (bind) => pairsSql(area, bind),
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

/**
 * Comparing every name with every other would take seconds for a county, so only pairs that share a word that is
 * not common in their district, or their first letters, are compared.
 */
function pairsSql(area: KnownArea, bind: Binder): string {
  return `
with here as materialized (
  select o.id, o.sort_name, coalesce(o.based_in_id, o.directory_area_id) as block, o.based_in_id is not null as placed
  from shown.organisations o
  where o.based_in_id = any(${bind.param(area.districts, 'uuid[]')})
    or (o.based_in_id is null and o.directory_area_id in (select t.descendant_id from shown.area_tree t where t.ancestor_id = ${bind.param(area.id, 'uuid')}))
), marks as (
  select h.block, h.placed, h.id, w.lexeme as mark from here h, unnest(to_tsvector('simple', h.sort_name)) w
  union select h.block, h.placed, h.id, '^' || left(h.sort_name, ${FIRST_LETTERS}) from here h
), telling as (
  select m.*, count(*) over (partition by m.block, m.placed, m.mark) as shared from marks m
), pairs as (
  select distinct x.id as one_id, y.id as other_id
  from telling x join telling y on y.block = x.block and y.placed = x.placed and y.mark = x.mark and y.id > x.id
  where x.shared between 2 and ${COMMON}
)
select p.one_id, p.other_id, round(similarity(one.sort_name, other.sort_name)::numeric, 4) as score
from pairs p join here one on one.id = p.one_id join here other on other.id = p.other_id
where similarity(one.sort_name, other.sort_name) >= ${ALIKE}`;
}
