import { UserFault } from '../errors';
import { makeChange, type Writing } from '../graphql/change';
import { sayAnew } from '../graphql/say-anew';
import { areaIdsOf, termIdsOf } from './named.lookup';
import type { SetUnderRepresentedCommunitiesInput } from './under-represented.input';

export const EARLIEST_YEAR = 1990;
export const LATEST_YEAR = 2100;

const STANDING = `
  select v.version from under_represented_versions v where v.area_id = $1 and v.year = $2
    and exists (select from under_represented_communities u where u.area_id = v.area_id and u.year = v.year)`;

/** Replaces what is said of an area and a year. What stays as it was is not written anew. @returns the area. */
export async function setUnderRepresentedCommunities(writing: Writing, input: SetUnderRepresentedCommunitiesInput): Promise<string> {
  return makeChange(writing, 'setUnderRepresentedCommunities', input, {}, async (manager) => {
    const source = input.source.trim();
    if (source === '') throw new UserFault('INVALID', 'Say who says so.', ['source']);
    if (input.year < EARLIEST_YEAR || input.year > LATEST_YEAR) throw new UserFault('INVALID', `The year is one from ${EARLIEST_YEAR} to ${LATEST_YEAR}.`, ['year']);
    const areaId = [...(await areaIdsOf(manager, [input.area], ['area'])).values()][0] as string;
    const terms = [...(await termIdsOf(manager, input.communities, 'COMMUNITY', ['communities'])).values()];
    // Two who say it at once wait for each other.
    const [area] = (await manager.query('select viewer_keeps_area(id) as keeps from areas where id = $1 for update', [areaId])) as { keeps: boolean }[];
    if (area?.keeps !== true) throw new UserFault('FORBIDDEN', 'This area is not yours to change.', ['area']);
    const values = [areaId, input.year];
    await sayAnew(manager, { sql: STANDING, values }, input.expectedVersion, async () => {
      await manager.query('delete from under_represented_communities where area_id = $1 and year = $2 and term_id <> all($3::uuid[])', [...values, terms]);
      await manager.query(
        `insert into under_represented_communities as u (area_id, term_id, year, source) select $1, t.id, $2, $4 from unnest($3::uuid[]) t (id)
         on conflict (area_id, term_id, year) do update set source = excluded.source where u.source <> excluded.source`,
        [...values, [...new Set(terms)], source],
      );
    });
    return areaId;
  });
}
