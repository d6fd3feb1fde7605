import type { EntityManager } from 'typeorm';
import { UserFault } from '../errors';
import { restorable, setRightOtherwise } from '../history/restorable';
import { requireMayBePart, requireNoCircle } from './describe-plan.service';
import { LEAD_FAULTS } from './lead.service';
import { claimRow } from './plan-claim';

/** How plans’ own texts and leads are brought back to how they stood. */

restorable({
  type: 'Plan',
  noun: 'a plan',
  root: { table: 'plans', except: ['title', 'area_id', 'period', 'edition', 'status', 'approved_on', 'approved_by', 'source'] },
  parts: [{ table: 'plan_sections', except: ['plan_id', 'position', 'title'] }],
  stays: 'Its title, days, approval, actions and dates stay: reviseDueDate and confirmDueDate set dates right, and an import is taken back with revertImport.',
  claim: async (manager, writing, id, expectedVersion) => {
    await claimRow(manager, 'plans', id, expectedVersion);
    await manager.query('update plans set updated_at = $2 where id = $1', [id, writing.clock.now()]);
  },
  settle: async (manager, _writing, id) => {
    const [plan] = (await manager.query(
      `select p.parent_id, exists (select from shown.change_records_cleared r where r.change_number = history.change_of_transaction() and r.node_id = p.id and r.table_name = 'plans'
         and r.before->>'parent_id' is distinct from p.parent_id::text) as anew from plans p where p.id = $1`,
      [id],
    )) as { parent_id: string | null; anew: boolean }[];
    if (plan?.parent_id == null || !plan.anew) return;
    await requireNoCircle(manager, id, plan.parent_id);
    await requireMayBePart(manager, id, plan.parent_id, 'changeId');
  },
});

restorable({
  type: 'Lead',
  noun: 'a lead',
  root: { table: 'leads', except: ['area_id', 'subject'] },
  parts: [{ table: 'lead_aliases', leaves: true, of: `(r.before->>'lead_id' = $5 or history.live_record(r.table_name, r.key)->>'lead_id' = $5)` }],
  historyOf: async (manager, id) => ((await manager.query('select area_id from leads where id = $1', [id])) as { area_id: string }[])[0]?.area_id,
  stays: 'A name that the plans write is set right by addLeadAlias and removeLeadAlias, and with which token it signs in by describeLead.',
  claim: (manager, _writing, id, expectedVersion) => claimRow(manager, 'leads', id, expectedVersion),
  refuse: async (manager, id, { node, from, to }) => {
    const parted = (await manager.query(
      `select from shown.change_records_cleared o where o.node_id = $1 and o.change_number between $2 and $3 and o.table_name = 'leads' and o.operation in ('INSERT', 'DELETE') and o.key->>'id' <> $4
         and exists (select from shown.changes_cleared c where c.number = o.change_number and c.kind <> 'IMPORT')
         and exists (select from shown.change_records_cleared r where r.node_id = $1 and r.change_number = o.change_number and r.table_name = 'leads' and r.key->>'id' = $4) limit 1`,
      [node, from, to, id],
    )) as unknown[];
    if (parted.length > 0) throw new UserFault('INVALID', 'Two leads were made one since, or one two: removeLeadAlias and addLeadAlias set that right.', ['changeId']);
  },
  settle: async (manager, _writing, id) => requireNamesFree(manager, id),
  faults: LEAD_FAULTS,
});

/** No other lead of the area has one of its names, and the plans write none that it has no longer. */
async function requireNamesFree(manager: EntityManager, id: string): Promise<void> {
  const [found] = (await manager.query(
    `with own as (select l.area_id, l.name_key as key from leads l where l.id = $1 union select a.area_id, a.alias_key from lead_aliases a where a.lead_id = $1),
       gone as (
         select name_key(coalesce(r.before->>'name', r.before->>'alias')) as key from shown.change_records_cleared r
         where r.change_number = history.change_of_transaction() and (r.table_name = 'leads' and r.key->>'id' = $1::text or r.table_name = 'lead_aliases' and r.before->>'lead_id' = $1::text)
           and name_key(coalesce(r.before->>'name', r.before->>'alias')) not in (select key from own))
     select exists (select from leads o join own on own.area_id = o.area_id and own.key = o.name_key where o.id <> $1 and own.key <> 'erased')
         or exists (select from lead_aliases o join own on own.area_id = o.area_id and own.key = o.alias_key where o.lead_id <> $1 and own.key <> 'erased') as taken,
       exists (select from action_leads o join gone on gone.key = name_key(o.as_written) where o.lead_id = $1) as written`,
    [id],
  )) as { taken: boolean; written: boolean }[];
  if (found?.taken === true) throw new UserFault('TAKEN', 'Another lead is known by a name that it had then: addLeadAlias makes them one.', ['changeId']);
  if (found?.written === true) throw new UserFault('INVALID', 'A plan writes it by a name that it did not have then: removeLeadAlias parts them.', ['changeId']);
}

setRightOtherwise({
  Action: 'An action is not brought back: reviseDueDate and confirmDueDate set its date right, and an import of its plan is taken back with revertImport.',
  ProgressReport: 'Updates are only ever added to: recordProgress reports again, and the latest counts.',
  Recommendation: 'A recommendation comes with its plan: an import is taken back with revertImport.',
  PlanSection: 'A section goes back with its plan: give the id of the plan.',
  PlanReview: 'A review stays on record: recordReview records another.',
  ReviewBody: 'The schedule of reviews is set right by setReviewSchedule.',
  Measure: 'A measure is set right by setMeasure and settleMeasure, a number by observeMeasure.',
  PriorityContribution: 'A contribution is ended, or taken back as a mistake, by endContribution.',
  SelfEvaluation: 'Replies are only ever added to: withdrawReply takes one back, and agreeGrade agrees anew.',
  AgreedGrade: 'Grades are only ever added to: agreeGrade agrees anew, and the latest counts.',
});
