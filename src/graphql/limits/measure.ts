import {
  getNamedType, getNullableType, isCompositeType, isListType, isObjectType, isUnionType, Kind, SchemaMetaFieldDef, TypeMetaFieldDef, visit,
  type DocumentNode, type FieldNode, type FragmentDefinitionNode, type FragmentSpreadNode, type GraphQLCompositeType, type GraphQLField, type GraphQLSchema, type InlineFragmentNode, type OperationDefinitionNode, type SelectionSetNode,
} from 'graphql';
import { defaultsOf, withPart, type CostPlan, type PageUse, type Variables } from './cost';
import { ASSUMED_ROWS } from './limits';

/** What a selection amounts to with its fragments written out. */
interface Measured {
  readonly depth: number;
  /** Fields that are looked up or reckoned where they are read. */
  readonly lookUps: number;
  readonly aliases: number;
  /** The most often that one field stands side by side under several names, and under one name. */
  readonly aliasesOfAField: number;
  readonly repeats: number;
  readonly cost: CostPlan;
}

export interface OperationMeasures extends Measured {
  readonly directives: number;
  readonly pages: readonly PageUse[];
  readonly defaults: Variables;
  /** What is wrong with a value or a name that is written in it. */
  readonly unfit: string | null;
  /** Asks for the schema itself. */
  readonly introspects: boolean;
}

interface Collected {
  readonly node: FieldNode;
  readonly parent: GraphQLCompositeType;
  readonly conditional: boolean;
}

const PAGED = new Set(['nodes', 'edges']);

/**
 * Measures one operation of a valid document in one pass. Each selection is measured once, however many fragments
 * lead to it: documents whose fragments double at every step cost no more than their text.
 */
export function measure(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): OperationMeasures {
  const walk = new Walk(schema, document);
  const root = schema.getRootType(operation.operation);
  if (root == null) throw new Error(`The schema has no ${operation.operation}.`);
  const measured = walk.selection(operation.selectionSet, root, false);
  return { ...measured, directives: walk.directives + (operation.directives?.length ?? 0), pages: walk.pages, introspects: walk.introspects, defaults: defaultsOf(operation), unfit: unfitIn(document) };
}

/** What is wrong with a text that `isUnfit`. */
export const UNFIT = 'holds U+0000 or half of a pair of characters, which no text may.';

/** Whether a text holds U+0000 or a surrogate without its other half: PostgreSQL refuses both, as text or as JSON. */
export function isUnfit(text: string): boolean {
  return /[\0\ud800-\udfff]/u.test(text);
}

function unfitIn(document: DocumentNode): string | null {
  let found: string | null = null;
  const number = ({ value }: { readonly value: string }): void => {
    if (!Number.isFinite(Number(value))) found ??= `The number ${value.length > 20 ? `${value.slice(0, 20)}…` : value} is too large.`;
  };
  visit(document, {
    StringValue: ({ value }) => {
      if (isUnfit(value)) found ??= `A text ${UNFIT}`;
    },
    IntValue: number,
    FloatValue: number,
    Field: ({ alias }) => {
      // What every object has is taken for what was asked before.
      if (alias !== undefined && alias.value in Object.prototype) found ??= `No field can be called ${alias.value}.`;
    },
  });
  return found;
}

