import fc from 'fast-check';
import { RRule } from 'rrule';
import { periodsOf } from '../../src/plans/recurrences';
import { dueDay, readByWhen, type WhenDate } from '../../src/plans/by-when';
import { isRule, knownDays, recurringDays } from '../../src/plans/recurrence-rule';

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

  it('a condition of one long word that leads to nothing is read at once', () => {
    expect(readByWhen(`subject to ${'a'.repeat(80)} springs`)).toMatchObject({ dates: [], ambiguity: 'WORDS_NOT_KNOWN' });
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

  it.each([
    'FREQ=DAILY;INTERVAL=-1', 'FREQ=DAILY;INTERVAL=two', 'FREQ=DAILY;INTERVAL=0', 'FREQ=WEEKLY;INTERVAL=1e9', 'FREQ=SECONDLY', 'FREQ=MINUTELY', 'FREQ=HOURLY', 'FREQ=DAILY;BYHOUR=9', 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=DAILY;INTERVAL=7;BYDAY=TU', 'FREQ=WEEKLY;BYMONTH=2;INTERVAL=52', 'FREQ=DAILY;FREQ=DAILY', 'FREQ=DAILY;', 'FREQ=DAILY;DTSTART=20260101T000000Z', 'FREQ=DAILY\nRRULE:FREQ=SECONDLY', 'FREQ=DAILY;COUNT=0', 'FREQ=DAILY;__proto__=1',
  ])('are not looked for by %j, which could go on without end', (rrule) => {
    expect(isRule(rrule)).toBe(false);
    expect(recurringDays(rrule, '2026-01-01', '2026-01-01', 3)).toEqual([]);
    expect(periodsOf(rrule, '2026-01-01')).toBeUndefined();
  });

  it('are looked for no further than they are told, of a rule that falls on none', () => {
    expect(knownDays('FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2', '2026-04-01')).toEqual({ days: [], until: '2056-04-01' });
    expect(knownDays('FREQ=YEARLY;BYWEEKNO=1;BYMONTH=7', '2026-04-01')?.days).toEqual([]);
    expect([31, 32].map((count) => isRule(`FREQ=MONTHLY;BYMONTHDAY=${Array(count).fill('1').join(',')}`))).toEqual([true, false]);
    expect(isRule(`FREQ=YEARLY;BYYEARDAY=${Array(31).fill('-100').join(',')};BYMONTHDAY=${Array(31).fill('-10').join(',')}`)).toBe(false);
  });

  it('are those that the library finds, of a plain step however far they lie', () => {
    const day = fc.date({ min: new Date('2001-01-01T00:00:00Z'), max: new Date('2040-12-31T00:00:00Z'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, day, fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'), fc.integer({ min: 1, max: 30 }), (anchor, from, unit, interval) => {
        const rule = new RRule({ ...RRule.parseString(`FREQ=${unit};INTERVAL=${interval}`), dtstart: new Date(`${anchor}T00:00:00Z`) });
        const first = rule.after(new Date(`${from}T00:00:00Z`), true);
        const second = first === null ? null : rule.after(first);
        expect(recurringDays(`FREQ=${unit};INTERVAL=${interval}`, anchor, from, 2)).toEqual([first, second].flatMap((date) => (date === null ? [] : [date.toISOString().slice(0, 10)])));
      }),
      { numRuns: 200, seed: 3 },
    );
    expect(recurringDays('FREQ=DAILY', '2026-04-01', '9999-12-30', 5)).toEqual(['9999-12-30', '9999-12-31']);
    expect(recurringDays('FREQ=MONTHLY', '2026-01-31', '9998-02-01', 2)).toEqual(['9998-03-31', '9998-05-31']);
    expect(recurringDays('FREQ=YEARLY', '2024-02-29', '2097-01-01', 1)).toEqual(['2104-02-29']);
    expect(recurringDays('FREQ=MONTHLY;BYDAY=-1FR', '2026-04-01', '9999-01-01', 1)).toEqual([]);
  });
});
