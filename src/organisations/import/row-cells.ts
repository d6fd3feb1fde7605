import type { RefusedRows } from '../../intake/refused-rows';
import { findColumn, type RowSource, type SourceRow } from '../../intake/row-source';
import { parseDay } from './cell-dates';
import { CellFault, cleanText, oneLine, parseList } from './cell-values';

/** Different notes of one kind that are written out; the others are counted. */
const NOTES_WRITTEN = 100;
const EXAMPLES = 5;

/** The cells of the row at hand, by heading; collects what is wrong with them. */
export class RowCells {
  private readonly positions = new Map<string, number>();
  private row: SourceRow = { line: 0, values: [] };
  private faulty = false;
  private readonly tallies = new Map<string, { times: number; examples: Set<string> }>();
  private written = 0;

  /** @param headings all that the layout knows; what a file lacks reads as missing. */
  constructor(
    source: Pick<RowSource, 'columns' | 'name'>,
    headings: readonly string[],
    private readonly refused: RefusedRows,
    private readonly notes: string[],
    private readonly today: string,
  ) {
    for (const heading of headings) {
      const at = findColumn(source, heading);
      if (at !== undefined) this.positions.set(heading, at);
    }
  }

  enter(row: SourceRow): void {
    this.row = row;
    this.faulty = false;
  }

  get line(): number {
    return this.row.line;
  }

  /** Whether something of this row was refused. */
  get isFaulty(): boolean {
    return this.faulty;
  }

  text(heading: string): string | undefined {
    const at = this.positions.get(heading);
    return at === undefined ? undefined : cleanText(this.row.values[at] ?? '');
  }

  oneLine(heading: string): string | undefined {
    const text = this.text(heading);
    return text === undefined ? undefined : oneLine(text);
  }

  /** What `parse` makes of a cell; a fault refuses the row. */
  read<Value>(heading: string, parse: (text: string) => Value): Value | undefined {
    const text = this.text(heading);
    if (text === undefined) return undefined;
    try {
      return parse(text);
    } catch (error) {
      this.refuse(heading, error);
      return undefined;
    }
  }

  /** As `read`, for registers: what cannot be taken is left out and counted, for nobody here can mend a register. */
  readLeniently<Value>(heading: string, parse: (text: string) => Value): Value | undefined {
    const text = this.text(heading);
    if (text === undefined) return undefined;
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof CellFault)) throw error;
      this.count(`${heading} that ${error.message} (left out)`, text.slice(0, 40));
      return undefined;
    }
  }

  /** Each part of a list read on its own. */
  readEach<Value>(heading: string, parse: (part: string) => Value): Value[] | undefined {
    const list = this.read(heading, parseList);
    if (list === undefined || list.length === 0) return undefined;
    const found: Value[] = [];
    for (const part of list) {
      try {
        found.push(parse(part));
      } catch (error) {
        this.refuse(heading, error, part);
      }
    }
    return found;
  }

  /** A day that has been: one to come is a slip of the pen. */
  pastDay(heading: string): string | undefined {
    return this.read(heading, (text) => {
      const day = parseDay(text);
      if (day > this.today) throw new CellFault('lies in the future');
      return day;
    });
  }

  /** @param error anything but a fault of the cell is thrown on. */
  refuse(heading: string, error: unknown, value?: string): void {
    if (!(error instanceof CellFault)) throw error;
    this.faulty = true;
    const at = this.positions.get(heading);
    this.refused.add({ line: this.row.line, column: heading, value: value ?? (at === undefined ? '' : (this.row.values[at] ?? '')), reason: error.message });
  }

  /** Says something of this row that does not refuse it. */
  note(sentence: string): void {
    this.written += 1;
    if (this.written <= NOTES_WRITTEN) this.notes.push(`Line ${this.row.line}: ${sentence}`);
  }

  /** Counts what is worth a note but happens often. */
  count(what: string, example: string): void {
    const tally = this.tallies.get(what) ?? { times: 0, examples: new Set<string>() };
    tally.times += 1;
    if (tally.examples.size < EXAMPLES) tally.examples.add(example);
    this.tallies.set(what, tally);
  }

  /** Writes what was counted into the notes. */
  finish(): void {
    if (this.written > NOTES_WRITTEN) this.notes.push(`${this.written - NOTES_WRITTEN} more rows have a note of this kind.`);
    for (const [what, { times, examples }] of this.tallies) this.notes.push(`${times} × ${what}, such as ${[...examples].join(', ')}.`);
  }
}
