import fc from 'fast-check';
import { dueDay, isRule, readByWhen, recurringDays, type WhenDate } from '../../src/plans/by-when';

/** A date in short: its kind, its days or its rule. */
const short = ({ kind, from, to, rrule }: WhenDate): string => [kind, from, to, rrule].filter(Boolean).join(' ');

/** All texts of Derbyshire's and Hertfordshire's plans. Bi-monthly stands with the ambiguous ones. */
const OF_THE_PLANS: readonly (readonly [string, readonly string[]])[] = [
  ['January 08', ['PERIOD 2008-01-01 2008-01-31']],
  ['January 09', ['PERIOD 2009-01-01 2009-01-31']],
  ['Ongoing', ['OPEN_ENDED']],
  ['September 08', ['PERIOD 2008-09-01 2008-09-30']],
  ['April 08', ['PERIOD 2008-04-01 2008-04-30']],
  ['September 07', ['PERIOD 2007-09-01 2007-09-30']],
  ['December 07', ['PERIOD 2007-12-01 2007-12-31']],
  ['April 09', ['PERIOD 2009-04-01 2009-04-30']],
  ['March 08', ['PERIOD 2008-03-01 2008-03-31']],
  ['April 08 November 08', ['PERIOD 2008-04-01 2008-04-30', 'PERIOD 2008-11-01 2008-11-30']],
  ['April 2007', ['PERIOD 2007-04-01 2007-04-30']],
  ['December 08', ['PERIOD 2008-12-01 2008-12-31']],
  ['July 08', ['PERIOD 2008-07-01 2008-07-31']],
  ['June 07', ['PERIOD 2007-06-01 2007-06-30']],
  ['November 08', ['PERIOD 2008-11-01 2008-11-30']],
  ['November 08 and ongoing', ['PERIOD 2008-11-01 2008-11-30', 'OPEN_ENDED']],
  ['October 08', ['PERIOD 2008-10-01 2008-10-31']],
  ['Ongoing review September 08', ['OPEN_ENDED', 'REVIEW 2008-09-01 2008-09-30']],
  ['Ongoing start September 07', ['OPEN_ENDED', 'START 2007-09-01 2007-09-30']],
  ['Ongoing, and by January 08', ['OPEN_ENDED', 'PERIOD 2008-01-01 2008-01-31']],
  ['September 09', ['PERIOD 2009-09-01 2009-09-30']],
  ['Start December 07', ['START 2007-12-01 2007-12-31']],
  ['To be reviewed subject to emerging guidance Autumn 08', ['REVIEW 2008-09-01 2008-11-30']],
];

const OTHERS: readonly (readonly [string, readonly string[]])[] = [
  ['Annually', ['RECURRING FREQ=YEARLY']],
  ['Quarterly', ['RECURRING FREQ=MONTHLY;INTERVAL=3']],
  ['every two months', ['RECURRING FREQ=MONTHLY;INTERVAL=2']],
  ['6 monthly', ['RECURRING FREQ=MONTHLY;INTERVAL=6']],
  ['Autumn 08', ['PERIOD 2008-09-01 2008-11-30']],
  ['Spring 2009', ['PERIOD 2009-03-01 2009-05-31']],
  ['Winter 2008/9', ['PERIOD 2008-12-01 2009-02-28']],
  ['Winter 2007/08', ['PERIOD 2007-12-01 2008-02-29']],
  ['by end of Feb 2008', ['PERIOD 2008-02-01 2008-02-29']],
  ['31st March 2008', ['PERIOD 2008-03-31 2008-03-31']],
  ['31/03/2008', ['PERIOD 2008-03-31 2008-03-31']],
  ['Sept ’08; monthly', ['PERIOD 2008-09-01 2008-09-30', 'RECURRING FREQ=MONTHLY']],
  ['2009', ['PERIOD 2009-01-01 2009-12-31']],
];

describe('what a plan says about when an action is due', () => {
  it.each([...OF_THE_PLANS, ...OTHERS])('“%s” is read as %j', (written, dates) => {
    expect(readByWhen(written).ambiguity).toBeUndefined();
    expect(readByWhen(written).dates.map(short)).toEqual(dates);
  });

  it.each([
    ['Bi-monthly', 'TWICE_OR_EVERY_TWO'],
    ['biannually', 'TWICE_OR_EVERY_TWO'],
    ['January 08, then bi-monthly', 'TWICE_OR_EVERY_TWO'],
    ['Winter 08', 'WHICH_YEAR'],
    ['2008/09', 'WHICH_YEAR'],
    ['Ongoing September 08', 'ONGOING_UNTIL_OR_FROM'],
    ['Ongoing/ January 08', 'ONGOING_UNTIL_OR_FROM'],
    ['September 08 ongoing', 'ONGOING_UNTIL_OR_FROM'],
    ['As soon as possible', 'WORDS_NOT_KNOWN'],
    ['September', 'WORDS_NOT_KNOWN'],
    ['To be reviewed', 'WORDS_NOT_KNOWN'],
    ['31 February 2008', 'WORDS_NOT_KNOWN'],
    ['GRID', 'WORDS_NOT_KNOWN'],
  ])('“%s” is left to a person (%s), and nothing of it is guessed', (written, ambiguity) => {
    expect(readByWhen(written)).toEqual({ dates: [], ambiguity });
  });

  it('a condition is kept beside the review that it is about', () => {
    expect(readByWhen('To be reviewed subject to emerging guidance Autumn 08').condition).toBe('subject to emerging guidance');
  });

  it('a deadline is the last day of the last period; starts, reviews and open ends are none', () => {
    expect(dueDay(readByWhen('April 08 November 08').dates)).toBe('2008-11-30');
    expect(dueDay(readByWhen('November 08 and ongoing').dates)).toBe('2008-11-30');
    for (const written of ['Start December 07', 'Ongoing review September 08', 'Ongoing', 'Annually']) expect(dueDay(readByWhen(written).dates)).toBeUndefined();
  });

  it('any text is read or left to a person, in no more than one way and without end', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        const read = readByWhen(`${one} January 08 ${other}`);
        return (read.ambiguity === undefined) === read.dates.length > 0;
      }),
    );
  });

  it('every month of every year is due on its last day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1990, max: 2099 }), fc.integer({ min: 0, max: 11 }), (year, month) => {
        const name = new Date(Date.UTC(year, month)).toLocaleString('en-GB', { month: 'long', timeZone: 'UTC' });
        const last = new Date(Date.UTC(year, month + 1, 0)).toISOString().slice(0, 10);
        return dueDay(readByWhen(`${name} ${year}`).dates) === last;
      }),
    );
  });
});

describe('the days of a recurrence', () => {
  it('are counted from its anchor', () => {
    expect(recurringDays('FREQ=MONTHLY;INTERVAL=2', '2007-04-01', '2008-01-15', 3)).toEqual(['2008-02-01', '2008-04-01', '2008-06-01']);
    expect(recurringDays('FREQ=YEARLY', '2008-02-01', '2008-02-01', 2)).toEqual(['2008-02-01', '2009-02-01']);
  });

  it('end with a rule that ends', () => {
    expect(recurringDays('FREQ=YEARLY;COUNT=2', '2008-02-01', '2008-06-01', 5)).toEqual(['2009-02-01']);
  });

  it('are told of rules only', () => {
    expect(['FREQ=MONTHLY;INTERVAL=2', 'monthly', 'FREQ=SOMETIMES', ''].map(isRule)).toEqual([true, false, false, false]);
  });
});
