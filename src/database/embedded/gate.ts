import type { Socket } from 'node:net';
import { GateClient, type SessionLimits, type SharedSession } from './gate.client';
import { type Answer, readAnswer } from './gate.answer';
import { actAs, applySettings, OWNER_ROLE, type SessionRequest } from './gate.startup';
import { Turn } from './gate.turn';
import { copyFail, type MessageBuffer, query, SYNC, type TransactionStatus } from './wire.protocol';

/**
 * Executes protocol messages in the one session and returns its raw answer. It blocks for as long as the statement
 * runs. @param allowance milliseconds that the statement may take before the engine is ended; 0 for no bound.
 */
export type Execute = (messages: Uint8Array, allowance?: number) => Buffer;

export interface GateOptions extends SessionLimits {
  /** Longest wait for a turn, in milliseconds. */
  queueTimeout: number;
  /** Called when PostgreSQL gave up: the process must end and be started again. */
  onBroken(reason: string): void;
}

const BE_OWNER = query(actAs(OWNER_ROLE));
const DISCARD = query('DISCARD ALL');
/** An error that costs nothing: it makes an open transaction a failed one. */
const FAIL = query('SELECT 1/0');
const ROLL_BACK = Buffer.concat([SYNC, query('ROLLBACK')]);
/**
 * Follows every unit of work. After anything but a COPY … FROM STDIN PostgreSQL ignores it; after that it ends the
 * COPY, which would otherwise wait for data that cannot come (the session's input is only what it is handed) and take
 * the engine with it. So no SQL has to be understood here.
 */
const NO_COPY = copyFail('refused');

/**
 * Serves many clients over the one session that PGlite has, one transaction at a time. Each client finds the session
 * as if it were new: `DISCARD ALL`, then its own role and settings, whenever it is not the one that was served last.
 * So what a client sets outside its start-up message (SET, temporary tables, prepared statements) holds within a
 * transaction and is gone once another client had a turn.
 */
export class Gate implements SharedSession {
  readonly turn: Turn<GateClient>;
  /** What the session is set up for; undefined when that is unknown. */
  private served: GateClient | undefined;
  private execute: Execute | undefined;
  private parameters: ReadonlyMap<string, string> = new Map();
  private open: () => void = () => undefined;
  /** Resolves when the database behind the gate is ready. */
  readonly opened = new Promise<void>((resolve) => (this.open = resolve));
  private readonly clients = new Set<GateClient>();

  constructor(readonly options: GateOptions) {
    this.turn = new Turn(options.queueTimeout);
  }

  /** @param parameters the settings that a server reports to a client that connects. */
  start(execute: Execute, parameters: ReadonlyMap<string, string>): void {
    this.execute = execute;
    this.parameters = parameters;
    this.open();
  }

  /** Takes over a socket on which the start-up message said `request`. @param input what was received after it. */
  admit(socket: Socket, request: SessionRequest, input: MessageBuffer): void {
    const client = new GateClient(this, socket, request, input);
    this.clients.add(client);
    socket.once('close', () => this.clients.delete(client));
    void client.serve();
  }

  /** Ends all sessions as a server does that shuts down. An open transaction is rolled back. */
  stop(): void {
    for (const client of this.clients) {
      client.end({ severity: 'FATAL', code: '57P01', message: 'terminating connection due to administrator command' });
    }
  }

  /** Reported settings as `client` will find them. */
  parametersFor(settings: ReadonlyMap<string, string>): Map<string, string> {
    const asked = new Map([...settings].map(([name, value]) => [name.toLowerCase(), value]));
    return new Map([...this.parameters].map(([name, value]) => [name, asked.get(name.toLowerCase()) ?? value]));
  }

  /** Makes the session that of `client`, whose turn it is. Returns what PostgreSQL has against it. */
  enter(client: GateClient): Map<string, string> | undefined {
    if (this.served === client) return undefined;
    this.served = undefined;
    // DISCARD ALL alone keeps the role: a session without a log-in has no role to return to.
    const messages = [BE_OWNER, DISCARD];
    if (client.request.user !== OWNER_ROLE) messages.push(query(actAs(client.request.user)));
    if (client.request.settings.size > 0) messages.push(query(applySettings(client.request.settings)));
    const { error } = this.run(Buffer.concat(messages));
    if (error === undefined) this.served = client;
    return error;
  }

  /** Runs one unit of work of the client whose turn it is. @param whole whether it ends its exchange. */
  work(unit: Buffer, whole: boolean, allowance?: number): Answer {
    const answer = this.run(Buffer.concat([unit, NO_COPY]), allowance);
    if (!whole) return { ...answer, status: undefined };
    // A refused COPY swallowed the Sync that would have ended the failed exchange.
    return answer.status === undefined || answer.copyRefused ? { ...answer, status: this.run(SYNC).status } : answer;
  }

  /** Makes the open transaction of the client whose turn it is a failed one. */
  fail(): TransactionStatus {
    return this.run(FAIL).status ?? 'E';
  }

  /** Ends whatever a client left open, and with it everything that it set. */
  rollBack(): void {
    this.served = undefined;
    this.run(ROLL_BACK);
  }

  private run(messages: Buffer, allowance?: number): Answer {
    if (this.execute === undefined) throw new Error('The gate is not open.');
    const answer = readAnswer(this.execute(messages, allowance));
    if (answer.fatal !== undefined) this.options.onBroken(answer.fatal);
    return answer;
  }
}
