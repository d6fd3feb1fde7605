import { restorable } from '../../history/restorable';
import { claimRow } from '../plan-claim';
import { requireWithinSet, SET_FAULTS } from './priority-set.service';
import { faultsAt, MOVE } from './priority.service';

/** How sets of priorities and priorities are brought back to how they stood. */

restorable({
  type: 'PrioritySet',
  noun: 'a set of priorities',
  root: { table: 'priority_sets', except: ['area_id', 'edition', 'status', 'approved_on', 'approved_by', 'source'] },
  stays: 'Whether it is approved stays; a priority goes back by its own id, and what contributes is set right by endContribution and contributeToPriority.',
  claim: async (manager, writing, id, expectedVersion) => {
    await claimRow(manager, 'priority_sets', id, expectedVersion);
    await manager.query('update priority_sets set updated_at = $2 where id = $1', [id, writing.clock.now()]);
  },
  settle: async (manager, _writing, id) => requireWithinSet(manager, id, ['changeId']),
  faults: SET_FAULTS,
});

restorable({
  type: 'Priority',
  noun: 'a priority',
  root: { table: 'priorities', except: ['set_id'] },
  historyOf: async (manager, id) => ((await manager.query('select set_id from priorities where id = $1', [id])) as { set_id: string }[])[0]?.set_id,
  stays: 'Its set and its other priorities go back by their own ids, and what contributes is set right by endContribution and contributeToPriority.',
  claim: async (manager, writing, id, expectedVersion) => {
    await claimRow(manager, 'priorities', id, expectedVersion);
    await manager.query('update priorities set updated_at = $2 where id = $1', [id, writing.clock.now()]);
  },
  settle: async (manager, _writing, id) => {
    const [own] = (await manager.query(
      'select p.set_id, p.position, exists (select from priorities o where o.set_id = p.set_id and o.id <> p.id and o.position = p.position) as doubled from priorities p where p.id = $1', [id],
    )) as { set_id: string; position: number; doubled: boolean }[];
    if (own === undefined) return;
    if (own.doubled) await manager.query(MOVE, [own.set_id, id, own.position]);
    await requireWithinSet(manager, own.set_id, ['changeId']);
  },
  faults: faultsAt('changeId'),
});