class Walk {
  directives = 0;
  introspects = false;
  readonly pages: PageUse[] = [];
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  private readonly known = new Map<SelectionSetNode, Measured>();

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
  ) {
    this.fragments = new Map(document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [])));
  }

  selection(set: SelectionSetNode, type: GraphQLCompositeType, conditional: boolean): Measured {
    const known = this.known.get(set);
    if (known !== undefined) return known;
    const collected: Collected[] = [];
    const later: (() => void)[] = [];
    this.collect(set, type, conditional, new Set(), collected, later);
    for (const one of later) one();
    const measured = this.sum(collected);
    this.known.set(set, measured);
    return measured;
  }

  /**
   * The fields of a selection, those of its fragments included; a fragment counts once, as it does when it is run. What is
   * under a condition comes `later`: a fragment that is spread without one as well is under none.
   */
  private collect(set: SelectionSetNode, parent: GraphQLCompositeType, conditional: boolean, spread: Set<string>, into: Collected[], later: (() => void)[]): void {
    for (const node of set.selections) {
      const directives = node.directives?.length ?? 0;
      this.directives += directives;
      const may = conditional || directives > 0;
      if (node.kind === Kind.FIELD) into.push({ node, parent, conditional: may });
      else if (may && !conditional) later.push(() => this.collectFragment(node, parent, true, spread, into, later));
      else this.collectFragment(node, parent, may, spread, into, later);
    }
  }

  private collectFragment(node: FragmentSpreadNode | InlineFragmentNode, parent: GraphQLCompositeType, conditional: boolean, spread: Set<string>, into: Collected[], later: (() => void)[]): void {
    if (node.kind === Kind.FRAGMENT_SPREAD) {
      if (spread.has(node.name.value)) return;
      spread.add(node.name.value);
    }
    const fragment = node.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(node.name.value) : node;
    if (fragment !== undefined) this.collect(fragment.selectionSet, this.composite(fragment.typeCondition?.name.value) ?? parent, conditional, spread, into, later);
  }

  private sum(collected: readonly Collected[]): Measured {
    const ofField = new Counts();
    const ofKey = new Counts();
    let total: Measured = { depth: 0, lookUps: 0, aliases: 0, aliasesOfAField: 0, repeats: 0, cost: { fixed: 0, parts: [] } };
    for (const one of collected) {
      const name = one.node.name.value;
      const alias = one.node.alias?.value;
      const inner = this.field(one, total.cost);
      total = {
        depth: Math.max(total.depth, 1 + inner.depth),
        lookUps: total.lookUps + inner.lookUps,
        aliases: total.aliases + inner.aliases + (alias === undefined ? 0 : 1),
        aliasesOfAField: Math.max(total.aliasesOfAField, inner.aliasesOfAField, alias === undefined ? 0 : ofField.add(name)),
        repeats: Math.max(total.repeats, inner.repeats, ofKey.add(alias ?? name)),
        cost: inner.cost,
      };
    }
    return total;
  }

  /** What lies within a field; its cost is `before` with the field's own added. */
  private field({ node, parent, conditional }: Collected, before: CostPlan): Measured {
    const leaf: Measured = { depth: 0, lookUps: 0, aliases: 0, aliasesOfAField: 0, repeats: 0, cost: before };
    const name = node.name.value;
    if (name === '__schema' || name === '__type') this.introspects = true;
    const definition = fieldOf(this.schema, parent, name);
    if (definition === undefined) return leaf;
    const weight = definition.extensions.weight ?? {};
    const lookUps = isLookedUp(definition) ? 1 : 0;
    const weighed = { ...before, fixed: before.fixed + (weight.flat ?? 0) };
    const type = getNamedType(definition.type);
    if (node.selectionSet === undefined || !isCompositeType(type)) return { ...leaf, lookUps, cost: weighed };
    const page = isPaged(definition) ? { field: node, conditional } : null;
    if (page !== null) this.pages.push(page);
    const inner = this.selection(node.selectionSet, type, conditional);
    return { ...inner, lookUps: inner.lookUps + lookUps, cost: withPart(weighed, { rows: rowsOf(definition, parent, weight.rows), page, plan: inner.cost }) };
  }

  private composite(name: string | undefined): GraphQLCompositeType | undefined {
    const type = name === undefined ? undefined : this.schema.getType(name);
    return isCompositeType(type) ? type : undefined;
  }
}

function fieldOf(schema: GraphQLSchema, parent: GraphQLCompositeType, name: string): GraphQLField<unknown, unknown> | undefined {
  if (name === SchemaMetaFieldDef.name && parent === schema.getQueryType()) return SchemaMetaFieldDef;
  if (name === TypeMetaFieldDef.name && parent === schema.getQueryType()) return TypeMetaFieldDef;
  return isUnionType(parent) ? undefined : parent.getFields()[name];
}

function rowsOf(field: GraphQLField<unknown, unknown>, parent: GraphQLCompositeType, assumed: number | undefined): number | 'page' {
  if (!isListType(getNullableType(field.type))) return 1;
  if (isObjectType(parent) && parent.name.endsWith('Connection') && PAGED.has(field.name)) return 'page';
  return assumed ?? ASSUMED_ROWS;
}

function isLookedUp({ extensions: { from } }: GraphQLField<unknown, unknown>): boolean {
  return from !== undefined && ('sql' in from || 'one' in from || 'list' in from);
}

function isPaged(field: GraphQLField<unknown, unknown>): boolean {
  return field.args.some((arg) => arg.name === 'first') && field.args.some((arg) => arg.name === 'last');
}

class Counts {
  private readonly counts = new Map<string, number>();

  add(key: string): number {
    const count = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, count);
    return count;
  }
}
