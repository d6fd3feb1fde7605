/** Some of the trials: files of tests, and which part of them. */
export interface Step {
  readonly name: string;
  readonly files: readonly string[];
  /** Such as 2/8: the second eighth. */
  readonly part?: string;
}

/** Long trials go in parts: what was found is kept part by part. */
const inParts = (parts: number, name: string, file: string): Step[] => Array.from({ length: parts }, (_, at) => ({ name: `${name}-${at + 1}-of-${parts}`, files: [file], part: `${at + 1}/${parts}` }));

/** The files that record figures, and the imports that are killed. */
export const STEPS: readonly Step[] = [
  { name: 'killed', files: ['test/trust/', 'test/database/limits'] },
  { name: 'killed-imports', files: ['test/cli/killed/.*test'] },
  ...inParts(4, 'hidden-place', 'test/attack/'),
  { name: 'random-changes', files: ['test/http/random-changes'] },
  ...inParts(8, 'hostile', 'test/http/hostile'),
];
