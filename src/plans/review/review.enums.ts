import { registerEnumType } from 'type-graphql';

export enum ReviewKind {
  INTERNAL = 'INTERNAL',
  EXTERNAL_VERIFICATION = 'EXTERNAL_VERIFICATION',
}
registerEnumType(ReviewKind, {
  name: 'ReviewKind', description: 'Who reviews a plan.',
  valuesConfig: { INTERNAL: { description: 'A body of the area itself.' }, EXTERNAL_VERIFICATION: { description: 'A body from outside, which verifies what is reported.' } },
});

export enum ReviewState {
  HELD = 'HELD',
  OVERDUE = 'OVERDUE',
  DUE = 'DUE',
}
registerEnumType(ReviewState, {
  name: 'ReviewState', description: 'How a review stands to the day on which it is due.',
  valuesConfig: { HELD: { description: 'A review for this day is on record.' }, OVERDUE: { description: 'The day has passed and none is on record.' }, DUE: { description: 'It is due today or later.' } },
});

export enum SinceReview {
  NEW = 'NEW',
  CLOSED = 'CLOSED',
  WORDING = 'WORDING',
  RATING = 'RATING',
  ACHIEVED = 'ACHIEVED',
  DATE = 'DATE',
  LEADS = 'LEADS',
  MEASURES = 'MEASURES',
  POSITION = 'POSITION',
  UPDATE = 'UPDATE',
}
registerEnumType(SinceReview, {
  name: 'SinceReview', description: 'What of an action is otherwise than a review saw it. Leads, measures, positions and how a date was understood are compared with reviews that kept them.',
  valuesConfig: {
    NEW: { description: 'It was not in the plan.' }, CLOSED: { description: 'It is not in the plan any more.' }, WORDING: { description: 'It reads otherwise, or has another number.' }, RATING: { description: 'Its rating.' },
    ACHIEVED: { description: 'Whether it is achieved.' }, DATE: { description: 'Its date was revised, or is understood otherwise.' }, LEADS: { description: 'Who leads it, or in which order.' },
    MEASURES: { description: 'Its measures: their words, or their numbers in any area.' }, POSITION: { description: 'Where we are up to.' }, UPDATE: { description: 'It was reported on.' },
  },
});

export enum AudienceLevel {
  LOCAL = 'LOCAL',
  REGIONAL = 'REGIONAL',
  NATIONAL = 'NATIONAL',
}
registerEnumType(AudienceLevel, {
  name: 'AudienceLevel', description: 'How far away those are with whom a plan is shared.',
  valuesConfig: { LOCAL: { description: 'In the area.' }, REGIONAL: { description: 'In the region.' }, NATIONAL: { description: 'In the country.' } },
});
