import {
  getNamedType, getNullableType, isCompositeType, isEnumType, isInputObjectType, isInterfaceType, isListType, isNonNullType, isObjectType, isScalarType, isUnionType,
  type GraphQLArgument, type GraphQLCompositeType, type GraphQLField, type GraphQLInputType, type GraphQLSchema,
} from 'graphql';

/** Draws one of so many possibilities: 0 to `count` - 1. */
export type Draw = (count: number) => number;

/** Values that a text or an id may have, by the name of the scalar. */
export type Pools = Readonly<Record<string, readonly unknown[]>>;

const DEEPEST = 5;
const MOST_FIELDS = 4;

/** A valid query of the schema, drawn at random: its fields, arguments, aliases, fragments, and conditions, some of them by the variables `x` and `y`. */
export function anyQuery(schema: GraphQLSchema, draw: Draw, pools: Pools): string {
  const root = schema.getQueryType();
  if (root == null) throw new Error('The schema has no queries.');
  return new Drawing(schema, draw, pools).query(root);
}

class Drawing {
  private aliases = 0;
  /** Definitions by the name of their type; empty while one is drawn, for it must not lead to itself. */
  private readonly fragments = new Map<string, string>();
  private readonly variables = new Set<string>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly draw: Draw,
    private readonly pools: Pools,
  ) {}

  query(root: GraphQLCompositeType): string {
    const selection = `{ ${this.fieldsOf(root, 0, 2)} }`;
    const variables = [...this.variables].map((name) => `$${name}: Boolean!`).join(', ');
    return [variables === '' ? selection : `query (${variables}) ${selection}`, ...this.fragments.values()].join(' ');
  }

  private selection(type: GraphQLCompositeType, depth: number): string {
    const parts = [this.fieldsOf(type, depth, MOST_FIELDS)];
    if (this.draw(5) === 0) parts.push('__typename');
    if (this.draw(6) === 0) parts.push(this.spread(type, depth));
    if ((isInterfaceType(type) || isUnionType(type)) && this.draw(2) === 0) {
      const one = this.one(this.schema.getPossibleTypes(type));
      parts.push(`... on ${one.name} { ${this.fieldsOf(one, depth, MOST_FIELDS)} }`);
    }
    return `{ ${parts.filter((part) => part !== '').join(' ') || '__typename'} }`;
  }

  private spread(type: GraphQLCompositeType, depth: number): string {
    const name = `Of${type.name}`;
    if (this.fragments.get(name) === '') return '';
    if (!this.fragments.has(name)) {
      this.fragments.set(name, '');
      this.fragments.set(name, `fragment ${name} on ${type.name} { ${this.fieldsOf(type, depth, 2)} }`);
    }
    return `...${name}${this.condition(3)}`;
  }

  /** Of so many one has a condition. */
  private condition(oneOf: number): string {
    if (this.draw(oneOf) !== 0) return '';
    const value = this.one(['true', 'false', '$x', '$y']);
    if (value.startsWith('$')) this.variables.add(value.slice(1));
    return ` @${this.one(['include', 'skip'])}(if: ${value})`;
  }

  private fieldsOf(type: GraphQLCompositeType, depth: number, most: number): string {
    if (isUnionType(type)) return '__typename';
    const all = Object.values(type.getFields()).filter((field) => depth < DEEPEST || !isCompositeType(getNamedType(field.type)));
    if (all.length === 0) return '__typename';
    return Array.from({ length: 1 + this.draw(most) }, () => this.field(this.one(all), depth)).join(' ');
  }

  private field(field: GraphQLField<unknown, unknown>, depth: number): string {
    // One name twice with other arguments would not be valid.
    const alias = field.args.length > 0 || this.draw(8) === 0 ? `x${(this.aliases += 1)}: ` : '';
    const args = field.args.flatMap((arg) => this.argument(field, arg));
    const condition = this.condition(12);
    const type = getNamedType(field.type);
    const selection = isCompositeType(type) ? ` ${this.merged(type, alias, depth)}` : '';
    return `${alias}${field.name}${args.length === 0 ? '' : `(${args.join(', ')})`}${condition}${selection}`;
  }

  /** Selections of one object under one name are merged, so that arguments within them must be under names of their own: they are. */
  private merged(type: GraphQLCompositeType, _alias: string, depth: number): string {
    return this.selection(type, depth + 1);
  }

  private argument(field: GraphQLField<unknown, unknown>, arg: GraphQLArgument): string[] {
    if (arg.name === 'first') return [`first: ${1 + this.draw(6)}`];
    if (['last', 'before'].includes(arg.name) && field.args.some(({ name }) => name === 'first')) return [];
    if (!isNonNullType(arg.type) && this.draw(2) === 0) return [];
    return [`${arg.name}: ${this.literal(arg.type, 0)}`];
  }

  private literal(type: GraphQLInputType, depth: number): string {
    const plain = getNullableType(type);
    if (isListType(plain)) return `[${Array.from({ length: this.draw(3) }, () => this.literal(plain.ofType as GraphQLInputType, depth)).join(', ')}]`;
    if (isEnumType(plain)) return this.one(plain.getValues()).name;
    if (isScalarType(plain)) return JSON.stringify(this.one(this.pools[plain.name] ?? ['x']));
    if (!isInputObjectType(plain)) return 'null';
    const fields = Object.values(plain.getFields()).filter((field) => isNonNullType(field.type) || (depth < 2 && this.draw(4) === 0));
    return `{ ${fields.map((field) => `${field.name}: ${this.literal(field.type, depth + 1)}`).join(', ')} }`;
  }

  private one<T>(list: readonly T[]): T {
    return list[this.draw(list.length)] as T;
  }
}

