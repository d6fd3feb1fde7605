import { type ImportChanges, idIn, type Since } from './changes';
import { CHANGED, type Left } from './left';

/** Of the rows of a table that belong to a plan: those that an import made and that are there. */
async function madeBy(changes: ImportChanges, table: string, planId: string, madePlan: boolean, since: Since): Promise<string[]> {
  const own = new Set(changes.of(table).filter((row) => row.before === null && row.node === planId).map(idIn));
  const there = await changes.run<{ id: string }>(`select t.id from ${table} t where t.plan_id = $1 order by t.position, t.id`, [planId]);
  return there.map((row) => row.id).filter((id) => own.has(id) || (madePlan && !since.brought(table, id)));
}

interface Table {
  readonly name: string;
  /** SQL over a row `t` that an import made: something stands in it or at it. */
  readonly held: string;
}

/** In the order in which they can go, after their actions. */
const HELD: readonly Table[] = [
  {
    name: 'recommendations',
    held: `exists (select from actions a where a.recommendation_id = t.id) or exists (select from position_statements s where s.recommendation_id = t.id and s.withdrawn_at is null)
      or exists (select from progress_reports r where r.recommendation_id = t.id and r.withdrawn_at is null)`,
  },
  { name: 'plan_sections', held: 'exists (select from actions a where a.section_id = t.id) or exists (select from recommendations r where r.section_id = t.id)' },
];

/** Sections and recommendations that an import made go when nothing stands in them any more; those that it worded otherwise are as they were. */
export async function restoreParts(changes: ImportChanges, planId: string, { madePlan, since, left }: { readonly madePlan: boolean; readonly since: Since; readonly left: Left }): Promise<void> {
  for (const { name, held } of HELD) {
    const made = await madeBy(changes, name, planId, madePlan, since);
    for (const id of made) if (since.changes(name, id)) left.add(name, id, CHANGED);
    const full = await changes.run<{ id: string }>(`select t.id from ${name} t where t.id = any($1::uuid[]) and (${held})`, [made]);
    for (const { id } of full) left.add(name, id, 'holds what stays');
    await changes.run(`delete from ${name} where id = any($1::uuid[])`, [made.filter((id) => !left.has(name, id))]);

    const changed = changes.of(name).filter((row) => row.before !== null);
    for (const row of changed) if (since.changes(name, idIn(row))) left.add(name, idIn(row), CHANGED);
    await changes.restoration(planId, changed.filter((row) => !left.has(name, idIn(row))).map((row) => row.key)).setBack(name, []);
  }
}

const LISTS = { plan_review_bodies: 'body', plan_audiences: 'audience', plan_channels: 'channel' } as const;

/** Who reviews a plan, and with whom and by what it is shared, row by row. */
export async function restoreLists(changes: ImportChanges, planId: string, { madePlan, since, left }: { readonly madePlan: boolean; readonly since: Since; readonly left: Left }): Promise<void> {
  const { run } = changes;
  for (const [table, name] of Object.entries(LISTS)) {
    const made = await madeBy(changes, table, planId, madePlan, since);
    for (const id of made) if (since.changes(table, id)) left.add(table, id, CHANGED);
    await run(`delete from ${table} where id = any($1::uuid[])`, [made.filter((id) => !left.has(table, id))]);

    const before = changes.of(table).filter((row) => row.before !== null);
    for (const row of before) if (since.changes(table, idIn(row)) || since.removed(table, idIn(row))) left.add(table, idIn(row), CHANGED);
    const names = await run<{ id: string }>(
      `select b.id from jsonb_to_recordset($2::jsonb) b (id uuid, name text) join ${table} t on t.plan_id = $1 and t.${name}_key = name_key(b.name) and t.id <> b.id`,
      [planId, JSON.stringify(before.map((row) => ({ id: idIn(row), name: row.before?.[name] })))],
    );
    for (const { id } of names) left.add(table, id, 'is on the list by another row since');
    const back = before.filter((row) => !left.has(table, idIn(row)));
    await changes.restoration(planId, back.map((row) => row.key)).putBack(table);
    if (table === 'plan_review_bodies') await run('select relink_plan_reviews($1::uuid[])', [back.map(idIn)]);
  }
}
