/** Marks the line that says, in one sentence, why an engine could not start. */
const FAILURE = 'failed: ';

/** One line of the engine's log. Never holds SQL or values: they may be personal data. */
export function logLine(message: string): string {
  return `${new Date().toISOString()} [${process.pid}] ${message}\n`;
}

export function failureLine(sentence: string): string {
  return logLine(FAILURE + sentence);
}

/** Why the process `pid` failed, according to the log. */
export function readFailure(log: string, pid: number): string | undefined {
  const mark = `[${pid}] ${FAILURE}`;
  const line = log.split('\n').findLast((candidate) => candidate.includes(mark));
  return line?.slice(line.indexOf(mark) + mark.length);
}
