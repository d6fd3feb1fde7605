/**
 * The few pieces of the PostgreSQL wire protocol (version 3) that the gate speaks itself.
 * Source: https://www.postgresql.org/docs/current/protocol-message-formats.html
 */

/** What a backend says about its transaction: idle, in a transaction, in a failed one. */
export type TransactionStatus = 'I' | 'T' | 'E';

export interface WireError {
  severity: 'ERROR' | 'FATAL';
  /** SQLSTATE. */
  code: string;
  message: string;
  hint?: string;
}

/** Request codes that stand where a start-up message has its protocol version. */
export const SSL_REQUEST = 80877103;
export const GSS_REQUEST = 80877104;
export const CANCEL_REQUEST = 80877102;
/** Ours ("VCSA"): the caller asks for no session, it only counts as a client of the engine for as long as it stays. */
export const PRESENCE_REQUEST = 0x56435341;

/** Bytes; a longer message is refused before it is read: it would have to fit in the engine's memory several times. */
export const LONGEST_MESSAGE = 256 * 1024 * 1024;

/** Bytes from a socket, cut into messages without copying a long one more than once. */
export class MessageBuffer {
  private chunks: Buffer[] = [];
  private length = 0;

  push(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.length += chunk.length;
  }

  /** The first `count` bytes, left in place; undefined while they have not all arrived. */
  peek(count: number): Buffer | undefined {
    if (this.length < count) return undefined;
    const first = this.chunks[0];
    if (first !== undefined && first.length >= count) return first.subarray(0, count);
    const whole = Buffer.concat(this.chunks);
    this.chunks = [whole];
    return whole.subarray(0, count);
  }

  take(count: number): Buffer | undefined {
    const taken = this.peek(count);
    const first = this.chunks[0];
    if (taken === undefined || first === undefined) return taken;
    if (first.length === count) this.chunks.shift();
    else this.chunks[0] = first.subarray(count);
    this.length -= count;
    return taken;
  }
}

/** One typed message: kind, length (which counts itself) and body. */
export function frame(kind: string, ...body: Buffer[]): Buffer {
  const content = Buffer.concat(body);
  const head = Buffer.alloc(5);
  head.write(kind, 0, 'latin1');
  head.writeInt32BE(content.length + 4, 1);
  return Buffer.concat([head, content]);
}

function text(value: string): Buffer {
  return Buffer.from(`${value}\0`, 'utf8');
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

export const SYNC = frame('S');

export function query(sql: string): Buffer {
  return frame('Q', text(sql));
}

export function copyFail(reason: string): Buffer {
  return frame('f', text(reason));
}

export function readyForQuery(status: TransactionStatus): Buffer {
  return frame('Z', Buffer.from(status, 'latin1'));
}

export function errorResponse({ severity, code, message, hint }: WireError): Buffer {
  const fields = [text(`S${severity}`), text(`V${severity}`), text(`C${code}`), text(`M${message}`)];
  if (hint !== undefined) fields.push(text(`H${hint}`));
  return frame('E', ...fields, Buffer.from([0]));
}

/** Everything a server says between the start-up message and the first query. */
export function greeting(parameters: ReadonlyMap<string, string>, processId: number): Buffer {
  return Buffer.concat([
    frame('R', int32(0)),
    ...[...parameters].map(([name, value]) => frame('S', text(name), text(value))),
    // The key would let its holder cancel a statement; the engine cannot cancel, so it is the same for all.
    frame('K', int32(processId), int32(0)),
    readyForQuery('I'),
  ]);
}

/** Calls `visit` with the kind, the bytes and the body of each message of a backend's answer. */
export function eachMessage(answer: Buffer, visit: (kind: string, whole: Buffer, body: Buffer) => void): void {
  let at = 0;
  while (at + 5 <= answer.length) {
    const end = at + 1 + answer.readInt32BE(at + 1);
    visit(String.fromCharCode(answer[at] ?? 0), answer.subarray(at, end), answer.subarray(at + 5, end));
    at = end;
  }
}

/** The fields of an ErrorResponse or NoticeResponse by their one-letter code. */
export function errorFields(body: Buffer): Map<string, string> {
  const fields = new Map<string, string>();
  for (const field of body.toString('utf8').split('\0')) {
    if (field !== '') fields.set(field.charAt(0), field.slice(1));
  }
  return fields;
}
