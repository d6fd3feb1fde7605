import { getNamedType, GraphQLError, isInterfaceType, isObjectType, TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type GraphQLSchema } from 'graphql';
import { admits, type Role } from '../access/viewer';

/**
 * Whether a role may ask what a document asks, field by field. Decided once for a document and role, and kept with
 * the parsed document, so that a request pays one look-up.
 */
export class AudienceCheck {
  private readonly known = new WeakMap<DocumentNode, Map<Role, GraphQLError | null>>();

  constructor(private readonly schema: GraphQLSchema) {}

  refusal(document: DocumentNode, role: Role): GraphQLError | null {
    let ofDocument = this.known.get(document);
    if (ofDocument === undefined) {
      ofDocument = new Map();
      this.known.set(document, ofDocument);
    }
    let refusal = ofDocument.get(role);
    if (refusal === undefined) {
      refusal = this.decide(document, role);
      ofDocument.set(role, refusal);
    }
    return refusal;
  }

  private decide(document: DocumentNode, role: Role): GraphQLError | null {
    const types = new TypeInfo(this.schema);
    let refusal: GraphQLError | null = null;
    visit(
      document,
      visitWithTypeInfo(types, {
        Field: () => {
          const parent = types.getParentType();
          const field = types.getFieldDef();
          if (field == null || parent == null || field.name.startsWith('__') || parent.name.startsWith('__')) return;
          const audience = isInterfaceType(parent) ? 'PUBLIC' : field.extensions.audience;
          if (audience !== undefined && admits(role, audience)) return;
          refusal ??= refused(role, `${parent.name}.${field.name}`);
        },
      }),
    );
    return refusal;
  }
}

function refused(role: Role, field: string): GraphQLError {
  return role === 'ANONYMOUS'
    ? new GraphQLError(`Sign in to use ${field}.`, { extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } })
    : new GraphQLError(`${field} is not open to your role.`, { extensions: { code: 'FORBIDDEN', http: { status: 403 } } });
}

/** Fields of the schema that do not say whom they are for. There must be none. */
export function fieldsWithoutAudience(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
    .flatMap((type) =>
      isObjectType(type)
        ? Object.values(type.getFields())
            .filter((field) => field.extensions.audience === undefined)
            .map((field) => `${type.name}.${field.name}: ${getNamedType(field.type).name}`)
        : [],
    );
}
