import {
  getNamedType, getNullableType, GraphQLNonNull, isCompositeType, isInterfaceType, isListType, isNonNullType, isObjectType, Kind, TypeInfo, visit, visitWithTypeInfo,
  type DocumentNode, type GraphQLField, type GraphQLNamedType, type GraphQLSchema,
} from 'graphql';
import { JsonTextScalar } from './json-text';
import { fieldSourceOf, isNodeId } from './shape';

/** Ends the name of a field that gives text for objects; no name that a caller may write has the sign. */
const SUFFIX = '$text';

export function textName(name: string): string {
  return `${name}${SUFFIX}`;
}

export function isTextName(name: string): boolean {
  return name.endsWith(SUFFIX);
}

/** Whether a message names a field that gives text. */
export function namesText(message: string): boolean {
  return message.includes(SUFFIX);
}

/**
 * Beside every field that leads from what resolvers make to objects that are read from the database, a twin that gives
 * them as text. Twins are found by name alone: whoever lists the fields of a type, as introspection does, sees none.
 */
export function addTextFields(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isRead(type) || type === schema.getMutationType()) continue;
    const fields = type.getFields();
    for (const field of Object.values(fields).filter((one) => isRead(getNamedType(one.type)))) {
      const name = textName(field.name);
      const twin = { ...field, name, type: isNonNullType(field.type) ? new GraphQLNonNull(JsonTextScalar) : JsonTextScalar };
      Object.defineProperty(fields, name, { value: twin, enumerable: false });
    }
  }
}

/** The document with twins for fields wherever objects begin, or null where something below needs more than the database. */
export function asTextDocument(schema: GraphQLSchema, document: DocumentNode): DocumentNode | null {
  let fits = document.definitions.every((one) => one.kind !== Kind.OPERATION_DEFINITION || one.operation === 'query');
  let found = false;
  const types = new TypeInfo(schema);
  const rewritten = visit(
    document,
    visitWithTypeInfo(types, {
      Field: {
        // Every field is copied: what is kept of the one document under its fields is not true of the other.
        leave: (node) => {
          const parent = types.getParentType();
          const field = types.getFieldDef();
          if (parent == null || field == null || field.name.startsWith('__')) return { ...node };
          if (isRead(parent)) {
            fits &&= isNodeId(parent, field) || isWritten(field);
            return { ...node };
          }
          if (!isRead(getNamedType(field.type))) return { ...node };
          found = true;
          return { ...node, alias: node.alias ?? { kind: Kind.NAME, value: field.name }, name: { kind: Kind.NAME, value: textName(field.name) } };
        },
      },
    }),
  ) as DocumentNode;
  return fits && found ? rewritten : null;
}

function isRead(type: GraphQLNamedType): boolean {
  return isObjectType(type) && type.extensions.source !== undefined;
}

/** Whether the database can write what a field of a read type answers, to the last of its values. */
function isWritten(field: GraphQLField<unknown, unknown>): boolean {
  const from = fieldSourceOf(field);
  const named = getNamedType(field.type);
  if ('columns' in from || isInterfaceType(named)) return false;
  if (!isCompositeType(named) || 'one' in from || 'list' in from) return true;
  // Part of the row: an object of plain values.
  const values = isObjectType(named) ? Object.values(named.getFields()) : [];
  return !isListType(getNullableType(field.type)) && values.length > 0 && values.every((value) => value.resolve === undefined && !isCompositeType(getNamedType(value.type)));
}
