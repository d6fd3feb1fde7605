/** Where time comes from. Domain SQL never asks the database for the day: today is a parameter. */
export interface Clock {
  /** The calendar day in Europe/London, as YYYY-MM-DD. */
  today(): string;
  now(): Date;
}

const londonDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', year: 'numeric', month: '2-digit', day: '2-digit' });

export const systemClock: Clock = {
  today: () => londonDay.format(new Date()),
  now: () => new Date(),
};

/** A clock that stands still, for tests and reproducible reports. */
export function fixedClock(day: string): Clock {
  const instant = new Date(`${day}T12:00:00Z`);
  return { today: () => day, now: () => instant };
}
