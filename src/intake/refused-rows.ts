import { closeSync, constants, existsSync, ftruncateSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { stringify } from 'csv-stringify/sync';
import { SetUpError } from '../errors';

export interface RefusedRow {
  readonly line: number;
  /** The file, where an import reads several: not the first one. */
  readonly file?: string;
  /** '' when the row as a whole is at fault; after the name of the file, where it is not the first one. */
  readonly column: string;
  readonly value: string;
  /** Continues "this value …": what is wrong, without the value, so that equal reasons can be counted. */
  readonly reason: string;
}

export interface RefusalTally {
  readonly column: string;
  readonly reason: string;
  readonly times: number;
}

/** Refusals held in memory; the others stand in the file that was asked for, and are counted in any case. */
const KEPT = 1_000;
/** Different reasons that are told apart; the rest is counted as one. */
const REASONS = 200;
const LONGEST_VALUE = 200;
const FLUSH_AT = 65_536;

const HEADINGS = ['line', 'column', 'value', 'reason'];

/** Opens a file that is new, empty or a former list of refused rows: anything else may be what somebody wants to import. */
function openFresh(path: string): number {
  let file: number | undefined;
  try {
    if (existsSync(path) && !statSync(path).isFile()) return openSync(path, 'w');
    file = openSync(path, constants.O_RDWR | constants.O_CREAT);
    const start = Buffer.alloc(HEADINGS.join().length);
    const length = readSync(file, start, 0, start.length, 0);
    if (length > 0 && start.toString('utf8', 0, length) !== HEADINGS.join()) throw new SetUpError(`${path} is there already, and is no list of refused rows.`, 'Name another file for --refused-to');
    ftruncateSync(file);
    return file;
  } catch (error) {
    if (file !== undefined) closeSync(file);
    if (error instanceof SetUpError) throw error;
    throw new SetUpError(`${path} cannot be written (${(error as NodeJS.ErrnoException).code}).`);
  }
}

/** Every refusal of an import: counted whole, the first ones kept, all of them written to a file when one is named. */
export class RefusedRows {
  private readonly kept: RefusedRow[] = [];
  private readonly tallies = new Map<string, { column: string; reason: string; times: number }>();
  private rows = 0;
  private last = '';
  private file: number | undefined;
  private unwritten = '';

  /** @param path receives all refusals as CSV; made at once, so that a wrong path is told before the work. */
  constructor(path?: string) {
    if (path === undefined) return;
    this.file = openFresh(path);
    this.write([HEADINGS]);
  }

  /** Several faults of one row follow each other and count as one refused row. */
  add({ file, ...given }: RefusedRow): void {
    const row = file === undefined ? given : { ...given, column: given.column === '' ? file : `${file}: ${given.column}` };
    const short = row.value.length > LONGEST_VALUE ? { ...row, value: `${row.value.slice(0, LONGEST_VALUE)}…` } : row;
    const place = `${row.line} ${file ?? ''}`;
    if (place !== this.last) this.rows += 1;
    this.last = place;
    if (this.kept.length < KEPT) this.kept.push(short);
    this.tally(row);
    if (this.file !== undefined) this.write([[row.line, row.column, short.value, row.reason]]);
  }

  /** Refused rows, each once however many faults it has. */
  get count(): number {
    return this.rows;
  }

  get first(): readonly RefusedRow[] {
    return this.kept;
  }

  /** Reasons by how often they were given, most frequent first. */
  get reasons(): readonly RefusalTally[] {
    return [...this.tallies.values()].sort((a, b) => b.times - a.times);
  }

  close(): void {
    if (this.file === undefined) return;
    this.flush();
    closeSync(this.file);
    this.file = undefined;
  }

  private tally({ column, reason }: RefusedRow): void {
    const key = `${column}\n${reason}`;
    const known = this.tallies.get(key);
    if (known !== undefined) known.times += 1;
    else if (this.tallies.size < REASONS) this.tallies.set(key, { column, reason, times: 1 });
    else {
      const other = this.tallies.get('') ?? { column: '', reason: 'other reasons', times: 0 };
      other.times += 1;
      this.tallies.set('', other);
    }
  }

  private write(records: (string | number)[][]): void {
    this.unwritten += stringify(records, { escape_formulas: true });
    if (this.unwritten.length > FLUSH_AT) this.flush();
  }

  private flush(): void {
    if (this.file !== undefined) writeSync(this.file, this.unwritten);
    this.unwritten = '';
  }
}
