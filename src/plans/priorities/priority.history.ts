import { recordKind } from '../../history/record-kinds';

/** How the history of priorities reads. What orders a row, and versions, are passed over. */

const own = (value: string | null): string => `“${value ?? ''}”`;

recordKind({
  table: 'priority_sets',
  fields: { title: { words: 'title' }, owner: { words: 'body that owns it' }, period: { words: 'days' }, status: { words: 'status' }, approved_on: { words: 'day of approval' } },
});

recordKind({
  table: 'priorities',
  fields: { code: { words: 'code' }, title: { words: 'title' }, description: { words: 'description' }, lead_id: { words: 'lead', refersTo: 'shown.leads_cleared' }, valid: { words: 'days' } },
  noun: (show) => `priority ${own(show('title'))}`,
});

recordKind({
  table: 'priority_contributions',
  fields: {
    priority_id: { words: 'priority', refersTo: 'shown.priorities_cleared' }, node_id: { words: 'contributor', refersTo: 'shown.priority_contributors_cleared' }, valid: { words: 'days' }, how: { words: 'way in which it contributes' },
    withdrawn_at: { words: 'time at which it was taken back' },
  },
  noun: (show) => `contribution of ${own(show('node_id'))} to the priority ${own(show('priority_id'))}`,
});
