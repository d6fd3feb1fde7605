import { getNamedType, isInterfaceType, isObjectType, type GraphQLField, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import type { FieldsByTypeName, ResolveTree } from 'graphql-parse-resolve-info';
import { NotingBinder, type Binder } from './binder';
import { textSql } from './compile-text';
import type { Selection } from './selection';
import { answerKey, fieldSourceOf, sourceOf, type Added, type Args, type LinkSource } from './shape';
import { TextSelection } from './text-selection';

/** json_build_object takes at most 100 arguments. */
const PAIRS_AT_ONCE = 50;

interface Compiled {
  readonly day: string;
  readonly knownAt: string | null;
  readonly bind: NotingBinder;
  readonly parts: readonly string[];
}

/** Selections are kept with their documents, and so is what was compiled of them for those who are not signed in. */
const compiled = new WeakMap<Selection, Map<string, Compiled>>();

/**
 * Compiles what a selection asks of one type into an SQL expression that builds its JSON from a row. Nested objects
 * become correlated subqueries over their own masked views, so that one statement answers the whole selection.
 */
export class SelectionCompiler {
  constructor(
    private readonly schema: GraphQLSchema,
    readonly bind: Binder,
  ) {}

  /** The view that rows of a type come from, for this viewer. */
  viewOf(type: GraphQLObjectType): string {
    const source = sourceOf(type);
    const all = this.bind.cleared && source.cleared !== undefined ? source.cleared : source.view;
    return this.bind.knownAt === null || source.known === undefined ? all : source.known(all, this.bind);
  }

  /** `json_build_object(…)` over `row`, the alias of a row of the type. `extra` are further pairs of keyed objects, as SQL. */
  object(type: GraphQLObjectType, selected: Selection, row: string, added: Added = {}, extra: readonly string[] = []): string {
    if (selected instanceof TextSelection) return this.text(type, selected, row, added);
    const pairs = [...Object.entries(added).map(([name, sql]) => `'${name}', ${sql}`), ...extra, ...this.kept(type, selected, row, (compiler) => compiler.pairs(type, selected, row))];
    if (pairs.length <= PAIRS_AT_ONCE) return `json_build_object(${pairs.join(', ')})`;
    const parts: string[] = [];
    for (let at = 0; at < pairs.length; at += PAIRS_AT_ONCE) {
      parts.push(`jsonb_build_object(${pairs.slice(at, at + PAIRS_AT_ONCE).join(', ')})`);
    }
    return `(${parts.join(' || ')})`;
  }

  /** Rows of another type that hang on a row. `object` makes what is wanted of each. */
  linked(definition: GraphQLField<unknown, unknown>, from: LinkSource, args: Args, row: string, object: (type: GraphQLObjectType, row: string) => string): string {
    const type = getNamedType(definition.type);
    if (!isObjectType(type)) throw new Error(`${definition.name} does not link to an object.`);
    const child = this.bind.alias();
    const made = object(type, child);
    const link = 'one' in from ? from.one : from.list;
    const source = link.rows === undefined ? this.viewOf(type) : `(${link.rows(row, this.bind, args)})`;
    const rows = `from ${source} ${child} where ${link.where(child, row, this.bind, args)}`;
    if ('one' in from) return `(select ${made} ${rows} limit 1)`;
    const order = link.orderBy === undefined ? '' : ` order by ${link.orderBy(child, row)}`;
    return `(select coalesce(json_agg(${made}${order}), '[]'::json) ${rows})`;
  }

  private text(type: GraphQLObjectType, selected: TextSelection, row: string, added: Added): string {
    // What a list adds belongs to its request.
    if (Object.keys(added).length > 0) return textSql(this, type, selected, row, added);
    return this.kept(type, selected, row, (compiler) => [textSql(compiler, type, selected, row, added)]).join('');
  }

  private kept(type: GraphQLObjectType, selected: Selection, row: string, make: (compiler: SelectionCompiler) => readonly string[]): readonly string[] {
    // What a cleared viewer may see can depend on who it is: nothing of one is kept for another.
    if (this.bind.cleared || this.bind instanceof NotingBinder) return make(this);
    const ofSelection = compiled.get(selected) ?? new Map<string, Compiled>();
    compiled.set(selected, ofSelection);
    const key = `${type.name} ${row}`;
    let known = ofSelection.get(key);
    if (known === undefined || known.day !== this.bind.day || known.knownAt !== this.bind.knownAt) {
      const bind = new NotingBinder(this.bind.viewer, this.bind.day, this.bind.knownAt);
      known = { day: bind.day, knownAt: bind.knownAt, bind, parts: make(new SelectionCompiler(this.schema, bind)) };
      ofSelection.set(key, known);
    }
    const { bind, parts } = known;
    return parts.map((part) => bind.place(part, this.bind));
  }

  private pairs(type: GraphQLObjectType, selected: FieldsByTypeName, row: string): string[] {
    const pairs = new Map<string, string>();
    for (const [key, field] of this.fieldsOf(type, selected)) {
      const definition = type.getFields()[field.name];
      if (definition === undefined) continue;
      const from = fieldSourceOf(definition);
      if ('added' in from) continue;
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

    if ('columns' in from || 'added' in from) throw new Error(`${type.name}.${field.name} does not link to an object.`);
    return this.linked(definition, from, field.args, row, (child, childRow) => this.object(child, field.fieldsByTypeName, childRow));
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
