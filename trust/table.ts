import type { Figure } from './figures';

export const ENGINES = ['server', 'embedded'] as const;
export type Engine = (typeof ENGINES)[number];

export interface Tried {
  readonly figures: readonly Figure[];
  /** All steps passed: what there is no figure of does not apply to the engine. */
  readonly whole: boolean;
}

type Found = Record<Engine, Tried>;

/** Why a trial has no figures on an engine. */
const DOES_NOT_APPLY = 'does not apply';
const NOT_RUN = 'not run';
const HEADS = ['test', 'server: tried', 'held', 'failed', 'embedded: tried', 'held', 'failed', 'notes'];

/** The figures of both engines side by side, as a table of Markdown. */
export function table(found: Found): string {
  const tests = [...new Set([...found.server.figures, ...found.embedded.figures].map((figure) => figure.test))];
  const rows = tests.map((test) => [test, ...cells(found.server, test), ...cells(found.embedded, test), notes(found, test)]);
  return [HEADS, HEADS.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function cells({ figures, whole }: Tried, test: string): string[] {
  const figure = figures.find((one) => one.test === test);
  if (figure === undefined) return [whole ? DOES_NOT_APPLY : NOT_RUN, '', ''];
  return [figure.tried, figure.held, figure.tried - figure.held].map(String);
}

function notes(found: Found, test: string): string {
  return ENGINES.flatMap((engine) => {
    const figure = found[engine].figures.find((one) => one.test === test);
    const told = [figure?.note, figure?.places === undefined ? undefined : `in ${figure.places} places`].filter((one) => one !== undefined);
    return told.length === 0 ? [] : [`${engine}: ${told.join(', ')}`];
  }).join('; ');
}
