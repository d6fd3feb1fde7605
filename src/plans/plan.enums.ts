import { registerEnumType } from 'type-graphql';

export enum PlanStatus {
  DRAFT = 'DRAFT',
  APPROVED = 'APPROVED',
}
registerEnumType(PlanStatus, { name: 'PlanStatus', description: 'Whether a plan is for everyone.', valuesConfig: { DRAFT: { description: 'For those who are signed in.' }, APPROVED: { description: 'For everyone.' } } });

export enum Rag {
  GREEN = 'GREEN',
  AMBER = 'AMBER',
  RED = 'RED',
  NOT_RATED = 'NOT_RATED',
}
registerEnumType(Rag, {
  name: 'Rag',
  description: 'How an action goes, as its lead rates it. Never read from words.',
  valuesConfig: {
    GREEN: { description: 'Progress is good.' }, AMBER: { description: 'Work has started.' }, RED: { description: 'Work has yet to start.' }, NOT_RATED: { description: 'Nobody rated it.' },
  },
});

export enum LeadKind {
  POST = 'POST',
  TEAM = 'TEAM',
  GROUP = 'GROUP',
  ORGANISATION = 'ORGANISATION',
  PERSON = 'PERSON',
}
registerEnumType(LeadKind, {
  name: 'LeadKind',
  description: 'What a lead is.',
  valuesConfig: {
    POST: { description: 'A post, whoever holds it.' }, TEAM: { description: 'A team.' }, GROUP: { description: 'A board, group or forum.' },
    ORGANISATION: { description: 'A body.' }, PERSON: { description: 'A named person: to the public, the agency alone.' },
  },
});

export enum LeadSide {
  SECTOR = 'SECTOR',
  STATUTORY = 'STATUTORY',
}
registerEnumType(LeadSide, { name: 'LeadSide', description: 'On whose side a lead stands.', valuesConfig: { SECTOR: { description: 'Of the sector.' }, STATUTORY: { description: 'Statutory.' } } });

export enum ActionSide {
  SECTOR = 'SECTOR',
  STATUTORY = 'STATUTORY',
  BOTH = 'BOTH',
  NOT_KNOWN = 'NOT_KNOWN',
  NO_LEAD = 'NO_LEAD',
}
registerEnumType(ActionSide, {
  name: 'ActionSide',
  description: 'Who leads an action, sector against statutory. Each action has one.',
  valuesConfig: {
    SECTOR: { description: 'The sector alone.' }, STATUTORY: { description: 'Statutory bodies alone.' }, BOTH: { description: 'Both.' },
    NOT_KNOWN: { description: 'Of a lead it is not known, and those that are known are not of both sides.' }, NO_LEAD: { description: 'No lead is named.' },
  },
});

export enum WhenKind {
  PERIOD = 'PERIOD',
  START = 'START',
  REVIEW = 'REVIEW',
  RECURRING = 'RECURRING',
  OPEN_ENDED = 'OPEN_ENDED',
}
registerEnumType(WhenKind, {
  name: 'WhenKind',
  description: 'What a date of an action means.',
  valuesConfig: {
    PERIOD: { description: 'Due on its last day.' }, START: { description: 'When work begins; no deadline.' }, REVIEW: { description: 'When it is reviewed; no deadline.' },
    RECURRING: { description: 'Again and again, by a rule.' }, OPEN_ENDED: { description: 'Ongoing.' },
  },
});

export enum WhenAmbiguity {
  TWICE_OR_EVERY_TWO = 'TWICE_OR_EVERY_TWO',
  WHICH_YEAR = 'WHICH_YEAR',
  ONGOING_UNTIL_OR_FROM = 'ONGOING_UNTIL_OR_FROM',
  WORDS_NOT_KNOWN = 'WORDS_NOT_KNOWN',
}
registerEnumType(WhenAmbiguity, {
  name: 'WhenAmbiguity',
  description: 'Why a person must say what a date means.',
  valuesConfig: {
    TWICE_OR_EVERY_TWO: { description: 'Such as “Bi-monthly”: twice a month or every two months.' }, WHICH_YEAR: { description: 'Such as “Winter 08” or “2008/09”.' },
    ONGOING_UNTIL_OR_FROM: { description: 'Such as “Ongoing September 08” or “Ongoing/ January 08”: until then, from then, or also due then. “Ongoing, and by September 08” says so.' },
    WORDS_NOT_KNOWN: { description: 'It has words that are not understood.' },
  },
});

/** Each action is in one of them on a day. */
export enum DueState {
  ACHIEVED = 'ACHIEVED',
  OVERDUE = 'OVERDUE',
  DUE_SOON = 'DUE_SOON',
  DUE_LATER = 'DUE_LATER',
  NO_DEADLINE = 'NO_DEADLINE',
  AMBIGUOUS = 'AMBIGUOUS',
  NO_DATE = 'NO_DATE',
}
registerEnumType(DueState, {
  name: 'DueState',
  description: 'How an action stands to its deadline on a day. Each action of the plan has one.',
  valuesConfig: {
    ACHIEVED: { description: 'Reported as achieved, late or not.' }, OVERDUE: { description: 'Its deadline, the last one where there are several, has passed.' },
    DUE_SOON: { description: 'Due within 90 days.' }, DUE_LATER: { description: 'Due after that.' },
    NO_DEADLINE: { description: 'It has dates, but none is a deadline: open-ended, recurring, a start or a review.' },
    AMBIGUOUS: { description: 'A person must say what its date means.' }, NO_DATE: { description: 'No date is given: neither late nor on time.' },
  },
});

export enum MeasureOddity {
  DATE = 'DATE',
  BODY = 'BODY',
}
registerEnumType(MeasureOddity, { name: 'MeasureOddity', description: 'What a measure rather reads as.', valuesConfig: { DATE: { description: 'A date.' }, BODY: { description: 'The name of a lead.' } } });

export enum ReportSource {
  PLAN = 'PLAN',
  ENTERED = 'ENTERED',
}
registerEnumType(ReportSource, { name: 'ReportSource', description: 'Where a report comes from.', valuesConfig: { PLAN: { description: 'A file of the plan.' }, ENTERED: { description: 'Entered here.' } } });
