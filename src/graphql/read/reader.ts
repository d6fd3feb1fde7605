import DataLoader from 'dataloader';
import { isObjectType, type GraphQLObjectType, type GraphQLResolveInfo, type GraphQLSchema } from 'graphql';
import type { Viewer } from '../../access/viewer';
import { isCleared } from '../../access/viewer';
import type { Database } from '../../database/database';
import type { SqlLog } from '../../database/sql-log';
import { Binder } from './binder';
import { SelectionCompiler } from './compile';
import { JsonText } from './json-text';
import { fieldsAsked, nodeSelection, selectionKey, treeOf, type Selection } from './selection';
import { sourceOf, type Added } from './shape';
import { textAsked, textAskedOfNodes, TextSelection } from './text-selection';
import { beyondCursorSql, orderBySql, readPage, writeCursor, type OrderTerm, type Page, type PageArgs } from './page';

type Condition = (row: string, bind: Binder) => string;
export type Row = Record<string, unknown>;

export interface ConnectionPlan {
  readonly type: string;
  /** Rows that no view has, as a query; the type's view otherwise. */
  readonly rows?: (bind: Binder) => string;
  readonly where: (bind: Binder) => readonly string[];
  readonly orderName: string;
  readonly order: (bind: Binder) => readonly OrderTerm[];
  readonly page: PageArgs;
  /** How many there are, where it is known already. */
  readonly total?: number;
  /** Whether finding its rows costs most, and a first page is to count them in the same statement. */
  readonly countsAlong?: boolean;
  /** One plan suits the statement whatever its parameters are, and a server may keep it. */
  readonly keepPlan?: boolean;
  /** What the list adds to each row, over the alias `a`. */
  readonly added?: (bind: Binder) => Added;
}

/** An object, as keys or as text. */
export type Found = Row | JsonText;

export interface Connection {
  edges: Edge[];
  nodes: Row[];
  /** The nodes where they were asked for as text: under the name of the field that gives them so. */
  nodes$text?: JsonText;
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  totalCount?: number;
}

interface Edge {
  cursor: string;
  node?: Row;
  node$text?: JsonText;
}

interface PageWants {
  readonly cursors: boolean;
  /** Whether rows follow: a further one is read to know. */
  readonly more: boolean;
  /** Whether all rows are counted along. */
  readonly total: boolean;
}

interface PageRow {
  readonly node: Row | string;
  /** The values of the order's terms; absent where no cursor is asked for. */
  readonly cursor?: readonly unknown[];
  readonly total?: number;
}

/** Reads objects of the schema for one request: every method is one statement over masked views. */
export class Reader {
  private readonly loaders = new Map<string, DataLoader<string, Found | null>>();

  constructor(
    readonly database: Database,
    private readonly schema: GraphQLSchema,
    readonly viewer: Viewer,
    readonly today: string,
    private readonly log: SqlLog,
    readonly knownAt: string | null = null,
  ) {}

  /** Reads as of another day, and of what was on record at an instant where one is given. */
  asOf(day: string | null | undefined, knownAt?: Date | string | null): Reader {
    const [on, known] = [day ?? this.today, knownAt == null ? this.knownAt : new Date(knownAt).toISOString()];
    return on === this.today && known === this.knownAt ? this : new Reader(this.database, this.schema, this.viewer, on, this.log, known);
  }

  binder(day = this.today): Binder {
    return new Binder(this.viewer, day, this.knownAt);
  }

  /** Runs a read model's statement. Its SQL must read masked views only. */
  async rows<T = Row>(sql: string, bind: Binder, keepPlan = false): Promise<T[]> {
    return isCleared(this.viewer)
      ? this.database.readCleared<T>(this.viewer, sql, bind.values, this.log, keepPlan)
      : this.database.readPublic<T>(sql, bind.values, this.log, keepPlan);
  }

  /** @param rows a query over rows that no view has; the type's view otherwise. */
  async one(info: GraphQLResolveInfo, type: string, where: Condition, rows?: (bind: Binder) => string): Promise<Found | null> {
    const bind = this.binder();
    const compiler = new SelectionCompiler(this.schema, bind);
    const object = this.objectType(type);
    const built = this.built(compiler, object, selectionOf(info), [`'__typename', '${type}'`]);
    const source = rows === undefined ? compiler.viewOf(object) : `(${rows(bind)})`;
    const [row] = await this.rows<{ node: Row | string }>(`select ${built} as node from ${source} a where ${where('a', bind)} limit 1`, bind, true);
    return row === undefined ? null : found(row.node);
  }

