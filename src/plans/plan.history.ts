import { recordKind } from '../history/record-kinds';

/** How the history of plans reads. What orders a row, and versions, are passed over. */

const own = (value: string | null): string => `“${value ?? ''}”`;

recordKind({
  table: 'plans',
  fields: {
    title: { words: 'title' }, owner: { words: 'body that owns it' }, period: { words: 'days' }, status: { words: 'status' }, approved_on: { words: 'day of approval' },
    introduction: { words: 'introduction' }, summary: { words: 'summary' },
  },
});

recordKind({ table: 'plan_sections', fields: { title: { words: 'title' }, introduction: { words: 'introduction' } }, noun: (show) => `section ${own(show('title'))}` });
recordKind({ table: 'recommendations', fields: { text: { words: 'wording' }, number: { words: 'number' } }, noun: (show) => `recommendation ${show('number') ?? ''}` });
recordKind({ table: 'actions', fields: { number: { words: 'number' }, text: { words: 'wording' }, closed_on: { words: 'day from which it is closed' }, carried_from_id: { words: 'action that it was carried over from', refersTo: 'shown.actions_cleared' } }, noun: (show) => `action ${show('number') ?? ''}` });

recordKind({
  table: 'by_whens',
  fields: { action_id: { words: 'action', refersTo: 'shown.actions_cleared' }, written: { words: 'date' }, reason: { words: 'reason' }, ambiguity: { words: 'doubt about its meaning' }, confirmed_on: { words: 'day of its confirmation' } },
  noun: (show) => `date ${own(show('written'))} of the action ${show('action_id') ?? ''}`,
  together: (rows, show) =>
    rows.flatMap(({ before, after }) => {
      if (after === null) return [];
      const action = show(after, 'action_id') ?? '';
      if (before !== null && before.withdrawn_at == null && after.withdrawn_at != null) return [`took back that action ${action} was moved to ${own(show(after, 'written'))}`];
      if (before !== null && show(before, 'confirmed_on') !== null) return [`said that ${own(show(after, 'written'))} means something else for action ${action}`];
      if (before !== null) return [`said what ${own(show(after, 'written'))} means for action ${action}`];
      const why = show(after, 'reason');
      return [`moved action ${action} to ${own(show(after, 'written'))}${why === null ? '' : ` (${why})`}`];
    }),
});

recordKind({
  table: 'action_leads',
  fields: { action_id: { words: 'action', refersTo: 'shown.actions_cleared' }, lead_id: { words: 'lead', refersTo: 'shown.leads_cleared' } },
  noun: (show) => `lead ${own(show('lead_id'))} of the action ${show('action_id') ?? ''}`,
});
recordKind({
  table: 'action_measures', fields: { action_id: { words: 'action', refersTo: 'shown.actions_cleared' }, text: { words: 'measure' }, settled: { words: 'what a person said it is' }, unit: { words: 'unit' }, baseline: { words: 'baseline' }, baseline_on: { words: 'day of the baseline' } },
  noun: (show) => `measure ${own(show('text'))} of the action ${show('action_id') ?? ''}`,
});
recordKind({ table: 'leads', fields: { name: { words: 'name' }, kind: { words: 'kind' }, agency: { words: 'agency' }, side: { words: 'side' } }, noun: (show) => `lead ${own(show('name'))}` });
recordKind({ table: 'lead_aliases', fields: { alias: { words: 'other name' }, lead_id: { words: 'lead', refersTo: 'shown.leads_cleared' } }, noun: (show) => `other name ${own(show('alias'))} of the lead ${own(show('lead_id'))}` });
recordKind({
  table: 'plan_review_bodies',
  fields: { body: { words: 'body' }, times_a_year: { words: 'reviews a year' }, kind: { words: 'kind' }, counted_from: { words: 'day from which its reviews are counted' }, note: { words: 'note' } },
  noun: (show) => `reviewing body ${own(show('body'))}`,
});
recordKind({ table: 'plan_audiences', fields: { audience: { words: 'audience' }, level: { words: 'level' } }, noun: (show) => `audience ${own(show('audience'))}` });
recordKind({ table: 'plan_channels', fields: { channel: { words: 'channel' } }, noun: (show) => `channel ${own(show('channel'))}` });
recordKind({
  table: 'measure_targets',
  fields: { measure_id: { words: 'measure', refersTo: 'shown.action_measures_cleared' }, area_id: { words: 'area', refersTo: 'shown.areas' }, period: { words: 'days' }, target: { words: 'target' } },
  noun: (show) => `target ${show('target') ?? ''} of the measure ${own(show('measure_id'))}`,
});
