import { getNamedType, print } from 'graphql';
import { parseResolveInfo, type FieldsByTypeName, type ResolveTree } from 'graphql-parse-resolve-info';
import { keptWithDocument } from './kept';
import { TextSelection } from './text-selection';

/** What is asked of objects: by their fields, or by the names that a text of them has. */
export type Selection = FieldsByTypeName | TextSelection;


const ofNodes = new WeakMap<ResolveTree, FieldsByTypeName>();
const keys = new WeakMap<Selection, string>();

/** What is asked of a field, without its own arguments where it is kept. */
export const treeOf = keptWithDocument((info, constant): ResolveTree => {
  const tree = parseResolveInfo(info) as ResolveTree | null | undefined;
  if (tree == null) throw new Error(`${getNamedType(info.returnType).name} has no selection.`);
  return constant ? { ...tree, args: {} } : tree;
});

/** Equal for selections that ask the same. */
export function selectionKey(selected: Selection): string {
  let key = keys.get(selected);
  if (key === undefined) {
    key = selected instanceof TextSelection ? selected.nodes.map(({ selectionSet }) => (selectionSet === undefined ? '' : print(selectionSet))).join(' ') : JSON.stringify(selected);
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
