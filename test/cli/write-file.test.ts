import { instantOf } from '../../src/cli/write-file';

describe('an instant as the value of an option', () => {
  it.each([['2026-07-01', '2026-07-01T22:59:59.999Z'], ['2026-07-01T09:30Z', '2026-07-01T09:30:00.000Z'], ['2026-07-01T09:30:15.5+01:00', '2026-07-01T08:30:15.500Z']])('reads %s as %s', (text, instant) => {
    expect(instantOf(text).toISOString()).toBe(instant);
  });

  it.each(['yesterday', '2026-02-30', '2026-07-01T09:30', '2026-07-01T25:00Z', '2026-02-30T09:30:00Z', '1/7/2026', ''])('refuses “%s”', (text) => {
    expect(() => instantOf(text)).toThrow();
  });
});
