import { CANCEL_REQUEST, GSS_REQUEST, MessageBuffer, PRESENCE_REQUEST, SSL_REQUEST } from './wire.protocol';

/** The role that owns everything in an embedded database. */
export const OWNER_ROLE = 'postgres';

/** What a client asks for when it connects. */
export interface SessionRequest {
  user: string;
  database: string;
  /** Settings by name, from `options` (`-c name=value`) and from the start-up message itself, as on a server. */
  settings: Map<string, string>;
}

export type Opening =
  | { kind: 'incomplete' }
  | { kind: 'encryption' }
  | { kind: 'cancel' }
  | { kind: 'presence' }
  | { kind: 'session'; request: SessionRequest }
  | { kind: 'malformed' };

/** PostgreSQL's own bound on a start-up packet, in bytes. */
const LONGEST_STARTUP = 10_000;
const SETTING_NAME = /^[a-z_][a-z0-9_.]*$/i;

/** Reads the first message of a connection, which alone has no kind byte. */
export function readOpening(buffer: MessageBuffer): Opening {
  const head = buffer.peek(8);
  if (head === undefined) return { kind: 'incomplete' };
  const length = head.readInt32BE(0);
  if (length < 8 || length > LONGEST_STARTUP) return { kind: 'malformed' };
  const message = buffer.take(length);
  if (message === undefined) return { kind: 'incomplete' };
  const code = message.readInt32BE(4);
  if (code === SSL_REQUEST || code === GSS_REQUEST) return { kind: 'encryption' };
  if (code === CANCEL_REQUEST) return { kind: 'cancel' };
  if (code === PRESENCE_REQUEST) return { kind: 'presence' };
  if (code >> 16 !== 3) return { kind: 'malformed' };
  const request = readParameters(message.toString('utf8', 8));
  return request === undefined ? { kind: 'malformed' } : { kind: 'session', request };
}

function readParameters(body: string): SessionRequest | undefined {
  const parts = body.split('\0');
  const settings = new Map<string, string>();
  let user = '';
  let database = '';
  for (let i = 0; i + 1 < parts.length && parts[i] !== ''; i += 2) {
    const name = parts[i] ?? '';
    const value = parts[i + 1] ?? '';
    if (name === 'user') user = value;
    else if (name === 'database') database = value;
    else if (name === 'options') {
      const options = readOptions(value);
      if (options === undefined) return undefined;
      for (const [key, setting] of options) settings.set(key, setting);
    } else if (name !== 'replication' && !name.startsWith('_pq_.')) settings.set(name, value);
  }
  if (user === '' || [...settings.keys()].some((name) => !SETTING_NAME.test(name))) return undefined;
  return { user, database: database === '' ? user : database, settings };
}

/** `-c name=value`, `-cname=value` and `--name=value`; a backslash keeps the blank that follows it. */
function readOptions(options: string): Map<string, string> | undefined {
  const words = [...options.matchAll(/(?:\\.|\S)+/gs)].map(([word]) => word.replace(/\\(.)/gs, '$1'));
  const settings = new Map<string, string>();
  while (words.length > 0) {
    const word = words.shift() ?? '';
    let pair: string | undefined;
    if (word === '-c') pair = words.shift();
    else if (word.startsWith('-c') || word.startsWith('--')) pair = word.slice(2);
    const cut = pair?.indexOf('=') ?? -1;
    if (pair === undefined || cut < 1) return undefined;
    // As a server does, `--statement-timeout` is read as `statement_timeout`.
    settings.set(pair.slice(0, cut).replaceAll('-', '_'), pair.slice(cut + 1));
  }
  return settings;
}

function literal(value: string): string {
  const quoted = value.replaceAll("'", "''");
  return quoted.includes('\\') ? `E'${quoted.replaceAll('\\', '\\\\')}'` : `'${quoted}'`;
}

/** The statement that makes the session act for `role`. */
export function actAs(role: string): string {
  return `SET SESSION AUTHORIZATION ${literal(role)}`;
}

/** The statement that applies `settings`, read exactly as a server reads them from a start-up message. */
export function applySettings(settings: ReadonlyMap<string, string>): string {
  const calls = [...settings].map(([name, value]) => `pg_catalog.set_config(${literal(name)}, ${literal(value)}, false)`);
  return `SELECT ${calls.join(', ')}`;
}
