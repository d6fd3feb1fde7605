import { addDays, formatISO, parseISO } from 'date-fns';
import fc from 'fast-check';

/** Organisations with random histories and one random criteria set: small numbers of everything, so that things collide. */
export interface World {
  readonly terms: readonly { readonly id: string; readonly parent: string | null }[];
  /** `before`: for how long it counted until it was changed. */
  readonly courses: readonly Course[];
  readonly criteria: readonly Criterion[];
  readonly bodies: readonly Body[];
}

export interface Course {
  readonly id: string;
  readonly validity: number | null;
  readonly before: { readonly validity: number | null; readonly replacedAt: string } | null;
}

export interface Criterion {
  readonly code: string;
  readonly kind: string;
  readonly weight: 'MANDATORY' | 'DISCRETIONARY';
  readonly evidenceKind: string | null;
  readonly months: number | null;
  readonly amount: number | null;
  readonly currency: string;
  readonly atLeast: number;
  readonly schemes: readonly string[];
  readonly courses: readonly string[];
  readonly terms: readonly string[];
  readonly bands: readonly string[] | null;
  readonly ages: readonly [from: number, below: number] | null;
  readonly contractFrom: number | null;
}

export interface Document {
  readonly id: string;
  readonly kind: string;
  readonly issued: string;
  readonly lastDay: string | null;
  readonly amount: number | null;
  readonly currency: string;
  readonly filedAt: string;
  readonly withdrawnAt: string | null;
  readonly checks: readonly { readonly id: string; readonly outcome: string; readonly on: string; readonly recordedAt: string; readonly withdrawnAt: string | null }[];
}

export interface Body {
  readonly id: string;
  readonly band: string;
  /** From one day on it stands so, until the next; before the first nothing is known of it. */
  readonly statuses: readonly { readonly from: string; readonly status: 'ACTIVE' | 'INACTIVE' }[];
  readonly terms: readonly string[];
  readonly ages: readonly (readonly [from: number, below: number])[];
  readonly schemes: readonly string[];
  readonly documents: readonly Document[];
  readonly audits: readonly { readonly id: string; readonly on: string; readonly outcome: string; readonly recordedAt: string }[];
  readonly attendances: readonly { readonly id: string; readonly course: Course; readonly heldOn: string; readonly kind: string; readonly people: number; readonly recordedAt: string; readonly replacedAt: string | null }[];
}

export const BANDS = ['MICRO', 'SMALL', 'MEDIUM', 'LARGE', 'UNKNOWN'];
const KINDS = ['SAFEGUARDING_POLICY', 'PUBLIC_LIABILITY_INSURANCE', 'REFERENCE'];
const SCHEMES = ['GB-CHC', 'GB-COH'];
const FIRST = parseISO('2024-12-20');

/** Days in two years, the ends of months often among them. */
export const day = (): fc.Arbitrary<string> =>
  fc.oneof(fc.constantFrom('2025-01-31', '2025-02-28', '2025-08-31', '2026-01-31', '2026-02-28', '2026-08-31'), fc.integer({ min: 0, max: 730 }).map((days) => formatISO(addDays(FIRST, days), { representation: 'date' })));
export const instant = (): fc.Arbitrary<string> => day().map((on) => `${on}T12:00:00.000Z`);

const id = (): fc.Arbitrary<string> => fc.uuid({ version: 7 });
const range = (): fc.Arbitrary<readonly [number, number]> => fc.tuple(fc.integer({ min: 0, max: 24 }), fc.integer({ min: 1, max: 10 })).map(([from, wide]) => [from, from + wide] as const);
const maybe = <T>(value: fc.Arbitrary<T>, freq: number): fc.Arbitrary<T | null> => fc.option(value, { nil: null, freq });

const seldom = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value });

const TERMS = ['t0', 't1', 't2', 't3'].map((_, at) => `00000000-0000-7000-8000-00000000000${at}`);
/** The second lies under the first, the third under the second; the fourth stands alone. */
const TREE = TERMS.map((term, at) => ({ id: term, parent: at === 1 || at === 2 ? (TERMS[at - 1] as string) : null }));
const COURSES = [0, 1].map((at) => `00000000-0000-7000-9000-00000000000${at}`);

