import { type ImportChanges, idIn, Since } from './changes';
import { CHANGED, type Left } from './left';

/** Takes back what an import made of the register of leads: who leads nothing any more goes. Comes after what they led. */
export async function takeLeadsBack(changes: ImportChanges, left: Left): Promise<void> {
  const { run } = changes;
  const area = changes.nodeOf('leads', 'lead_aliases');
  if (area === undefined) return;
  await run('select l.id from leads l where l.area_id = $1 order by l.id for update', [area]);
  const since = new Since((await changes.changedSince(area)).filter((row) => row.table === 'leads' || row.table === 'lead_aliases'));

  const aliases = changes.of('lead_aliases').map(idIn).filter((id) => !since.changes('lead_aliases', id));
  // By a name with which a plan is written still, its lead is found again.
  await run(
    `delete from lead_aliases a where a.id = any($1::uuid[])
       and (not exists (select from action_leads o where o.lead_id = a.lead_id and name_key(o.as_written) = a.alias_key) or a.lead_id in (${UNUSED}))`, [aliases, changes.of('leads').filter((row) => row.before === null).map(idIn)],
  );

  const made = changes.of('leads').filter((row) => row.before === null && !since.removed('leads', idIn(row))).map(idIn);
  for (const id of made) if (since.changes('leads', id)) left.add('leads', id, CHANGED);
  const going = made.filter((id) => !left.has('leads', id));
  const gone = await run<{ id: string }>(`select id from (${UNUSED.replace('$2', '$1')}) u (id) where not exists (select from lead_aliases a where a.lead_id = u.id)`, [going]);
  await run('delete from leads where id = any($1::uuid[])', [gone.map((row) => row.id)]);
  const there = new Set(gone.map((row) => row.id));
  for (const id of going) if (!there.has(id)) left.add('leads', id, 'leads something that stays, or is known by another name since');

  const changed = changes.of('leads').filter((row) => row.before !== null && !since.removed('leads', idIn(row)));
  for (const row of changed) if (since.changes('leads', idIn(row))) left.add('leads', idIn(row), CHANGED);
  const back = changed.filter((row) => !left.has('leads', idIn(row)));
  await changes.restoration(area, back.map((row) => row.key)).setBack('leads', ['version']);
  await run('update leads set version = version + 1 where id = any($1::uuid[])', [back.map(idIn)]);
}

/** Of leads by id, $2, those to whom nothing refers but their other names. */
const UNUSED = `select l.id from leads l where l.id = any($2::uuid[]) and not exists (select from action_leads o where o.lead_id = l.id)
  and not exists (select from priorities q where q.lead_id = l.id) and not exists (select from plan_review_actions v where v.lead_ids @> array[l.id])`;
