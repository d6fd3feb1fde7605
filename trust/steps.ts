/** Some of the trials: files of tests, and which part of them. */
export interface Step {
  readonly name: string;
  readonly files: readonly string[];
  /** Such as 2/8: the second eighth. */
  readonly part?: string;
}

/** Long trials go in so many parts: what was found is kept part by part. */
const PARTS = 8;

const inParts = (name: string, file: string): Step[] => Array.from({ length: PARTS }, (_, at) => ({ name: `${name}-${at + 1}-of-${PARTS}`, files: [file], part: `${at + 1}/${PARTS}` }));

/** The files that record figures, and the imports that are killed. */
export const STEPS: readonly Step[] = [
  { name: 'killed', files: ['test/trust/', 'test/database/limits'] },
  { name: 'killed-imports', files: ['test/cli/killed/.*test'] },
  ...inParts('hidden-place', 'test/attack/'),
  ...inParts('hostile', 'test/http/hostile'),
];
