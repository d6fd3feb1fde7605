import { appendFileSync, readFileSync } from 'node:fs';

/** One line of the table that `npm run trust` prints. */
export interface Figure {
  readonly test: string;
  readonly tried: number;
  readonly held: number;
  /** In how many places of the schema. */
  readonly places?: number;
  /** Such as how long a recovery took. */
  readonly note?: string;
}

/** Notes what a trial found, when somebody is collecting. */
export function record(figure: Figure): void {
  const file = process.env.ATLAS_FIGURES;
  if (file) appendFileSync(file, `${JSON.stringify(figure)}\n`);
}

/** The figures of trials that ran in parts, a line for each test. */
export function readFigures(files: readonly string[]): Figure[] {
  const found = new Map<string, Figure>();
  for (const file of files) {
    for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
      const figure = JSON.parse(line) as Figure;
      found.set(figure.test, added(found.get(figure.test), figure));
    }
  }
  return [...found.values()];
}

function added(before: Figure | undefined, figure: Figure): Figure {
  if (before === undefined) return figure;
  const notes = [...new Set([before.note, figure.note].filter((note) => note !== undefined))];
  return {
    test: figure.test,
    tried: before.tried + figure.tried,
    held: before.held + figure.held,
    ...(figure.places === undefined ? {} : { places: (before.places ?? 0) + figure.places }),
    ...(notes.length === 0 ? {} : { note: notes.join(', ') }),
  };
}

/** ATLAS_PART=2/8 runs the second eighth of many trials, for all take longer than one wants to wait at once. */
const [PART = 1, PARTS = 1] = (process.env.ATLAS_PART ?? '1/1').split('/').map(Number);

/** Of many trials those of this part. */
export function ofThisPart<T>(all: readonly T[]): T[] {
  return all.filter((_, at) => at % PARTS === PART - 1);
}

/** Of a number of trials drawn at random this part's share, and where it begins to draw. */
export function shareOfThisPart(trials: number, seed: number): { numRuns: number; seed: number } {
  return { numRuns: Math.ceil(trials / PARTS), seed: seed + PART - 1 };
}

/** How many rounds a trial goes: few in CI, all of them under `npm run trust`, which sets ATLAS_TRIALS. */
export function rounds(few: number, all: number): number {
  const asked = process.env.ATLAS_TRIALS;
  return asked === undefined || asked === '' ? few : Math.min(all, Number(asked));
}
