import type { SqlRunner } from '../organisations/place-writing';
import { budgetId, courseId, sessionId, unitId } from './load-training';
import { readSampleRows } from './sample-files';

/**
 * Takes out what is left of the sample's training once its organisations are gone: sessions without a booking or an
 * attendance, courses without a session, budgets, and units that nobody counted. What somebody changed or added to stays.
 */
export async function removeTraining(run: SqlRunner): Promise<void> {
  const ids = (file: string, idOf: (key: string | undefined) => string, column = 'key'): string[] => readSampleRows(file).map((row) => idOf(row[column]));
  await run.query(
    `delete from training_sessions s where s.id = any($1::uuid[]) and s.version = 1
       and not exists (select from bookings b where b.session_id = s.id) and not exists (select from attendances a where a.session_id = s.id)`,
    [ids('training-sessions', sessionId)],
  );
  await run.query(`delete from courses c where c.id = any($1::uuid[]) and c.version = 1 and not exists (select from training_sessions s where s.course_id = c.id)
       and not exists (select from criterion_courses k where k.course_id = c.id) and not exists (select from course_criteria k where k.course_id = c.id)`, [ids('courses', courseId)]);
  await run.query(`delete from training_budgets b where b.id = any($1::uuid[]) and b.version = 1 and not exists (select from training_sessions s where s.budget_id = b.id)`, [
    ids('training-budgets', budgetId),
  ]);
  const units = ids('passport-units', unitId, 'code');
  // A unit that another one still asks for stays with it.
  await run.query(
    `delete from passport_units u where u.id = any($1::uuid[]) and not exists (select from passport_progress p where p.unit_id = u.id)
       and not exists (select from passport_prerequisites q join passport_progress p on p.unit_id = q.unit_id where q.required_id = u.id)`,
    [units],
  );
}