  async list(info: GraphQLResolveInfo, type: string, where: Condition, orderBy: string): Promise<Row[] | JsonText> {
    const bind = this.binder();
    const compiler = new SelectionCompiler(this.schema, bind);
    const object = this.objectType(type);
    const text = textAsked(info);
    const from = `from ${compiler.viewOf(object)} a where ${where('a', bind)}`;
    if (text !== null) {
      const rows = await this.rows<{ node: string }>(`select ${this.built(compiler, object, text)} as node ${from} order by ${orderBy}`, bind);
      return textOfList(rows.map(({ node }) => node));
    }
    const built = this.built(compiler, object, treeOf(info).fieldsByTypeName);
    const rows = await this.rows<{ nodes: Row[] }>(`select coalesce(json_agg(${built} order by ${orderBy}), '[]'::json) as nodes ${from}`, bind);
    return rows[0]?.nodes ?? [];
  }

  /** One object by its key. Calls of one tick that ask the same of it share a statement. */
  async byKey(info: GraphQLResolveInfo, type: string, key: string): Promise<Found | null> {
    const loader = this.keyed(selectionOf(info), type);
    // The changes of a request come one after another, and each is answered with what stands by then.
    return (info.operation.operation === 'mutation' ? loader.clear(key) : loader).load(key);
  }

  async connection(info: GraphQLResolveInfo, plan: ConnectionPlan): Promise<Connection> {
    // Checked before anything runs, even when only a total is asked for: a wrong argument is wrong whatever is selected.
    const page = readPage(plan.page, plan.order(this.binder()), plan.orderName);
    const tree = treeOf(info);
    const asked = new Set(fieldsAsked(tree).map((field) => field.name));
    const wantsCursors = asked.has('edges') || asked.has('pageInfo');
    const text = textAskedOfNodes(info);
    const wantsRows = wantsCursors || asked.has('nodes') || text !== null;
    const along = plan.countsAlong === true && wantsRows && page.from === null && asked.has('totalCount');
    const [rows, total] = await Promise.all([
      this.pageOf(plan, page, wantsRows ? (text ?? nodeSelection(tree)) : null, { cursors: wantsCursors, more: asked.has('pageInfo'), total: along }),
      asked.has('totalCount') && !along ? (plan.total ?? this.count(plan)) : undefined,
    ]);
    return total === undefined ? rows : { ...rows, totalCount: total };
  }

  async count(plan: Pick<ConnectionPlan, 'type' | 'where' | 'rows'>): Promise<number> {
    const bind = this.binder();
    const view = this.rowsOf(plan, new SelectionCompiler(this.schema, bind), bind);
    const [row] = await this.rows<{ n: number }>(`select count(*)::int as n from ${view} a${whereSql(plan.where(bind))}`, bind);
    return row?.n ?? 0;
  }

  private async pageOf(plan: ConnectionPlan, page: Page, selected: Selection | null, { cursors, more, total }: PageWants): Promise<Connection> {
    if (selected === null) return asConnection([], page, plan.orderName);
    const bind = this.binder();
    const order = plan.order(bind);
    const compiler = new SelectionCompiler(this.schema, bind);
    const conditions = [...plan.where(bind)];
    const beyond = beyondCursorSql(order, page, bind);
    if (beyond !== null) conditions.push(beyond);
    const keys = order.map((term, at) => `${term.sql} as "order ${at}"`).join(', ');
    const cursor = `json_build_array(${order.map((_, at) => `a."order ${at}"`).join(', ')})`;
    const type = this.objectType(plan.type);
    const added = plan.added?.(bind) ?? {};
    const ordered = orderBySql(order.map((term, at) => ({ ...term, sql: `a."order ${at}"` })), page.backwards);
    // The limit stands in the text: with a parameter the planner expects a tenth of all rows, finds no plan that it
    // would keep, and plans anew each time.
    const rowsSql = (): string => `(select a.*, ${keys}${total ? ', count(*) over () as "total"' : ''} from ${this.rowsOf(plan, compiler, bind)} a${whereSql(conditions)} order by ${orderBySql(order, page.backwards)} limit ${page.size + (more ? 1 : 0)}) a`;
    if (selected instanceof TextSelection) {
      const node = this.built(compiler, type, selected, [], added);
      const rows = await this.rows<PageRow>(`select ${node} as node${cursors ? `, ${cursor} as cursor` : ''}${total ? ', a."total"::int as total' : ''} from ${rowsSql()} order by ${ordered}`, bind, plan.keepPlan);
      return { ...asConnection(rows, page, plan.orderName), ...(total ? { totalCount: rows[0]?.total ?? 0 } : {}) };
    }
    const node = this.built(compiler, type, selected, cursors ? [`'__cursor', ${cursor}`] : [], added);
    const [row] = await this.rows<{ nodes: Row[]; total?: number }>(`select coalesce(json_agg(${node} order by ${ordered}), '[]'::json) as nodes${total ? ', coalesce(max(a."total"), 0)::int as total' : ''} from ${rowsSql()}`, bind, plan.keepPlan);
    const connection = asConnection((row?.nodes ?? []).map((one) => ({ node: one, ...(one.__cursor === undefined ? {} : { cursor: one.__cursor as unknown[] }) })), page, plan.orderName);
    return total ? { ...connection, totalCount: row?.total ?? 0 } : connection;
  }

