import type { EntityManager } from 'typeorm';
import { UserFault } from '../errors';
import { restorable } from '../history/restorable';
import { claimCourse } from './course.service';
import { requireKeptArea } from './training-rules';
import { claimSession, SESSION_FAULTS, settleSession } from './training-session.service';

/** How courses and sessions are brought back to how they stood. */

restorable({
  type: 'Course',
  noun: 'a course',
  root: { table: 'courses' },
  parts: [{ table: 'course_scope_terms', leaves: true }, { table: 'course_scope_areas', leaves: true }],
  stays: 'Its targets are set right by setTrainingTarget, and the criteria that it satisfies by updateCourse.',
  claim: async (manager, writing, id, expectedVersion) => {
    await claimCourse(manager, id, expectedVersion);
    await manager.query('update courses set version = version + 1, updated_at = $2 where id = $1', [id, writing.clock.now()]);
  },
  settle: async (manager, _writing, id) => {
    const [course] = (await manager.query('select area_id from courses where id = $1', [id])) as { area_id: string | null }[];
    await requireKeptArea(manager, course?.area_id ?? null, 'changeId');
    // Who offered it may have gone into another since.
    await manager.query('update courses c set provider_id = m.kept_id from shown.merged_organisations m where c.id = $1 and m.id = c.provider_id', [id]);
  },
});

restorable({
  type: 'TrainingSession',
  noun: 'a training session',
  root: { table: 'training_sessions' },
  stays: 'Bookings and attendance are set right by bookPlaces, cancelBooking and recordAttendance.',
  claim: async (manager, writing, id, expectedVersion) => {
    await claimSession(manager, id, expectedVersion);
    await manager.query('update training_sessions set version = version + 1, updated_at = $2 where id = $1', [id, writing.clock.now()]);
  },
  settle: async (manager, writing, id) => {
    // The list of postcodes may say another district since.
    await manager.query('update training_sessions s set district_id = (select p.district_id from shown.postcode_places p where p.postcode = s.postcode) where s.id = $1', [id]);
    await requireBudgetKept(manager, id);
    const came = (await manager.query('select from training_sessions s where s.id = $1 and s.cancelled_on is not null and exists (select from attendances a where a.session_id = s.id)', [id])) as unknown[];
    if (came.length > 0) throw new UserFault('INVALID', 'People came to it since: it took place.', ['changeId']);
    await settleSession(manager, id, writing.clock.today());
  },
  faults: SESSION_FAULTS,
});

/** Who brings another budget back must keep it, as who names it. */
async function requireBudgetKept(manager: EntityManager, id: string): Promise<void> {
  const [budget] = (await manager.query(
    `select b.area_id from training_sessions s join training_budgets b on b.id = s.budget_id
     where s.id = $1 and exists (select from shown.change_records_cleared r where r.change_number = history.change_of_transaction() and r.node_id = s.id and r.table_name = 'training_sessions'
       and r.before->>'budget_id' is distinct from s.budget_id::text)`,
    [id],
  )) as { area_id: string | null }[];
  if (budget !== undefined) await requireKeptArea(manager, budget.area_id, 'changeId');
}
