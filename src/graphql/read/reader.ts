import DataLoader from 'dataloader';
import { isObjectType, type GraphQLObjectType, type GraphQLResolveInfo, type GraphQLSchema } from 'graphql';
import type { FieldsByTypeName } from 'graphql-parse-resolve-info';
import type { Viewer } from '../../access/viewer';
import { isCleared } from '../../access/viewer';
import type { Database } from '../../database/database';
import type { SqlLog } from '../../database/sql-log';
import { Binder } from './binder';
import { SelectionCompiler } from './compile';
import { fieldsAsked, nodeSelection, selectionKey, treeOf } from './selection';
import { sourceOf } from './shape';
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
  /** One plan suits the statement whatever its parameters are, and a server may keep it. */
  readonly keepPlan?: boolean;
  /** Further SQL pairs for each node, over the alias `a`. */
  readonly extra?: (bind: Binder) => readonly string[];
}

export interface Connection {
  edges: { cursor: string; node: Row }[];
  nodes: Row[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  totalCount?: number;
}

/** Reads objects of the schema for one request: every method is one statement over masked views. */
export class Reader {
  private readonly loaders = new Map<string, DataLoader<string, Row | null>>();

  constructor(
    readonly database: Database,
    private readonly schema: GraphQLSchema,
    readonly viewer: Viewer,
    readonly today: string,
    private readonly log: SqlLog,
  ) {}

  /** Reads as of another day. */
  asOf(day: string | null | undefined): Reader {
    return day == null || day === this.today ? this : new Reader(this.database, this.schema, this.viewer, day, this.log);
  }

  binder(day = this.today): Binder {
    return new Binder(this.viewer, day);
  }

  /** Runs a read model's statement. Its SQL must read masked views only. */
  async rows<T = Row>(sql: string, bind: Binder, keepPlan = false): Promise<T[]> {
    return isCleared(this.viewer)
      ? this.database.readCleared<T>(this.viewer, sql, bind.values, this.log)
      : this.database.readPublic<T>(sql, bind.values, this.log, keepPlan);
  }

  async one(info: GraphQLResolveInfo, type: string, where: Condition): Promise<Row | null> {
    const bind = this.binder();
    const compiler = new SelectionCompiler(this.schema, bind);
    const object = this.objectType(type);
    const built = compiler.object(object, treeOf(info).fieldsByTypeName, 'a', [`'__typename', '${type}'`]);
    const [row] = await this.rows<{ node: Row }>(`select ${built} as node from ${compiler.viewOf(object)} a where ${where('a', bind)} limit 1`, bind, true);
    return row?.node ?? null;
  }

  async list(info: GraphQLResolveInfo, type: string, where: Condition, orderBy: string): Promise<Row[]> {
    const bind = this.binder();
    const compiler = new SelectionCompiler(this.schema, bind);
    const object = this.objectType(type);
    const built = compiler.object(object, treeOf(info).fieldsByTypeName, 'a');
    const rows = await this.rows<{ nodes: Row[] }>(
      `select coalesce(json_agg(${built} order by ${orderBy}), '[]'::json) as nodes from ${compiler.viewOf(object)} a where ${where('a', bind)}`,
      bind,
    );
    return rows[0]?.nodes ?? [];
  }

  /** One object by its key. Calls of one tick that ask the same of it share a statement. */
  async byKey(info: GraphQLResolveInfo, type: string, key: string): Promise<Row | null> {
    return this.keyed(treeOf(info).fieldsByTypeName, type).load(key);
  }

  async connection(info: GraphQLResolveInfo, plan: ConnectionPlan): Promise<Connection> {
    // Checked before anything runs, even when only a total is asked for: a wrong argument is wrong whatever is selected.
    const page = readPage(plan.page, plan.order(this.binder()), plan.orderName);
    const tree = treeOf(info);
    const asked = new Set(fieldsAsked(tree).map((field) => field.name));
    const wantsCursors = asked.has('edges') || asked.has('pageInfo');
    const wantsRows = wantsCursors || asked.has('nodes');
    const [rows, total] = await Promise.all([
      this.pageOf(plan, page, wantsRows ? nodeSelection(tree) : null, wantsCursors),
      asked.has('totalCount') ? this.count(plan) : undefined,
    ]);
    return total === undefined ? rows : { ...rows, totalCount: total };
  }

