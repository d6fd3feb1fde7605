import { getNamedType, isInterfaceType, isObjectType, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import type { FieldsByTypeName, ResolveTree } from 'graphql-parse-resolve-info';
import { NotingBinder, type Binder } from './binder';
import { answerKey, fieldSourceOf, sourceOf } from './shape';

/** json_build_object takes at most 100 arguments. */
const PAIRS_AT_ONCE = 50;

interface Compiled {
  readonly day: string;
  readonly bind: NotingBinder;
  readonly pairs: readonly string[];
}

/** Selections are kept with their documents, and so is what was compiled of them for those who are not signed in. */
const compiled = new WeakMap<FieldsByTypeName, Map<string, Compiled>>();

/**
 * Compiles what a selection asks of one type into an SQL expression that builds its JSON from a row. Nested objects
 * become correlated subqueries over their own masked views, so that one statement answers the whole selection.
 */
export class SelectionCompiler {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly bind: Binder,
  ) {}

  /** The view that rows of a type come from, for this viewer. */
  viewOf(type: GraphQLObjectType): string {
    const source = sourceOf(type);
    return this.bind.cleared && source.cleared !== undefined ? source.cleared : source.view;
  }

  /** `json_build_object(…)` over `row`, the alias of a row of the type. `extra` are further pairs, as SQL. */
  object(type: GraphQLObjectType, selected: FieldsByTypeName, row: string, extra: readonly string[] = []): string {
    const pairs = [...extra, ...this.keptPairs(type, selected, row)];
    if (pairs.length <= PAIRS_AT_ONCE) return `json_build_object(${pairs.join(', ')})`;
    const parts: string[] = [];
    for (let at = 0; at < pairs.length; at += PAIRS_AT_ONCE) {
      parts.push(`jsonb_build_object(${pairs.slice(at, at + PAIRS_AT_ONCE).join(', ')})`);
    }
    return `(${parts.join(' || ')})`;
  }

  private keptPairs(type: GraphQLObjectType, selected: FieldsByTypeName, row: string): readonly string[] {
    // What a cleared viewer may see can depend on who it is: nothing of one is kept for another.
    if (this.bind.cleared || this.bind instanceof NotingBinder) return this.pairs(type, selected, row);
    const ofSelection = compiled.get(selected) ?? new Map<string, Compiled>();
    compiled.set(selected, ofSelection);
    const key = `${type.name} ${row}`;
    let known = ofSelection.get(key);
    if (known === undefined || known.day !== this.bind.day) {
      const bind = new NotingBinder(this.bind.viewer, this.bind.day);
      known = { day: bind.day, bind, pairs: new SelectionCompiler(this.schema, bind).pairs(type, selected, row) };
      ofSelection.set(key, known);
    }
    const { bind, pairs } = known;
    return pairs.map((pair) => bind.place(pair, this.bind));
  }

  private pairs(type: GraphQLObjectType, selected: FieldsByTypeName, row: string): string[] {
    const pairs = new Map<string, string>();
    for (const [key, field] of this.fieldsOf(type, selected)) {
      const definition = type.getFields()[field.name];
      if (definition === undefined) continue;
      const from = fieldSourceOf(definition);
      if ('columns' in from) for (const column of from.columns) pairs.set(column, `${row}.${column}`);
      else pairs.set(key, this.value(type, field, row));
    }
    return [...pairs].map(([name, sql]) => `'${name.replaceAll("'", "''")}', ${sql}`);
  }

  /**
   * What is asked of an object, be it by its own type, an interface or fragments. One field asked for twice under two
   * names is read once, with all that either asks of it.
   */
  private fieldsOf(type: GraphQLObjectType, selected: FieldsByTypeName): Map<string, ResolveTree> {
    const all = new Map<string, ResolveTree>();
    for (const [name, fields] of Object.entries(selected)) {
      const asked = this.schema.getType(name);
      if (name !== type.name && !(isInterfaceType(asked) && this.schema.isSubType(asked, type))) continue;
      for (const field of Object.values(fields)) {
        const key = answerKey(field.name, field.args);
        const before = all.get(key);
        all.set(key, before === undefined ? field : { ...field, fieldsByTypeName: merged(before.fieldsByTypeName, field.fieldsByTypeName) });
      }
    }
    return all;
  }

  private value(type: GraphQLObjectType, field: ResolveTree, row: string): string {
    const definition = type.getFields()[field.name];
    if (definition === undefined) throw new Error(`${type.name}.${field.name} does not exist.`);
    const from = fieldSourceOf(definition);
    if ('column' in from) return from.as === undefined ? `${row}.${from.column}` : `${row}.${from.column}::${from.as}`;
    if ('sql' in from) return from.sql(row, this.bind, field.args);

    const named = getNamedType(definition.type);
    if ('columns' in from || !isObjectType(named)) throw new Error(`${type.name}.${field.name} does not link to an object.`);
    const child = this.bind.alias();
    const object = this.object(named, field.fieldsByTypeName, child);
    const link = 'one' in from ? from.one : from.list;
    const source = link.rows === undefined ? this.viewOf(named) : `(${link.rows(row, this.bind, field.args)})`;
    const rows = `from ${source} ${child} where ${link.where(child, row, this.bind, field.args)}`;
    if ('one' in from) return `(select ${object} ${rows} limit 1)`;
    const order = link.orderBy === undefined ? '' : ` order by ${link.orderBy(child, row)}`;
    return `(select coalesce(json_agg(${object}${order}), '[]'::json) ${rows})`;
  }
}

/** Both selections as one; a name that means two things in them is kept under a second name. */
function merged(one: FieldsByTypeName, other: FieldsByTypeName): FieldsByTypeName {
  const all: FieldsByTypeName = { ...one };
  for (const [type, fields] of Object.entries(other)) {
    const into: Record<string, ResolveTree> = { ...all[type] };
    for (const [name, field] of Object.entries(fields)) into[name in into ? `${name} again ${Object.keys(into).length}` : name] = field;
    all[type] = into;
  }
  return all;
}