/** A place where text goes in: an argument, or a field of its input objects. */
export interface TextPlace {
  readonly name: string;
  readonly operation: string;
  /** The variables of the operation with a text in the place. */
  with(text: string): Record<string, unknown>;
}

const TEXTS = new Set(['String', 'ID', 'Postcode', 'Date', 'DateTime', 'Decimal']);

/** Every place of the schema where text goes in, queries and changes. */
export function textPlaces(schema: GraphQLSchema, pools: Pools): TextPlace[] {
  const first = (name: string): unknown => (pools[name] ?? ['x'])[0];
  return (['query', 'mutation'] as const).flatMap((kind) =>
    Object.values(schema.getRootType(kind as never)?.getFields() ?? {}).flatMap((field) =>
      field.args.flatMap((arg) =>
        pathsOf(arg.type, [], 0).map((path) => {
          const given = field.args.filter((other) => other === arg || isNonNullType(other.type) || other.name === 'first');
          const inner = isCompositeType(getNamedType(field.type)) ? ` ${shallow(getNamedType(field.type) as GraphQLCompositeType)}` : '';
          return {
            name: [field.name, arg.name, ...path].join('.'),
            operation: `${kind} (${given.map((one) => `$${one.name}: ${String(one.type)}`).join(', ')}) { ${field.name}(${given.map((one) => `${one.name}: $${one.name}`).join(', ')})${inner} }`,
            with: (text: string) => Object.fromEntries(given.map((one) => [one.name, one === arg ? filled(one.type, path, text, first) : one.name === 'first' ? 2 : filled(one.type, null, '', first)])),
          };
        }),
      ),
    ),
  );
}

/** The ways to the texts within an input. */
function pathsOf(type: GraphQLInputType, path: readonly string[], depth: number): (readonly string[])[] {
  const named = getNamedType(type);
  if (isScalarType(named)) return TEXTS.has(named.name) ? [path] : [];
  if (!isInputObjectType(named) || depth > 3) return [];
  return Object.values(named.getFields()).flatMap((field) => pathsOf(field.type, [...path, field.name], depth + 1));
}

/** A value of a type with a text where the path leads; without a path no more than must be given. */
function filled(type: GraphQLInputType, path: readonly string[] | null, text: string, first: (scalar: string) => unknown): unknown {
  const plain = getNullableType(type);
  if (isListType(plain)) return path === null ? [] : [filled(plain.ofType as GraphQLInputType, path, text, first)];
  if (isEnumType(plain)) return plain.getValues()[0]?.name;
  if (isScalarType(plain)) return path === null ? first(plain.name) : text;
  if (!isInputObjectType(plain)) return null;
  const [next, ...rest] = path ?? [];
  const fields = Object.values(plain.getFields()).filter((field) => field.name === next || isNonNullType(field.type));
  return Object.fromEntries(fields.map((field) => [field.name, filled(field.type, field.name === next ? rest : null, text, first)]));
}

/** Plain fields of an object and of what hangs on it, one step down. */
function shallow(type: GraphQLCompositeType, steps = 2): string {
  if (isUnionType(type)) return '{ __typename }';
  const fields = Object.values(type.getFields()).filter((field) => field.args.length === 0);
  const plain = fields.filter((field) => !isCompositeType(getNamedType(field.type))).map((field) => field.name);
  const deep = steps === 0 ? [] : fields.filter((field) => isObjectType(getNamedType(field.type))).slice(0, 3).map((field) => `${field.name} ${shallow(getNamedType(field.type) as GraphQLCompositeType, steps - 1)}`);
  return `{ __typename ${[...plain, ...deep].join(' ')} }`;
}