  async count(plan: Pick<ConnectionPlan, 'type' | 'where' | 'rows'>): Promise<number> {
    const bind = this.binder();
    const view = this.rowsOf(plan, new SelectionCompiler(this.schema, bind), bind);
    const [row] = await this.rows<{ n: number }>(`select count(*)::int as n from ${view} a${whereSql(plan.where(bind))}`, bind);
    return row?.n ?? 0;
  }

  private async pageOf(plan: ConnectionPlan, page: Page, selected: FieldsByTypeName | null, cursors: boolean): Promise<Connection> {
    if (selected === null) return asConnection([], page.size, page.backwards, false, plan.orderName);
    const bind = this.binder();
    const order = plan.order(bind);
    const compiler = new SelectionCompiler(this.schema, bind);
    const type = this.objectType(plan.type);
    const conditions = [...plan.where(bind)];
    const beyond = beyondCursorSql(order, page, bind);
    if (beyond !== null) conditions.push(beyond);
    const keys = order.map((term, at) => `${term.sql} as "order ${at}"`).join(', ');
    const cursor = `json_build_array(${order.map((_, at) => `a."order ${at}"`).join(', ')})`;
    const node = compiler.object(type, selected, 'a', [...(plan.extra?.(bind) ?? []), ...(cursors ? [`'__cursor', ${cursor}`] : [])]);
    const ordered = order.map((term, at) => ({ ...term, sql: `a."order ${at}"` }));
    // The limit stands in the text: with a parameter the planner expects a tenth of all rows, finds no plan that it
    // would keep, and plans anew each time.
    const [row] = await this.rows<{ nodes: Row[] }>(
      `select coalesce(json_agg(${node} order by ${orderBySql(ordered, page.backwards)}), '[]'::json) as nodes from (` +
        `select a.*, ${keys} from ${this.rowsOf(plan, compiler, bind)} a${whereSql(conditions)} order by ${orderBySql(order, page.backwards)} limit ${page.size + 1}) a`,
      bind,
      plan.keepPlan,
    );
    return asConnection(row?.nodes ?? [], page.size, page.backwards, page.from !== null, plan.orderName);
  }

  private rowsOf(plan: Pick<ConnectionPlan, 'type' | 'rows'>, compiler: SelectionCompiler, bind: Binder): string {
    return plan.rows === undefined ? compiler.viewOf(this.objectType(plan.type)) : `(${plan.rows(bind)})`;
  }

  private keyed(selected: FieldsByTypeName, type: string): DataLoader<string, Row | null> {
    const name = `${type} ${selectionKey(selected)}`;
    const known = this.loaders.get(name);
    if (known !== undefined) return known;
    const loader = new DataLoader<string, Row | null>(async (keys) => {
      const bind = this.binder();
      const compiler = new SelectionCompiler(this.schema, bind);
      const object = this.objectType(type);
      const built = compiler.object(object, selected, 'a', [`'__typename', '${type}'`, `'__key', k.key`]);
      const merged = sourceOf(object).merged;
      const key = merged === undefined ? 'k.key' : 'coalesce(m.kept_id, k.key)';
      const rows = await this.rows<{ node: Row }>(
        `select ${built} as node from unnest(${bind.param(keys, 'uuid[]')}) k (key)` +
          (merged === undefined ? '' : ` left join ${merged} m on m.id = k.key`) +
          ` join ${compiler.viewOf(object)} a on a.id = ${key}`,
        bind,
        true,
      );
      const found = new Map(rows.map(({ node }) => [node.__key as string, node]));
      return keys.map((key) => found.get(key) ?? null);
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

function asConnection(rows: Row[], size: number, backwards: boolean, fromCursor: boolean, orderName: string): Connection {
  const more = rows.length > size;
  const nodes = more ? rows.slice(0, size) : rows;
  if (backwards) nodes.reverse();
  const edges = nodes.flatMap((node) => (node.__cursor === undefined ? [] : [{ cursor: writeCursor(orderName, node.__cursor as unknown[]), node }]));
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: backwards ? fromCursor : more,
      hasPreviousPage: backwards ? more : fromCursor,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
