import { setRightOtherwise } from '../history/restorable';
import { nodesMerge, type RecordedRow, recordKind, type RowChange } from '../history/record-kinds';

/** How the history of organisations reads. What names, orders or masks a row, and versions, are passed over. */

const AREAS = 'shown.areas';
const ORGANISATIONS = 'shown.organisations';
const SERVICES = 'shown.services';
const TERMS = 'shown.terms';

const own = (value: string | null): string => `“${value ?? ''}”`;

nodesMerge({
  mergedInto: (node) => `select m.id from shown.merged_organisations m where m.kept_id = ${node}`,
  table: 'organisation_merges',
  nameView: 'shown.organisation_names_cleared',
});

setRightOtherwise({ Organisation: 'An organisation goes back with revert.', Service: 'A service goes back with its organisation, with revert.' });

recordKind({
  table: 'organisations',
  fields: {
    name: { words: 'name' },
    other_names: { words: 'other names' },
    slug: { words: 'slug' },
    legal_form: { words: 'legal form' },
    sector: { words: 'sector' },
    is_provider: { words: 'statement whether it is a provider' },
    infrastructure: { words: 'kind of infrastructure body' },
    description: { words: 'description' },
    website: { words: 'website' },
    founded_on: { words: 'day of foundation' },
    assured_on: { words: 'day of the last check' },
    assured_by: { words: 'name of who checked it', forKeepers: true },
    directory_area_id: { words: 'directory in which it stands', refersTo: AREAS },
    merged_into_id: { words: 'entry that it went into', refersTo: ORGANISATIONS },
  },
});

recordKind({
  table: 'organisation_merges',
  saysAll: true,
  fields: { merged_id: { words: 'merged entry', refersTo: 'shown.organisation_names_cleared' }, undone_at: { words: 'undoing' } },
  noun: (show) => `merge of ${own(show('merged_id'))}`,
  together: (rows, show) =>
    rows.flatMap(({ before, after }) => {
      if (after === null) return [];
      return [before === null ? `merged ${own(show(after, 'merged_id'))} into it` : `took the merge of ${own(show(after, 'merged_id'))} back`];
    }),
});

recordKind({
  table: 'organisation_statuses',
  fields: { status: { words: 'status' }, valid: { words: 'days' }, reason: { words: 'reason' } },
  noun: (show) => `status ${own([show('status'), show('valid')].filter(Boolean).join(' '))}`,
  together: (rows, show) => {
    const told = rows.flatMap(({ after }) => (after === null ? [] : [after]));
    const latest = told.find((after) => !wentOn(rows, after)) ?? told[0];
    if (latest === undefined) return ['removed the status'];
    const since = show(latest, 'valid')?.replace(/^from /, '') ?? '';
    const why = show(latest, 'reason');
    const because = why === null ? '' : ` (${why})`;
    return [latest.status === 'INACTIVE' ? `closed it as from ${since || 'ever'}${because}` : `said that it is at work since ${since || 'ever'}${because}`];
  },
});

/** A status that began when one of the former ones began goes on, cut off or no more cut off. */
function wentOn(rows: readonly RowChange[], after: RecordedRow): boolean {
  const began = (row: RecordedRow): string => String(row.valid).split(',')[0] ?? '';
  return rows.some(({ before }) => before !== null && before.status === after.status && began(before) === began(after));
}

recordKind({
  table: 'identifiers',
  fields: { scheme: { words: 'register' }, value: { words: 'number' }, is_primary: { words: 'statement whether it is named first' } },
  noun: (show) => `registration ${own(`${show('scheme') ?? ''}-${show('value') ?? ''}`)}`,
});

recordKind({
  table: 'organisation_facts',
  fields: {
    year: { words: 'year' }, source: { words: 'source' }, year_end: { words: 'end of the year' }, income: { words: 'income' }, spending: { words: 'spending' },
    paid_staff: { words: 'paid staff' }, volunteers: { words: 'volunteers' }, trustees: { words: 'trustees' },
  },
  noun: (show) => `facts of ${show('year') ?? ''} from ${own(show('source'))}`,
});

