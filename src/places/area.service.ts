import { UserFault } from '../errors';
import { makeChange, type Writing } from '../graphql/change';
import { fromNodeId } from '../graphql/node';
import { forgetAreas } from './area-lookup';
import type { DeclareSectorInput } from './area.input';
import { Sector } from './sector.enum';

/** Says which sectors an area counts as its own, or that it follows the areas above it. @returns the area. */
export async function declareSector(writing: Writing, input: DeclareSectorInput): Promise<string> {
  const declared = await makeChange(writing, 'declareSector', input, {}, async (manager) => {
    const parts = fromNodeId(input.id);
    const id = parts?.type === 'Area' ? parts.uuid : null;
    const [area] = (await manager.query('select version, viewer_keeps_area(id) as keeps from areas where id = $1 for update', [id])) as { version: number; keeps: boolean }[];
    if (area === undefined) throw new UserFault('NOT_FOUND', 'There is no such area.', ['id']);
    if (!area.keeps) throw new UserFault('FORBIDDEN', 'This area is not yours to change.', ['id']);
    if (area.version !== input.expectedVersion) {
      throw new UserFault('CONFLICT', `Somebody else changed it: it stands at version ${area.version}, not ${input.expectedVersion}.`, ['expectedVersion'], area.version);
    }
    const sector = input.sector == null ? null : inOrder(input.sector);
    if (sector?.length === 0) throw new UserFault('INVALID', 'Name one sector at least, or none by leaving it out: then the area follows those above it.', ['sector']);
    await manager.query('update areas set sector = $2, version = version + 1, updated_at = $3 where id = $1', [id, sector, writing.clock.now()]);
    return id as string;
  });
  forgetAreas(writing.database);
  return declared;
}

/** Each once, in the order in which they are always told. */
export function inOrder(sectors: readonly string[]): Sector[] {
  return Object.values(Sector).filter((one) => sectors.includes(one));
}
