import { ArgumentError, SetUpError, UserFault } from '../errors';

/** The connection went away, or the server ended it. */
const LOST = new Set(['57P01', '57P02', '57P03', 'ECONNRESET', 'EPIPE', 'ECONNREFUSED']);

/** Says on stderr why a command did not do its work. @returns the exit code. */
export function tellFailure(error: unknown): number {
  for (const line of failureLines(error)) process.stderr.write(`${line}\n`);
  return 1;
}

function failureLines(error: unknown): string[] {
  if (error instanceof SetUpError) return error.remedy === undefined ? [error.message] : [error.message, `  → ${error.remedy}`];
  if (error instanceof ArgumentError || error instanceof UserFault) return [error.message];
  const { name = '', message = String(error), cause } = error as { name?: string; message?: string; cause?: { code?: string } };
  const code = (error as { code?: string }).code ?? cause?.code ?? '';
  if (name === 'EngineStartError') return [message];
  // The socket of an engine that is gone, not a file that is not there.
  const noSocket = code === 'ENOENT' && (error as NodeJS.ErrnoException).syscall === 'connect';
  if (LOST.has(code) || noSocket || name === 'ConnectionLost' || /^Connection terminated/.test(message)) {
    return [`The connection to the database was lost${code === '' ? '' : ` (${code})`}; what had not been published was not written.`, '  → Run the same command again'];
  }
  return [`vcs-atlas failed: ${message}`, ...(error instanceof Error && error.stack !== undefined ? [error.stack.split('\n').slice(1, 6).join('\n')] : [])];
}