recordKind({
  table: 'services',
  fields: {
    name: { words: 'name' }, description: { words: 'description' }, tier: { words: 'tier' }, ages: { words: 'ages' },
    referral_route: { words: 'way to come to it' }, cost: { words: 'cost' },
  },
  noun: (show) => `service ${own(show('name'))}`,
});

const ofService = (show: (column: string) => string | null): string => (show('service_id') === null ? '' : ` of the service ${own(show('service_id'))}`);

recordKind({
  table: 'categorisations',
  fields: { term_id: { words: 'category', refersTo: TERMS }, service_id: { words: 'service', refersTo: SERVICES } },
  noun: (show) => `category ${own(show('term_id'))}${ofService(show)}`,
});

recordKind({
  table: 'areas_served',
  fields: { area_id: { words: 'area', refersTo: AREAS }, valid: { words: 'days' }, service_id: { words: 'service', refersTo: SERVICES } },
  noun: (show) => `area served ${own(show('area_id'))}${ofService(show)}`,
});

recordKind({
  table: 'community_links',
  fields: { term_id: { words: 'community', refersTo: TERMS }, link: { words: 'link' }, is_primary: { words: 'statement whether it comes first' } },
  noun: (show) => `community ${own(show('term_id'))} (${show('link') ?? ''})`,
});

recordKind({
  table: 'memberships',
  fields: { umbrella_id: { words: 'umbrella body', refersTo: ORGANISATIONS }, valid: { words: 'days' } },
  noun: (show) => `membership in ${own(show('umbrella_id'))}`,
});

recordKind({
  table: 'supports',
  fields: { supported_id: { words: 'supported organisation', refersTo: ORGANISATIONS }, valid: { words: 'days' }, note: { words: 'note' } },
  noun: (show) => `support of ${own(show('supported_id'))}`,
});

recordKind({
  table: 'contracts',
  fields: {
    awarded_by: { words: 'buyer' }, title: { words: 'title' }, reference: { words: 'reference' }, value: { words: 'value' }, valid: { words: 'days' }, source: { words: 'source' },
  },
  noun: (show) => `contract with ${own(show('awarded_by'))}`,
});

recordKind({
  table: 'places',
  fields: {
    kind: { words: 'kind' }, visibility: { words: 'visibility' }, name: { words: 'name' }, address: { words: 'street address' }, postcode: { words: 'postcode' },
    service_id: { words: 'service', refersTo: SERVICES },
  },
  noun: (show) => (show('kind') === 'ADDRESS' ? 'registered address' : `delivery place${show('name') === null ? '' : ` ${own(show('name'))}`}`),
});
recordKind({ table: 'secrets.places', fields: {}, completes: { table: 'places', by: 'place_id' } });

recordKind({
  table: 'contacts',
  fields: { kind: { words: 'kind' }, audience: { words: 'audience' }, role_title: { words: 'role' }, value: { words: 'address' } },
  noun: (show) => `contact ${own(show('value'))}`,
});
recordKind({ table: 'secrets.contacts', fields: {}, completes: { table: 'contacts', by: 'contact_id' } });

recordKind({
  table: 'consents',
  fields: { purpose: { words: 'purpose' }, source: { words: 'source' }, given_on: { words: 'day given' }, withdrawn_on: { words: 'day withdrawn' } },
  noun: (show) => `consent to ${show('purpose') ?? ''}`,
});

recordKind({
  table: 'areas',
  fields: { code: { words: 'code' }, name: { words: 'name' }, kind: { words: 'kind' }, parent_id: { words: 'area that contains it', refersTo: AREAS }, sector: { words: 'sectors that it counts as its own' } },
});

recordKind({
  table: 'under_represented_communities',
  fields: { term_id: { words: 'community', refersTo: TERMS }, year: { words: 'year' }, source: { words: 'source' } },
  noun: (show) => `under-represented community ${own(show('term_id'))} in ${show('year') ?? ''}`,
});
