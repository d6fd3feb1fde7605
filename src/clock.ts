/** Where time comes from. Domain SQL never asks the database for the day: today is a parameter. */
export interface Clock {
  /** The calendar day in Europe/London, as YYYY-MM-DD. */
  today(): string;
  now(): Date;
}

const londonDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', year: 'numeric', month: '2-digit', day: '2-digit' });

const MINUTE = 60_000;
/** Days begin with a minute, and every request asks for the day: it is worked out once a minute. */
let worked = { minute: -1, day: '' };

export const systemClock: Clock = {
  today: () => {
    const minute = Math.floor(Date.now() / MINUTE);
    if (minute !== worked.minute) worked = { minute, day: londonDay.format(minute * MINUTE) };
    return worked.day;
  },
  now: () => new Date(),
};

const HOUR = 3_600_000;

/** The last millisecond of a calendar day in London, which is an hour before that of the same day in UTC while it is summer time. */
export function lastInstantOf(day: string): Date {
  const last = Date.parse(`${day}T23:59:59.999Z`);
  return new Date(londonDay.format(last) === day ? last : last - HOUR);
}

/** A clock that stands still, for tests and reproducible reports. */
export function fixedClock(day: string): Clock {
  const instant = new Date(`${day}T12:00:00Z`);
  return { today: () => day, now: () => instant };
}
