import { appendFileSync, readFileSync } from 'node:fs';

/** One line of the table that `npm run trust` prints. */
export interface Figure {
  readonly test: string;
  readonly tried: number;
  readonly held: number;
  /** Such as how long a recovery took. */
  readonly note?: string;
}

/** Notes what a trial found, when somebody is collecting. */
export function record(figure: Figure): void {
  const file = process.env.ATLAS_FIGURES;
  if (file) appendFileSync(file, `${JSON.stringify(figure)}\n`);
}

export function readFigures(file: string): Figure[] {
  return readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line) as Figure);
}

/** Of many trials those of one part: ATLAS_PART=2/20 is the second twentieth, for all may take longer than one wants to wait at once. */
export function ofThisPart<T>(all: readonly T[]): T[] {
  const [part = 1, parts = 1] = (process.env.ATLAS_PART ?? '1/1').split('/').map(Number);
  return all.filter((_, at) => at % parts === part - 1);
}

/** How many rounds a trial goes: few in CI, all of them under `npm run trust`, which sets ATLAS_TRIALS. */
export function rounds(few: number, all: number): number {
  const asked = process.env.ATLAS_TRIALS;
  return asked === undefined || asked === '' ? few : Math.min(all, Number(asked));
}
