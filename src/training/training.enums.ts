import { registerEnumType } from 'type-graphql';

export enum CourseSubject {
  SAFEGUARDING = 'SAFEGUARDING',
  COMMON_ASSESSMENT = 'COMMON_ASSESSMENT',
  INDUCTION = 'INDUCTION',
  COMMISSIONING = 'COMMISSIONING',
  COMMON_CORE = 'COMMON_CORE',
  MINIMUM_CRITERIA = 'MINIMUM_CRITERIA',
  INFORMATION_SHARING = 'INFORMATION_SHARING',
  OTHER = 'OTHER',
}
registerEnumType(CourseSubject, {
  name: 'CourseSubject',
  description: 'What a course is about: the subjects that the plans of the children’s trusts name, and any other.',
  valuesConfig: {
    SAFEGUARDING: { description: 'Local safeguarding arrangements.' },
    COMMON_ASSESSMENT: { description: 'The common assessment, the team around the child, the lead professional.' },
    INDUCTION: { description: 'How the partners work, for whoever is new.' },
    COMMISSIONING: { description: 'Readiness for tenders and contracts.' },
    COMMON_CORE: { description: 'The common core of skills and knowledge.' },
    MINIMUM_CRITERIA: { description: 'The minimum eligibility criteria for tendering.' },
    INFORMATION_SHARING: { description: 'The county’s protocol on sharing information.' },
    OTHER: { description: 'Anything else.' },
  },
});

export enum AttendanceKind {
  STAFF = 'STAFF',
  VOLUNTEER = 'VOLUNTEER',
  TRUSTEE = 'TRUSTEE',
}
registerEnumType(AttendanceKind, {
  name: 'AttendanceKind',
  description: 'As what people came. People are counted and never named.',
  valuesConfig: { STAFF: { description: 'Paid staff.' }, VOLUNTEER: { description: 'Volunteers.' }, TRUSTEE: { description: 'Trustees or committee members.' } },
});

export enum BookingState {
  BOOKED = 'BOOKED',
  WAITING = 'WAITING',
  CANCELLED = 'CANCELLED',
}
registerEnumType(BookingState, {
  name: 'BookingState',
  description: 'What became of a booking.',
  valuesConfig: {
    BOOKED: { description: 'Has its places.' },
    WAITING: { description: 'Waits for places; moves up, in order, when enough come free.' },
    CANCELLED: { description: 'Was given up.' },
  },
});

export enum Subsidy {
  BACKFILL = 'BACKFILL',
  TRAVEL = 'TRAVEL',
  CHILDCARE = 'CHILDCARE',
}
registerEnumType(Subsidy, {
  name: 'Subsidy',
  description: 'What is paid to those who come.',
  valuesConfig: { BACKFILL: { description: 'Whoever stands in for them at work.' }, TRAVEL: { description: 'The way there.' }, CHILDCARE: { description: 'Care of their children meanwhile.' } },
});

export enum Duty {
  LEAD_PROFESSIONAL = 'LEAD_PROFESSIONAL',
  MAT_LIST = 'MAT_LIST',
  MAST = 'MAST',
}
registerEnumType(Duty, {
  name: 'Duty',
  description: 'What an organisation took on beside its own work.',
  valuesConfig: {
    LEAD_PROFESSIONAL: { description: 'Acts as lead professional for some children.' },
    MAT_LIST: { description: 'Is on the list of a district’s multi-agency team.' },
    MAST: { description: 'Works with the multi-agency support team.' },
  },
});

/** How an organisation stands to a course, in an area, on a day. */
export enum TrainingStanding {
  IN_SCOPE = 'IN_SCOPE',
  SCOPE_NOT_KNOWN = 'SCOPE_NOT_KNOWN',
  OUT_OF_SCOPE = 'OUT_OF_SCOPE',
  CURRENT = 'CURRENT',
  LAPSED = 'LAPSED',
  NEVER = 'NEVER',
  EXPIRING = 'EXPIRING',
  SESSION_IN_OWN_DISTRICT = 'SESSION_IN_OWN_DISTRICT',
  BOOKED_NOT_CAME = 'BOOKED_NOT_CAME',
  REACHED = 'REACHED',
  SATURDAY_ONLY = 'SATURDAY_ONLY',
  WEEKDAY_ONLY = 'WEEKDAY_ONLY',
  SATURDAY_AND_WEEKDAY = 'SATURDAY_AND_WEEKDAY',
  EVENING_ONLY = 'EVENING_ONLY',
}
registerEnumType(TrainingStanding, {
  name: 'TrainingStanding',
  description: 'How an organisation stands to a course. The scope is what the rules of the course say of it on the day; the year runs from 1 April to 31 March and is counted up to the day.',
  valuesConfig: {
    IN_SCOPE: { description: 'Every rule of the course holds for it.' },
    SCOPE_NOT_KNOWN: { description: 'No rule fails, but one cannot be told: a fact about it is unknown.' },
    OUT_OF_SCOPE: { description: 'A rule fails. A definite no beats what is not known.' },
    CURRENT: { description: 'In scope, with an attendance that counts on the day.' },
    LAPSED: { description: 'In scope, came once, and no attendance counts any more.' },
    NEVER: { description: 'In scope and never came.' },
    EXPIRING: { description: 'CURRENT, but the last valid day of its longest-lasting attendance is at most so many months after the day.' },
    SESSION_IN_OWN_DISTRICT: { description: 'In scope, and a session of the year, held or planned, is in the district in which it is based.' },
    BOOKED_NOT_CAME: { description: 'Had places at a session of the year before the day and nobody of it came, in scope or not. Sessions for which no attendance at all is on record do not count: who came is not known.' },
    REACHED: { description: 'Somebody of it came to a session of the year, in scope or not.' },
    SATURDAY_ONLY: { description: 'REACHED by Saturday sessions and by none from Monday to Friday.' },
    WEEKDAY_ONLY: { description: 'REACHED by sessions from Monday to Friday and by none on a Saturday.' },
    SATURDAY_AND_WEEKDAY: { description: 'REACHED by both.' },
    EVENING_ONLY: { description: 'REACHED by sessions that began at five in the afternoon or later and by none that began earlier.' },
  },
});
