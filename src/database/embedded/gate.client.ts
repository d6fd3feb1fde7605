import type { Socket } from 'node:net';
import { setImmediate as nextLoop } from 'node:timers/promises';
import type { Answer } from './gate.answer';
import { OWNER_ROLE, type SessionRequest } from './gate.startup';
import type { Turn } from './gate.turn';
import {
  errorResponse, greeting, LONGEST_MESSAGE, type MessageBuffer, readyForQuery, type TransactionStatus, type WireError,
} from './wire.protocol';

const QUERY = 0x51; // Q
const PARSE = 0x50; // P
const FUNCTION_CALL = 0x46; // F
const SYNC = 0x53; // S
const FLUSH = 0x48; // H
const TERMINATE = 0x58; // X
/** CopyData, CopyDone, CopyFail: no COPY is ever under way here, so they mean nothing. */
const COPY_KINDS = new Set([0x64, 0x63, 0x66]);

const QUEUE_TIMEOUT: WireError = {
  severity: 'ERROR',
  code: '55P03',
  message: 'gave up waiting for the embedded database, which another client keeps busy',
};
const IDLE_TIMEOUT: WireError = {
  severity: 'FATAL',
  code: '25P03',
  message: 'terminating connection due to idle-in-transaction timeout',
};
const TOO_LONG: WireError = {
  severity: 'FATAL',
  code: '54000',
  message: `a message to the embedded database may have ${LONGEST_MESSAGE} bytes`,
};

const ROLE_IS_FIXED: WireError = {
  severity: 'ERROR',
  code: '42501',
  message: 'permission denied to set session authorization',
};
/**
 * The one session is its owner's in truth, who may become anybody; so a client of another role may not try. This
 * guards against a slip in our own SQL. Whoever can run any SQL he likes, or open the socket, is not kept in by it.
 */
const CHANGES_ROLE = /session_authorization|\bsession\b[^;]*\bauthorization\b/i;

export interface SessionLimits {
  /** Longest time that a client may keep a transaction open without using it, in milliseconds. */
  idleTransactionTimeout: number;
  /** Milliseconds that a statement may take; 0 for no bound. */
  statementLimit: number;
}

/** What a client needs of the gate: the one session and its turn to use it. */
export interface SharedSession {
  readonly options: SessionLimits;
  readonly turn: Turn<GateClient>;
  readonly opened: Promise<void>;
  parametersFor(settings: ReadonlyMap<string, string>): Map<string, string>;
  enter(client: GateClient): Map<string, string> | undefined;
  work(unit: Buffer, whole: boolean, allowance?: number): Answer;
  fail(): TransactionStatus;
  rollBack(): void;
}

/** Messages up to one that asks for an answer, forwarded together. */
interface Unit {
  bytes: Buffer;
  /** Ends with Flush: the exchange goes on until a Sync. */
  unfinished: boolean;
  /** Why it must not be run. */
  refusal: WireError | undefined;
}

