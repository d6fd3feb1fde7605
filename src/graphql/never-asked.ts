import { BREAK, Kind, visit, type DocumentNode, type SelectionNode } from 'graphql';

/**
 * The document without what it itself says is never asked (`@include(if: false)`, `@skip(if: true)`). graphql-jit would
 * still count it where names of an object take their order. A selection of nothing else stays as it is.
 */
export function withoutNeverAsked(document: DocumentNode): DocumentNode {
  let any = false;
  visit(document, {
    Directive: (node) => {
      any ||= node.name.value === 'include' || node.name.value === 'skip';
      return any ? BREAK : undefined;
    },
  });
  if (!any) return document;
  return visit(document, {
    SelectionSet: (node) => {
      const asked = node.selections.filter((selection) => !isNeverAsked(selection));
      return asked.length === 0 || asked.length === node.selections.length ? undefined : { ...node, selections: asked };
    },
  }) as DocumentNode;
}

function isNeverAsked({ directives }: SelectionNode): boolean {
  return (directives ?? []).some(({ name, arguments: given }) => {
    const value = given?.find((argument) => argument.name.value === 'if')?.value;
    return value?.kind === Kind.BOOLEAN && ((name.value === 'include' && !value.value) || (name.value === 'skip' && value.value));
  });
}
