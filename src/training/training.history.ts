import { recordKind } from '../history/record-kinds';
import { byId, followsMerge } from '../organisations/merge-follows';

/** How the history of courses, sessions and what hangs on organisations reads, and what follows a merge. */

const AREAS = 'shown.areas';
const ORGANISATIONS = 'shown.organisations';
const SESSIONS = 'shown.training_session_names';
const own = (value: string | null): string => `“${value ?? ''}”`;

recordKind({
  table: 'courses',
  fields: {
    name: { words: 'name' }, code: { words: 'code' }, subject: { words: 'subject' }, description: { words: 'description' }, level: { words: 'level' },
    provider_id: { words: 'organisation that offers it', refersTo: ORGANISATIONS }, provider_name: { words: 'name of who offers it' }, area_id: { words: 'area', refersTo: AREAS },
    cost: { words: 'cost' }, validity_months: { words: 'months of validity' }, common_core: { words: 'statement whether it is part of the common core' },
    scope_under_26: { words: 'rule on ages' }, scope_volunteers: { words: 'rule on volunteers' }, scope_contracted: { words: 'rule on contracts' }, closed_on: { words: 'day from which it is not offered' },
  },
});
recordKind({ table: 'course_scope_terms', fields: { term_id: { words: 'category', refersTo: 'shown.terms' } }, noun: (show) => `category ${own(show('term_id'))} of its scope` });
recordKind({ table: 'course_scope_areas', fields: { area_id: { words: 'area', refersTo: AREAS } }, noun: (show) => `area ${own(show('area_id'))} of its scope` });
recordKind({
  table: 'training_targets',
  fields: { area_id: { words: 'area', refersTo: AREAS }, year: { words: 'year' }, organisations: { words: 'number of organisations to reach' } },
  noun: (show) => `target of ${show('year') ?? ''} for ${own(show('area_id'))}`,
});
recordKind({
  table: 'training_sessions',
  fields: {
    held_on: { words: 'day' }, starts: { words: 'beginning' }, ends: { words: 'end' }, online: { words: 'statement whether it is online' }, place_name: { words: 'place' }, postcode: { words: 'postcode' },
    capacity: { words: 'number of people that it holds' }, subsidies: { words: 'subsidies' }, spent: { words: 'cost' }, cancelled_on: { words: 'day of cancelling' },
  },
});
recordKind({
  table: 'bookings',
  fields: { session_id: { words: 'session', refersTo: SESSIONS }, places: { words: 'places' }, state: { words: 'state' } },
  noun: (show) => `booking of ${own(show('session_id'))}`,
});
recordKind({
  table: 'attendances',
  fields: { session_id: { words: 'session', refersTo: SESSIONS }, kind: { words: 'kind of people' }, people: { words: 'number of people' }, source: { words: 'source' } },
  noun: (show) => `attendance (${show('kind') ?? ''}) at ${own(show('session_id'))}`,
});
recordKind({
  table: 'organisation_duties',
  fields: { duty: { words: 'duty' }, area_id: { words: 'area', refersTo: AREAS }, valid: { words: 'days' }, source: { words: 'source' } },
  noun: (show) => `duty ${own(show('duty'))}${show('area_id') === null ? '' : ` in ${own(show('area_id'))}`}`,
});
recordKind({
  table: 'passport_progress',
  fields: { unit_id: { words: 'unit', refersTo: 'shown.passport_units' }, counted_on: { words: 'day' }, volunteers: { words: 'number of volunteers' }, source: { words: 'source' } },
  noun: (show) => `count of the Passport’s unit ${own(show('unit_id'))} on ${show('counted_on') ?? ''}`,
});
recordKind({
  table: 'development_needs',
  fields: { subject: { words: 'subject' }, need: { words: 'need' }, people: { words: 'number of people' }, recorded_on: { words: 'day' }, met_on: { words: 'day on which it was met' }, source: { words: 'source' } },
  noun: (show) => `need ${own(show('need'))}`,
});

const like = (table: string, ...columns: readonly string[]): string => `exists (select from ${table} k where k.organisation_id = $2 and ${columns.map((column) => `k.${column} = r.${column}`).join(' and ')})`;

/** What the kept entry has the like of stays with the merged one, so that nobody is counted twice. */
followsMerge(
  byId('bookings', like('bookings', 'session_id')),
  // Before those that stand, which have not moved then.
  byId('former_attendances', `${like('attendances', 'session_id', 'kind')} or ${like('former_attendances', 'session_id', 'kind')}`),
  byId('attendances', like('attendances', 'session_id', 'kind')),
  byId('organisation_duties', `exists (select from organisation_duties k where k.organisation_id = $2 and k.duty = r.duty and k.area_id is not distinct from r.area_id and k.valid && r.valid)`),
  byId('passport_progress', like('passport_progress', 'unit_id', 'counted_on')),
  byId('development_needs'),
  byId('courses', 'false', 'provider_id'),
);
