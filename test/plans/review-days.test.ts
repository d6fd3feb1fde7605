import fc from 'fast-check';
import { reviewDays } from '../../src/plans/review/review-days';

const days = (times_a_year: number, anchor: string | null, from: string, to: string, last_day: string | null = null): string[] => reviewDays({ times_a_year, anchor, last_day }, from, to);

describe('the days on which a plan is reviewed', () => {
  it.each<[number, string, string[]]>([
    [4, '2026-01-01', ['2026-03-31', '2026-06-30', '2026-09-30', '2026-12-31']],
    [2, '2026-01-01', ['2026-06-30', '2026-12-31']],
    [1, '2026-01-01', ['2026-12-31']],
    [1, '2025-02-01', ['2026-01-31']],
    [5, '2026-01-01', ['2026-02-28', '2026-04-30', '2026-07-31', '2026-09-30', '2026-12-31']],
    [4, '2025-11-30', ['2026-02-27', '2026-05-29', '2026-08-29', '2026-11-29']],
    [12, '2026-01-31', ['2026-02-27', '2026-03-30', '2026-04-29', '2026-05-30', '2026-06-29', '2026-07-30', '2026-08-30', '2026-09-29', '2026-10-30', '2026-11-29', '2026-12-30']],
  ])('are the last ones of equal parts of the year (%d times from %s)', (times, anchor, expected) => {
    expect(days(times, anchor, '2026-01-01', '2026-12-31')).toEqual(expected);
  });

  it('come neither before they are counted nor after the plan, and are none where nobody says from when', () => {
    expect(days(4, '2026-07-01', '2026-01-01', '2026-12-31')).toEqual(['2026-09-30', '2026-12-31']);
    expect(days(4, '2026-01-01', '2026-01-01', '2026-12-31', '2026-11-30')).toEqual(['2026-03-31', '2026-06-30', '2026-09-30']);
    expect(days(4, null, '2026-01-01', '2026-12-31')).toEqual([]);
  });

  it('are so many in every whole year, whatever it is counted from', () => {
    const day = fc.date({ min: new Date('2001-01-01T00:00:00Z'), max: new Date('2030-12-31T00:00:00Z'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
    fc.assert(fc.property(day, fc.integer({ min: 1, max: 12 }), (anchor, times) => {
      const year = Number(anchor.slice(0, 4)) + 2;
      expect(days(times, anchor, `${year}-01-01`, `${year}-12-31`)).toHaveLength(times);
    }));
  });
});
