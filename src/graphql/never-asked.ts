import { Kind, visit, type DirectiveNode, type DocumentNode, type FieldNode, type SelectionNode, type ValueNode } from 'graphql';

/** What stands where all of a selection is left out: the object is there, with nothing in it. */
const NOTHING: FieldNode = {
  kind: Kind.FIELD,
  name: { kind: Kind.NAME, value: '__typename' },
  directives: [{ kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: 'skip' }, arguments: [{ kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: 'if' }, value: { kind: Kind.BOOLEAN, value: true } }] }],
};

/** Which variables decide what of a document is asked, and whether anything does. */
export interface Conditions {
  readonly any: boolean;
  readonly variables: readonly string[];
}

export function conditionsOf(document: DocumentNode): Conditions {
  const variables = new Set<string>();
  let any = false;
  visit(document, {
    Directive: (node) => {
      const condition = conditionOf(node);
      any ||= condition !== undefined;
      if (condition?.kind === Kind.VARIABLE) variables.add(condition.name.value);
    },
  });
  return { any, variables: [...variables].sort() };
}

/**
 * The document as its conditions (`@include`, `@skip`) leave it, in nodes of its own. graphql-jit would write a spread's
 * condition onto the fields of its fragment, wherever else that is spread, and count what is left out where the names of
 * an object take their order.
 */
export function asAsked(document: DocumentNode, isTrue: (variable: string) => boolean): DocumentNode {
  const holds = (value: ValueNode): boolean => (value.kind === Kind.VARIABLE ? isTrue(value.name.value) : value.kind === Kind.BOOLEAN && value.value);
  const isAsked = ({ directives = [] }: SelectionNode): boolean =>
    directives.every((directive) => {
      const condition = conditionOf(directive);
      return condition === undefined || holds(condition) === (directive.name.value === 'include');
    });
  return visit(document, {
    SelectionSet: (node) => {
      const asked = node.selections.filter(isAsked).map((selection) => ({ ...selection, directives: selection.directives?.filter((directive) => conditionOf(directive) === undefined) ?? [] }));
      return { ...node, selections: asked.length === 0 ? [{ ...NOTHING }] : asked };
    },
  }) as DocumentNode;
}

function conditionOf({ name, arguments: given }: DirectiveNode): ValueNode | undefined {
  if (name.value !== 'include' && name.value !== 'skip') return undefined;
  return given?.find((argument) => argument.name.value === 'if')?.value;
}
