import { getNullableType, isEnumType, isInputObjectType, isListType, isNonNullType, isScalarType, type GraphQLInputType, type GraphQLSchema } from 'graphql';
import type { Draw, Pools } from './any-query';

/** A change that the schema allows, with variables drawn at random. */
export interface AnyChange {
  readonly mutation: string;
  readonly document: string;
  readonly variables: Record<string, unknown>;
  /** Says that its ids were found: ids of such types are drawn in their places more often from then on. */
  found(): void;
}

const DEEPEST = 4;

/**
 * Draws changes. Ids are of what their place is named after at first, or of anything; which type a place wants is learned
 * from the changes that got beyond looking for it, so that most come to what lies behind.
 */
export class AnyChanges {
  private readonly learned = new Map<string, Set<string>>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly pools: Pools,
    /** Ids by the type of what they name. */
    private readonly ids: ReadonlyMap<string, readonly string[]>,
  ) {}

  draw(draw: Draw): AnyChange {
    const mutations = Object.values(this.schema.getMutationType()?.getFields() ?? {});
    const { name, args } = one(mutations, draw);
    const drawn: [string, string][] = [];
    // How full inputs are is drawn for a change as a whole: of full ones many are refused for their first fault.
    const often = one([2, 4, 8], draw);
    const variables = Object.fromEntries(args.map((arg) => [arg.name, this.value(arg.type, `${name}.${arg.name}`, 0, { draw, often, drawn })]));
    return {
      mutation: name,
      document: `mutation (${args.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ')}) { ${name}(${args.map((arg) => `${arg.name}: $${arg.name}`).join(', ')}) { userErrors { code message path } } }`,
      variables,
      found: () => drawn.forEach(([place, type]) => this.learned.set(place, (this.learned.get(place) ?? new Set()).add(type))),
    };
  }

  private value(type: GraphQLInputType, place: string, depth: number, how: { readonly draw: Draw; readonly often: number; readonly drawn: [string, string][] }): unknown {
    const { draw, often } = how;
    const plain = getNullableType(type);
    if (isListType(plain)) return Array.from({ length: draw(3) }, () => this.value(plain.ofType as GraphQLInputType, place, depth, how));
    if (isEnumType(plain)) return one(plain.getValues(), draw).name;
    if (isScalarType(plain)) return plain.name === 'ID' ? this.id(place, how) : one(this.pools[place.slice(place.lastIndexOf('.') + 1)] ?? this.pools[plain.name] ?? ['x'], draw);
    if (!isInputObjectType(plain)) return null;
    const given = Object.values(plain.getFields()).filter((field) => isNonNullType(field.type) || (depth < DEEPEST && draw(often) === 0));
    return Object.fromEntries(given.map((field) => [field.name, !isNonNullType(field.type) && draw(12) === 0 ? null : this.value(field.type, `${place}.${field.name}`, depth + 1, how)]));
  }

  private id(place: string, { draw, drawn }: { readonly draw: Draw; readonly drawn: [string, string][] }): string {
    const types = [...this.ids.keys()];
    const named = types.filter((type) => place.toLowerCase().includes((/[A-Z][a-z]+$/.exec(type)?.[0] ?? type).toLowerCase()));
    const likely = [...(this.learned.get(place) ?? named)];
    const type = one(likely.length > 0 && draw(10) < 8 ? likely : types, draw);
    drawn.push([place, type]);
    return one(this.ids.get(type) ?? [], draw);
  }
}

function one<T>(list: readonly T[], draw: Draw): T {
  return list[draw(list.length)] as T;
}
