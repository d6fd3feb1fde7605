import { type ImportChanges, idIn, type Since } from './changes';
import { leadsOn, type TakenBackRows } from './evaluation-round';
import { CHANGED, type Left } from './left';

interface Own {
  readonly since: Since;
  readonly left: Left;
}

/** What uses a tool that an import made. */
const USED = `
  select case
    when exists (select from self_evaluations e where e.tool_id = k.id) then 'is used by a round'
    when exists (select from evaluation_tools n where n.area_id = k.area_id and n.title_key = k.title_key and n.edition > k.edition) then 'has a later edition'
    when exists (select from evaluation_questions q where q.tool_id = k.id and ${leadsOn('q.id')}) then 'has questions from which something follows'
  end as reason, (select count(*)::int from evaluation_questions q where q.tool_id = k.id) as questions from evaluation_tools k where k.id = $1`;

/** Takes back what an import made of a tool: it goes whole when nothing uses it, or what the import added and mended is as it was. */
export async function takeToolBack(changes: ImportChanges, toolId: string, own: Own): Promise<TakenBackRows> {
  const { run } = changes;
  if (changes.of('evaluation_tools').every((row) => row.before !== null)) return mendBack(changes, toolId, own);
  const [used] = await run<{ reason: string | null; questions: number }>(USED, [toolId]);
  const later = own.since.rows.some((row) => row.table.startsWith('evaluation_') && row.table !== 'evaluation_evidence');
  const reason = used?.reason ?? (later ? CHANGED : null);
  if (reason !== null) {
    own.left.add('evaluation_tools', toolId, reason);
    return { removed: 0, restored: 0 };
  }
  await run('delete from evaluation_tools where id = $1', [toolId]);
  return { removed: 1 + (used?.questions ?? 0), restored: 0 };
}

/** What holds the questions of a tool as a whole: who replied since did so to these. */
const ANSWERED = `
  select case
    when exists (select from self_evaluations e where e.tool_id = $1 and evaluation_replies_since(e.id, $2)) then 'was there for replies since'
    when exists (select from self_evaluations e where e.tool_id = $1 and e.created_at > $2) then 'is used by another round since'
  end as reason`;

/** SQL over a question `q` that an import made: something is said of it by others. */
const HELD = `evaluation_answers_refer_to(q.id) or exists (select from agreed_grades g where g.question_id = q.id) or exists (select from evaluation_evidence v where v.question_id = q.id)
  or exists (select from evaluation_findings f where f.question_id = q.id) or exists (select from evaluation_descriptors d where d.question_id = q.id and d.id <> all($2::uuid[])) or ${leadsOn('q.id')}`;

async function mendBack(changes: ImportChanges, toolId: string, { since, left }: Own): Promise<TakenBackRows> {
  const { run } = changes;
  const madeIn = (table: string): string[] => changes.of(table).filter((row) => row.before === null && row.node === toolId && !since.removed(table, idIn(row))).map(idIn);
  const hold = (table: string, ids: readonly string[], reason: string): void => ids.forEach((id) => left.add(table, id, reason));
  const going = (table: string, ids: readonly string[]): string[] => ids.filter((id) => !left.has(table, id));

  const [sections, questions, descriptors] = [madeIn('evaluation_sections'), madeIn('evaluation_questions'), madeIn('evaluation_descriptors')];
  const reworded = changes.of('evaluation_questions').filter((row) => row.before !== null && row.node === toolId);
  const [answered] = await run<{ reason: string | null }>(ANSWERED, [toolId, changes.since]);
  if (answered?.reason != null) hold('evaluation_questions', [...questions, ...reworded.map(idIn)], answered.reason);
  for (const [table, ids] of Object.entries({ evaluation_sections: sections, evaluation_questions: [...questions, ...reworded.map(idIn)], evaluation_descriptors: descriptors })) hold(table, ids.filter((id) => since.changes(table, id)), CHANGED);
  const held = await run<{ id: string }>(`select q.id from evaluation_questions q where q.id = any($1::uuid[]) and (${HELD})`, [questions, descriptors]);
  hold('evaluation_questions', held.map((row) => row.id), 'is a question of which others speak');
  const gone = going('evaluation_questions', questions);
  const kept = await run<{ id: string }>(
    `select s.id from evaluation_sections s where s.id = any($1::uuid[]) and (exists (select from evaluation_questions q where q.section_id = s.id and q.id <> all($2::uuid[]))
       or exists (select from evaluation_evidence v where v.section_id = s.id) or exists (select from evaluation_findings f where f.section_id = s.id))`, [sections, gone],
  );
  hold('evaluation_sections', kept.map((row) => row.id), 'holds what stays');

  await run('delete from evaluation_descriptors where id = any($1::uuid[])', [going('evaluation_descriptors', descriptors)]);
  await run('delete from evaluation_questions where id = any($1::uuid[])', [gone]);
  await run('delete from evaluation_sections where id = any($1::uuid[])', [going('evaluation_sections', sections)]);
  const back = reworded.filter((row) => !left.has('evaluation_questions', idIn(row)) && !since.removed('evaluation_questions', idIn(row)));
  await changes.restoration(toolId, back.map((row) => row.key)).setBack('evaluation_questions', []);
  return { removed: going('evaluation_descriptors', descriptors).length + gone.length + going('evaluation_sections', sections).length, restored: back.length };
}
