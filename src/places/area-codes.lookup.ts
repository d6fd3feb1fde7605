import type { ClientBase } from 'pg';

export interface KnownArea {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly kind: string;
}

export interface FormerCode {
  readonly code: string;
  /** Today's area. */
  readonly area: KnownArea;
  /** The old area is a part of today's: several were merged. Otherwise it only changed its code. */
  readonly merged: boolean;
  /** The year of the change. */
  readonly changedIn: number | null;
}

/** Every code that a file may speak of. Some hundreds for districts, some thousands with wards: held whole. */
export interface AreaCodes {
  readonly areas: ReadonlyMap<string, KnownArea>;
  readonly former: ReadonlyMap<string, FormerCode>;
}

export async function readAreaCodes(client: Pick<ClientBase, 'query'>): Promise<AreaCodes> {
  const found = await client.query('select id, code, name, kind from areas');
  const areas = new Map((found.rows as KnownArea[]).map((area) => [area.code, area]));
  const old = await client.query(
    `select f.code, f.kind <> 'new_code' as merged, f.changed_in as "changedIn", a.code as today from area_former_codes f join areas a on a.id = f.area_id`,
  );
  const former = new Map<string, FormerCode>();
  for (const { code, merged, changedIn, today } of old.rows as { code: string; merged: boolean; changedIn: number | null; today: string }[]) {
    const area = areas.get(today);
    if (area !== undefined) former.set(code, { code, area, merged, changedIn });
  }
  return { areas, former };
}
