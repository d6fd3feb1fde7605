import { registerEnumType } from 'type-graphql';

export enum BetterWhen {
  HIGHER = 'HIGHER',
  LOWER = 'LOWER',
}
registerEnumType(BetterWhen, { name: 'BetterWhen', description: 'Which way a measure is to go.', valuesConfig: { HIGHER: { description: 'The more the better.' }, LOWER: { description: 'The less the better.' } } });

export enum TargetState {
  REACHED = 'REACHED',
  NOT_YET = 'NOT_YET',
  MISSED = 'MISSED',
  NO_VALUE = 'NO_VALUE',
}
registerEnumType(TargetState, {
  name: 'TargetState', description: 'How a target stands, by the latest value of its area within its days.',
  valuesConfig: {
    REACHED: { description: 'The value is as good as the target or better.' }, NOT_YET: { description: 'It is not, and there is time left.' }, MISSED: { description: 'It is not, and the time is over.' },
    NO_VALUE: { description: 'Nothing was observed: it is not known.' },
  },
});
