import { getNamedType, visit, type ASTNode, type FieldNode, type GraphQLResolveInfo } from 'graphql';
import { parseResolveInfo, type FieldsByTypeName, type ResolveTree } from 'graphql-parse-resolve-info';

interface Kept {
  readonly nodes: readonly FieldNode[];
  /** Null where it holds variables. */
  readonly tree: ResolveTree | null;
}

const constant = new WeakMap<FieldNode, Kept>();
const ofRequest = new WeakMap<object, Map<FieldNode, Kept>>();
const ofNodes = new WeakMap<ResolveTree, FieldsByTypeName>();
const keys = new WeakMap<FieldsByTypeName, string>();

/**
 * What is asked of a field. Without variables a selection is the same for every request and is kept with its parsed
 * document; with them it is the same for all rows of one request.
 */
export function treeOf(info: GraphQLResolveInfo): ResolveTree {
  const first = info.fieldNodes[0] as FieldNode;
  const known = constant.get(first);
  if (known === undefined || !sameNodes(known.nodes, info.fieldNodes)) {
    const varies = info.fieldNodes.some((node) => holdsVariable(node, info));
    const tree = varies ? null : parsed(info);
    constant.set(first, { nodes: info.fieldNodes, tree });
    if (tree !== null) return tree;
  } else if (known.tree !== null) {
    return known.tree;
  }
  return treeWithVariables(first, info);
}

/** Equal for selections that ask the same. */
export function selectionKey(selected: FieldsByTypeName): string {
  let key = keys.get(selected);
  if (key === undefined) {
    key = JSON.stringify(selected);
    keys.set(selected, key);
  }
  return key;
}

/** What is asked of the nodes of a connection, through `nodes`, `edges { node }` or both. */
export function nodeSelection(tree: ResolveTree): FieldsByTypeName {
  let selected = ofNodes.get(tree);
  if (selected === undefined) {
    selected = readNodeSelection(fieldsAsked(tree));
    ofNodes.set(tree, selected);
  }
  return selected;
}

export function fieldsAsked(tree: ResolveTree): ResolveTree[] {
  return Object.values(tree.fieldsByTypeName).flatMap((fields) => Object.values(fields));
}

function sameNodes(one: readonly FieldNode[], other: readonly FieldNode[]): boolean {
  return one === other || (one.length === other.length && one.every((node, at) => node === other[at]));
}

function treeWithVariables(first: FieldNode, info: GraphQLResolveInfo): ResolveTree {
  let trees = ofRequest.get(info.variableValues);
  if (trees === undefined) {
    trees = new Map();
    ofRequest.set(info.variableValues, trees);
  }
  const known = trees.get(first);
  if (known?.tree != null && sameNodes(known.nodes, info.fieldNodes)) return known.tree;
  const tree = parsed(info);
  trees.set(first, { nodes: info.fieldNodes, tree });
  return tree;
}

function parsed(info: GraphQLResolveInfo): ResolveTree {
  const tree = parseResolveInfo(info) as ResolveTree | null | undefined;
  if (tree == null) throw new Error(`${getNamedType(info.returnType).name} has no selection.`);
  return tree;
}

/** Whether what is asked of a field depends on a variable; its own arguments are not part of what is asked of it. */
function holdsVariable(field: FieldNode, info: GraphQLResolveInfo): boolean {
  const pending: ASTNode[] = [...(field.directives ?? []), ...(field.selectionSet === undefined ? [] : [field.selectionSet])];
  const spread = new Set<string>();
  let found = false;
  for (let node = pending.pop(); node !== undefined && !found; node = pending.pop()) {
    visit(node, {
      Variable: () => {
        found = true;
      },
      FragmentSpread: ({ name }) => {
        const fragment = info.fragments[name.value];
        if (fragment === undefined || spread.has(name.value)) return;
        spread.add(name.value);
        pending.push(fragment);
      },
    });
  }
  return found;
}

function readNodeSelection(asked: readonly ResolveTree[]): FieldsByTypeName {
  const selected: FieldsByTypeName = {};
  const take = (from: FieldsByTypeName, mark: string): void => {
    for (const [type, fields] of Object.entries(from)) {
      selected[type] ??= {};
      for (const [key, field] of Object.entries(fields)) selected[type][`${mark} ${key}`] = field;
    }
  };
  asked.forEach((field, at) => {
    if (field.name === 'nodes') take(field.fieldsByTypeName, `n${at}`);
    if (field.name !== 'edges') return;
    for (const fields of Object.values(field.fieldsByTypeName)) {
      Object.values(fields).forEach((inner, index) => {
        if (inner.name === 'node') take(inner.fieldsByTypeName, `e${at}.${index}`);
      });
    }
  });
  return selected;
}