  /** SQL of an object of the rows `a`: as JSON that becomes objects, or as text. */
  private built(compiler: SelectionCompiler, type: GraphQLObjectType, selected: Selection, extra: readonly string[] = [], added: Added = {}): string {
    const object = compiler.object(type, selected, 'a', added, extra);
    return selected instanceof TextSelection ? `${object}::text` : object;
  }

  private rowsOf(plan: Pick<ConnectionPlan, 'type' | 'rows'>, compiler: SelectionCompiler, bind: Binder): string {
    return plan.rows === undefined ? compiler.viewOf(this.objectType(plan.type)) : `(${plan.rows(bind)})`;
  }

  private keyed(selected: Selection, type: string): DataLoader<string, Found | null> {
    const name = `${type} ${selected instanceof TextSelection ? 'as text ' : ''}${selectionKey(selected)}`;
    const known = this.loaders.get(name);
    if (known !== undefined) return known;
    const loader = new DataLoader<string, Found | null>(async (keys) => {
      const bind = this.binder();
      const compiler = new SelectionCompiler(this.schema, bind);
      const object = this.objectType(type);
      const built = this.built(compiler, object, selected, [`'__typename', '${type}'`]);
      const merged = sourceOf(object).merged;
      const key = merged === undefined ? 'k.key' : 'coalesce(m.kept_id, k.key)';
      const rows = await this.rows<{ key: string; node: Row | string }>(
        `select k.key, ${built} as node from unnest(${bind.param(keys, 'uuid[]')}) k (key)` +
          (merged === undefined ? '' : ` left join ${merged} m on m.id = k.key`) +
          ` join ${compiler.viewOf(object)} a on a.id = ${key}`,
        bind,
        true,
      );
      const nodes = new Map(rows.map((row) => [row.key, found(row.node)]));
      return keys.map((one) => nodes.get(one) ?? null);
    });
    this.loaders.set(name, loader);
    return loader;
  }

  private objectType(name: string): GraphQLObjectType {
    const type = this.schema.getType(name);
    if (!isObjectType(type)) throw new Error(`${name} is no object type of the schema.`);
    return type;
  }
}

export function whereSql(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`;
}

function selectionOf(info: GraphQLResolveInfo): Selection {
  return textAsked(info) ?? treeOf(info).fieldsByTypeName;
}

function found(node: Row | string): Found {
  return typeof node === 'string' ? new JsonText(node) : node;
}

function textOfList(texts: readonly string[]): JsonText {
  return new JsonText(`[${texts.join(',')}]`);
}

function asConnection(rows: readonly PageRow[], page: Page, orderName: string): Connection {
  const { size, backwards } = page;
  const fromCursor = page.from !== null;
  const more = rows.length > size;
  const shown = more ? rows.slice(0, size) : [...rows];
  if (backwards) shown.reverse();
  const texts = shown.flatMap(({ node }) => (typeof node === 'string' ? [node] : []));
  const edges = shown.flatMap(({ node, cursor }): Edge[] => {
    if (cursor === undefined) return [];
    return [{ cursor: writeCursor(orderName, cursor), ...(typeof node === 'string' ? { node$text: new JsonText(node) } : { node }) }];
  });
  return {
    edges,
    nodes: shown.flatMap(({ node }) => (typeof node === 'string' ? [] : [node])),
    nodes$text: textOfList(texts),
    pageInfo: {
      hasNextPage: backwards ? fromCursor : more,
      hasPreviousPage: backwards ? more : fromCursor,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
