import { GENERIC_COLUMNS } from './generic.layout';

type Column = (typeof GENERIC_COLUMNS)[number];

/** One row that shows how each column is filled; invented. A column that is left out of a file is left alone. */
const EXAMPLE: Readonly<Record<Column, string>> = {
  id: 'row-1',
  name: 'Example Youth Club (delete this row)',
  other_names: 'EYC;Example Juniors',
  charity_number: '9990001',
  company_number: '09990001',
  casc: '',
  mutual: '',
  other_identifiers: 'XX-CVS:123',
  legal_form: 'CIO',
  sector: 'VOLUNTARY',
  role: 'PROVIDER',
  description: 'A weekly youth club in the church hall.',
  website: 'https://youth-club.example.org',
  founded_on: '1996-01-25',
  status: 'ACTIVE',
  address: 'The Hall, High Street',
  postcode: 'AL1 1AG',
  visibility: 'EXACT',
  longitude: '',
  latitude: '',
  income: '6200.00',
  income_year: '2025',
  paid_staff: '0.5',
  volunteers: '9',
  trustees: '5',
  service_name: 'Thursday club',
  service_description: 'Table tennis, cooking and crafts.',
  categories: '',
  tier: 'UNIVERSAL',
  ages_from: '8',
  ages_to: '13',
  areas_served: '',
  communities: '',
  contact_email: 'secretary@youth-club.example.org',
  contact_phone: '01632 960001',
  contact_audience: 'PRIVATE',
  umbrella: '',
  assured_on: '2026-06-03',
  assured_by: 'CVS development worker',
};

export const TEMPLATE_HEADINGS: readonly string[] = GENERIC_COLUMNS;
export const TEMPLATE_EXAMPLE: readonly string[] = GENERIC_COLUMNS.map((column) => EXAMPLE[column]);
