import { eachMessage, errorFields, errorResponse, type TransactionStatus } from './wire.protocol';

/** What the engine answered to one unit of work. */
export interface Answer {
  /** What the client is to read, without ReadyForQuery: PGlite sends it twice after an error, so the gate says it itself. */
  bytes: Buffer;
  /** The transaction's state as last reported; undefined while a Sync is still to come. */
  status: TransactionStatus | undefined;
  /** The first error. */
  error: Map<string, string> | undefined;
  /** A COPY … FROM STDIN was tried and refused. */
  copyRefused: boolean;
  /** The error with which PostgreSQL gave up altogether: the session behind the gate is gone. */
  fatal: string | undefined;
}

const NOTHING = Buffer.alloc(0);

const COPY_REFUSAL = errorResponse({
  severity: 'ERROR',
  code: '0A000',
  message: 'COPY FROM STDIN is not supported by the embedded database',
  hint: 'Use INSERT … SELECT FROM unnest(…) with one array a column.',
});

/**
 * Reads an answer. Where the engine asked for COPY data, the question and the failure that followed are replaced by
 * one refusal that says what to do instead.
 */
export function readAnswer(bytes: Buffer): Answer {
  const answer: Answer = { bytes: NOTHING, status: undefined, error: undefined, copyRefused: false, fatal: undefined };
  const kept: Buffer[] = [];
  let refusing = false;
  eachMessage(bytes, (kind, whole, body) => {
    if (kind === 'G') {
      answer.copyRefused = true;
      refusing = true;
      return;
    }
    if (kind === 'Z') {
      answer.status = body.toString('latin1') as TransactionStatus;
      return;
    }
    if (kind === 'E') {
      const fields = errorFields(body);
      answer.error ??= fields;
      const severity = fields.get('V') ?? fields.get('S');
      if (severity === 'FATAL' || severity === 'PANIC') answer.fatal = `${severity} ${fields.get('C') ?? ''}`.trim();
      if (refusing) {
        refusing = false;
        kept.push(COPY_REFUSAL);
        return;
      }
    }
    kept.push(whole);
  });
  return { ...answer, bytes: Buffer.concat(kept) };
}