/** One connection, from its greeting to its end. */
export class GateClient {
  private pending: Buffer[] = [];
  private refusal: WireError | undefined;
  private readonly units: Unit[] = [];
  private working = false;
  private gone = false;
  private greeted = false;
  /** After a refusal in mid-exchange: everything up to the next Sync is dropped, as a server does. */
  private skipping = false;
  private status: TransactionStatus = 'I';
  private idleTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly gate: SharedSession,
    private readonly socket: Socket,
    readonly request: SessionRequest,
    private readonly input: MessageBuffer,
  ) {
    socket.on('data', (chunk: Buffer) => this.receive(chunk));
    socket.once('close', () => this.leave());
    socket.on('error', () => undefined); // 'close' follows
  }

  async serve(): Promise<void> {
    await this.gate.opened;
    const { database, settings } = this.request;
    if (database !== 'postgres') {
      return this.end({ severity: 'FATAL', code: '3D000', message: `database "${database}" does not exist` });
    }
    if (!(await this.gate.turn.take(this))) return this.end({ ...QUEUE_TIMEOUT, severity: 'FATAL' });
    if (this.gone) return this.gate.turn.release(this);
    const entered = this.enter();
    this.gate.turn.release(this);
    if (!entered) return;
    this.socket.write(greeting(this.gate.parametersFor(settings), process.pid));
    this.greeted = true;
    this.receive();
  }

  /** Ends the connection, telling the client why. */
  end(reason: WireError): void {
    if (this.gone) return;
    this.socket.end(errorResponse(reason), () => this.socket.destroy());
    this.leave();
  }

  private enter(): boolean {
    const error = this.gate.enter(this);
    if (error === undefined) return true;
    const unknownRole = error.get('C') === '22023' && error.get('M')?.startsWith('role ') === true;
    this.end({
      severity: 'FATAL',
      code: unknownRole ? '28000' : (error.get('C') ?? 'XX000'),
      message: error.get('M') ?? 'the session could not be set up',
    });
    return false;
  }

  private receive(chunk?: Buffer): void {
    if (this.gone) return;
    if (chunk !== undefined) this.input.push(chunk);
    if (!this.greeted) return;
    for (let head = this.input.peek(5); head !== undefined; head = this.input.peek(5)) {
      const length = head.readInt32BE(1) + 1;
      if (length < 5 || length > LONGEST_MESSAGE) return this.end(TOO_LONG);
      const message = this.input.take(length);
      if (message === undefined) return;
      this.sort(message);
      if (this.gone) return;
    }
  }

  private sort(message: Buffer): void {
    const kind = message[0] ?? 0;
    if (kind === TERMINATE) {
      this.socket.end();
      return this.leave();
    }
    if (COPY_KINDS.has(kind)) return;
    this.pending.push(message);
    if ((kind === QUERY || kind === PARSE) && this.request.user !== OWNER_ROLE && CHANGES_ROLE.test(message.toString('latin1'))) {
      this.refusal = ROLE_IS_FIXED;
    }
    if (kind !== QUERY && kind !== SYNC && kind !== FLUSH && kind !== FUNCTION_CALL) return;
    this.units.push({ bytes: Buffer.concat(this.pending), unfinished: kind === FLUSH, refusal: this.refusal });
    this.pending = [];
    this.refusal = undefined;
    if (!this.working) void this.workOff();
  }

  private async workOff(): Promise<void> {
    this.working = true;
    for (let unit = this.units.shift(); unit !== undefined && !this.gone; unit = this.units.shift()) {
      await this.perform(unit);
      // Lets the others' sockets be read: a unit blocks the loop for as long as it runs.
      await nextLoop();
    }
    this.working = false;
  }

  private async perform(unit: Unit): Promise<void> {
    clearTimeout(this.idleTimer);
    if (this.skipping) this.refuse(unit);
    else if (unit.refusal !== undefined) {
      if (this.gate.turn.isHeldBy(this)) this.status = this.gate.fail();
      this.refuse(unit, unit.refusal);
    } else if (!this.gate.turn.isHeldBy(this) && !(await this.gate.turn.take(this))) {
      return this.refuse(unit, QUEUE_TIMEOUT);
    } else {
      if (this.gone || !this.enter()) return this.gate.turn.release(this);
      const answer = this.gate.work(unit.bytes, !unit.unfinished, this.allowance());
      if (answer.status !== undefined) this.status = answer.status;
      this.socket.write(unit.unfinished ? answer.bytes : Buffer.concat([answer.bytes, readyForQuery(this.status)]));
      if (answer.status === 'I') return this.gate.turn.release(this);
    }
    if (this.gate.turn.isHeldBy(this)) this.idleTimer = setTimeout(() => this.end(IDLE_TIMEOUT), this.idleLimit());
  }

  /** Answers a unit without running it. */
  private refuse(unit: Unit, reason?: WireError): void {
    if (this.gone) return;
    if (reason !== undefined) this.socket.write(errorResponse(reason));
    this.skipping = unit.unfinished;
    if (!unit.unfinished) this.socket.write(readyForQuery(this.status));
  }

  /** Milliseconds for one statement. A client that asked for a longer `statement_timeout` when it connected has it. */
  private allowance(): number {
    const { statementLimit } = this.gate.options;
    const asked = this.milliseconds('statement_timeout');
    if (statementLimit === 0 || asked === 0) return 0;
    return Math.max(statementLimit, asked ?? 0);
  }

  private idleLimit(): number {
    const asked = this.milliseconds('idle_in_transaction_session_timeout');
    const { idleTransactionTimeout } = this.gate.options;
    return asked === undefined || asked === 0 ? idleTransactionTimeout : Math.min(asked, idleTransactionTimeout);
  }

  private milliseconds(setting: string): number | undefined {
    const value = this.request.settings.get(setting);
    return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
  }

  private leave(): void {
    if (this.gone) return;
    this.gone = true;
    clearTimeout(this.idleTimer);
    this.gate.turn.giveUp(this);
    if (!this.gate.turn.isHeldBy(this)) return;
    this.gate.rollBack();
    this.gate.turn.release(this);
  }
}
