import { visit, type ASTNode, type FieldNode, type GraphQLResolveInfo } from 'graphql';

interface Kept<T> {
  readonly nodes: readonly FieldNode[];
  /** Absent where it holds variables. */
  readonly value?: T;
}

/** @param constant what is made is kept beyond the request, nothing of whose variables may be kept with it. */
type Make<T> = (info: GraphQLResolveInfo, constant: boolean) => T;

/**
 * What is made of what a field is asked for. Without variables a selection is the same for every request and is kept
 * with its parsed document; with them it is the same for all rows of one request.
 */
export function keptWithDocument<T>(make: Make<T>): (info: GraphQLResolveInfo) => T {
  const constant = new WeakMap<FieldNode, Kept<T>>();
  const ofRequest = new WeakMap<object, Map<FieldNode, Kept<T>>>();

  const ofThisRequest = (first: FieldNode, info: GraphQLResolveInfo): T => {
    let kept = ofRequest.get(info.variableValues);
    if (kept === undefined) {
      kept = new Map();
      ofRequest.set(info.variableValues, kept);
    }
    const known = kept.get(first);
    if (known?.value !== undefined && sameNodes(known.nodes, info.fieldNodes)) return known.value;
    const value = make(info, false);
    kept.set(first, { nodes: info.fieldNodes, value });
    return value;
  };

  return (info) => {
    const first = info.fieldNodes[0] as FieldNode;
    const known = constant.get(first);
    if (known !== undefined && sameNodes(known.nodes, info.fieldNodes)) return known.value ?? ofThisRequest(first, info);
    const varies = info.fieldNodes.some((node) => holdsVariable(node, info));
    if (varies) {
      constant.set(first, { nodes: info.fieldNodes });
      return ofThisRequest(first, info);
    }
    const value = make(info, true);
    constant.set(first, { nodes: info.fieldNodes, value });
    return value;
  };
}

function sameNodes(one: readonly FieldNode[], other: readonly FieldNode[]): boolean {
  return one === other || (one.length === other.length && one.every((node, at) => node === other[at]));
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