const document: fc.Arbitrary<Document> = fc
  .record({
    id: id(),
    kind: fc.constantFrom(...KINDS),
    issued: day(),
    days: maybe(fc.integer({ min: 0, max: 400 }), 2),
    amount: maybe(fc.constantFrom(1_000_000, 5_000_000, 10_000_000), 6),
    currency: fc.constantFrom('GBP', 'GBP', 'GBP', 'EUR'),
    filedAt: instant(),
    withdrawnAt: seldom(instant()),
    checks: fc.array(fc.record({ id: id(), outcome: fc.constantFrom('ACCEPTED', 'ACCEPTED', 'REFUSED'), on: day(), recordedAt: instant(), withdrawnAt: seldom(instant()) }), { maxLength: 3 }),
  })
  .map(({ days, ...one }) => ({ ...one, lastDay: days === null ? null : formatISO(addDays(parseISO(one.issued), days), { representation: 'date' }) }));

const criterion = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom('DOCUMENT_HELD', 'POLICY_REVIEWED', 'ACCOUNTS_FILED', 'REFERENCES', 'INFORMATION_SHARING_SIGNED', 'INSURANCE_COVER'), evidenceKind: fc.constantFrom<string | null>(...KINDS) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('TRAINING_CURRENT', 'SAFEGUARDING_AUDIT_PASSED', 'REGISTRATION_HELD'), evidenceKind: fc.constant<string | null>(null) }) },
).chain(({ kind, evidenceKind }) =>
  fc.record({
    kind: fc.constant(kind),
    evidenceKind: fc.constant(evidenceKind),
    weight: fc.constantFrom('MANDATORY' as const, 'MANDATORY' as const, 'DISCRETIONARY' as const),
    months: ['POLICY_REVIEWED', 'ACCOUNTS_FILED'].includes(kind) ? fc.constantFrom<number | null>(1, 6, 12, 18) : fc.constantFrom<number | null>(null, null, 6, 12),
    amount: kind === 'INSURANCE_COVER' ? fc.constantFrom<number | null>(1_000_000, 5_000_000) : fc.constant(null),
    currency: fc.constant('GBP'),
    atLeast: fc.constantFrom(1, 1, 1, 2, 3),
    schemes: fc.subarray(SCHEMES),
    courses: kind === 'TRAINING_CURRENT' ? fc.subarray(COURSES, { minLength: 1 }) : fc.constant([] as string[]),
    terms: fc.oneof({ weight: 3, arbitrary: fc.constant([] as string[]) }, { weight: 1, arbitrary: fc.subarray(TERMS, { minLength: 1 }) }),
    bands: maybe(fc.subarray(BANDS.slice(0, 4), { minLength: 1 }), 1),
    ages: maybe(range(), 1),
    contractFrom: maybe(fc.constantFrom(10_000, 50_000), 1),
  }),
);

const body = (courses: World['courses']): fc.Arbitrary<Body> =>
  fc.record({
    id: id(),
    band: fc.constantFrom(...BANDS),
    statuses: fc.oneof({ weight: 3, arbitrary: fc.constant([{ from: '2000-01-01', status: 'ACTIVE' as const }]) },
      { weight: 1, arbitrary: fc.uniqueArray(fc.record({ from: day(), status: fc.constantFrom('ACTIVE' as const, 'INACTIVE' as const) }), { maxLength: 3, selector: (one) => one.from }) }),
    terms: fc.oneof(fc.constant([] as string[]), fc.subarray(TERMS, { minLength: 1 })),
    ages: fc.array(range(), { maxLength: 2 }),
    schemes: fc.subarray(SCHEMES),
    documents: fc.array(document, { maxLength: 7 }),
    audits: fc.array(fc.record({ id: id(), on: day(), outcome: fc.constantFrom('PASSED', 'PASSED_WITH_ACTIONS', 'FAILED'), recordedAt: instant() }), { maxLength: 3 }),
    attendances: fc.array(
      fc.record({ id: id(), course: fc.constantFrom(...courses), heldOn: day(), kind: fc.constantFrom('STAFF', 'VOLUNTEER', 'TRUSTEE'), people: fc.integer({ min: 1, max: 2 }), recordedAt: instant(), replacedAt: seldom(instant()) }),
      { maxLength: 4 },
    ),
  });

export function world(size: number): fc.Arbitrary<World> {
  const months = fc.constantFrom(null, 1, 12, 24);
  return fc.tuple(...COURSES.map(() => fc.record({ validity: months, before: fc.option(fc.record({ validity: months, replacedAt: instant() }), { nil: null }) }))).chain((terms) => {
    const courses = COURSES.map((course, at) => ({ id: course, ...(terms[at] as (typeof terms)[number]) }));
    return fc.record({
      terms: fc.constant(TREE),
      courses: fc.constant(courses),
      criteria: fc.array(criterion, { minLength: 1, maxLength: 7 }).map((all) => all.map((one, at) => ({ ...one, code: `c${at}` }))),
      bodies: fc.array(body(courses), { minLength: size, maxLength: size }),
    });
  });
}
