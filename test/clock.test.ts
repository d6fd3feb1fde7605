import { lastInstantOf } from '../src/clock';

it.each([
  ['2026-11-21', '2026-11-21T23:59:59.999Z'], ['2026-07-01', '2026-07-01T22:59:59.999Z'],
  // Summer time begins and ends within these days.
  ['2026-03-28', '2026-03-28T23:59:59.999Z'], ['2026-03-29', '2026-03-29T22:59:59.999Z'], ['2026-10-24', '2026-10-24T22:59:59.999Z'], ['2026-10-25', '2026-10-25T23:59:59.999Z'],
])('%s ends in London at %s', (day, instant) => {
  expect(lastInstantOf(day).toISOString()).toBe(instant);
});
