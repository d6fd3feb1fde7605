/** A row as history keeps it: columns and their JSON values. */
export type RecordedRow = Readonly<Record<string, unknown>>;

/** What one row was before a change and after it, as far as the viewer may see it; null: not there. */
export interface RowChange {
  readonly table: string;
  readonly key: RecordedRow;
  readonly before: RecordedRow | null;
  readonly after: RecordedRow | null;
}

/** Entries that go into others, and take their history with them. */
export interface NodeMergers {
  /** SQL of the ids of all entries that went into one, through any number of mergers, by SQL of its id. */
  readonly mergedInto: (node: string) => string;
  /** The table in whose history a merger stands, as one of the entry that was kept: it tells all of it. */
  readonly table: string;
  /** The view whose column `name` says what such an entry was called. */
  readonly nameView: string;
}

let mergers: NodeMergers | undefined;

/** Registers how entries go into others; the domain that has such entries does so when it is loaded. */
export function nodesMerge(how: NodeMergers): void {
  mergers = how;
}

export function nodeMergers(): NodeMergers | undefined {
  return mergers;
}

export interface RecordedField {
  /** In words, as it follows "changed the": `name`, `website`. */
  readonly words: string;
  /** The masked view whose column `name` says what the uuid in the column stands for. */
  readonly refersTo?: string;
  /** Told to those alone who look after the entry, as the field itself is. */
  readonly forKeepers?: boolean;
}

/** The value of a column in words, its references named; null where there is none. */
export type Show = (column: string) => string | null;

/** How the changes of one table's rows read. */
export interface RecordKind {
  /** As history names it: without schema for a table of `public`. */
  readonly table: string;
  /** The fields that people read about; what is left out, such as a version, is passed over. */
  readonly fields: Readonly<Record<string, RecordedField>>;
  /** What a row is called, such as `service “Homework club”`; absent for the rows of the entries themselves. */
  readonly noun?: (show: Show) => string;
  /** A table whose rows are the rest of another's, such as what is secret of a contact: which, and the column that names the row. */
  readonly completes?: { readonly table: string; readonly by: string };
  /** Says all changes of this table in one go, where single rows would not read well. */
  readonly together?: (rows: readonly RowChange[], show: (row: RecordedRow, column: string) => string | null) => readonly string[];
  /** Says everything that the change did: the other tables are passed over. */
  readonly saysAll?: boolean;
}

const kinds = new Map<string, RecordKind>();

/** Registers how the history of a table reads; a domain does so when it is loaded. */
export function recordKind(kind: RecordKind): void {
  kinds.set(kind.table, kind);
}

export function kindOf(table: string): RecordKind | undefined {
  return kinds.get(table);
}

/** The views that columns of a row refer to, with the uuids. */
export function referencesOf(change: RowChange): { view: string; id: string }[] {
  const fields = Object.entries(kindOf(change.table)?.fields ?? {});
  return [change.before, change.after].flatMap((row) =>
    row === null ? [] : fields.flatMap(([column, { refersTo }]) => (refersTo === undefined || typeof row[column] !== 'string' ? [] : [{ view: refersTo, id: row[column] }])),
  );
}
