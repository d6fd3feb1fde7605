import { getArgumentValues, getNamedType, isObjectType, type FieldNode, type GraphQLObjectType, type GraphQLResolveInfo } from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields';
import { isTextName } from './as-text';
import { NotAsText } from './json-text';
import { keptWithDocument } from './kept';
import type { Args } from './shape';

export interface TextField {
  readonly name: string;
  readonly args: Args;
  readonly selected: TextSelection;
}

/** What is asked of an object, read as graphql-js itself reads it: by the names that the answer has, in their order. */
export class TextSelection {
  private readonly ofTypes = new Map<GraphQLObjectType, ReadonlyMap<string, TextField>>();

  constructor(
    private readonly info: Pick<GraphQLResolveInfo, 'schema' | 'fragments' | 'variableValues'>,
    readonly nodes: readonly FieldNode[],
  ) {}

  fieldsOf(type: GraphQLObjectType): ReadonlyMap<string, TextField> {
    const known = this.ofTypes.get(type);
    if (known !== undefined) return known;
    const { schema, fragments, variableValues } = this.info;
    const fields = new Map<string, TextField>();
    for (const [key, nodes] of collectSubfields(schema, fragments, variableValues, type, this.nodes)) {
      const [first] = nodes as [FieldNode];
      const definition = type.getFields()[first.name.value];
      const args = definition === undefined ? {} : getArgumentValues(definition, first, variableValues);
      fields.set(key, { name: first.name.value, args, selected: new TextSelection(this.info, nodes) });
    }
    this.ofTypes.set(type, fields);
    return fields;
  }
}

/** What is asked of the objects that a field finds, where it is to give them as text. */
export function textAsked(info: GraphQLResolveInfo): TextSelection | null {
  return isTextName(info.fieldName) ? textOf(info) : null;
}

/** The same of the nodes of a connection. They can be asked for in one place of it only. */
export function textAskedOfNodes(info: GraphQLResolveInfo): TextSelection | null {
  const type = getNamedType(info.returnType);
  const places = isObjectType(type) ? textPlaces(textOf(info), type) : [];
  if (places.length > 1) throw new NotAsText();
  return places[0] ?? null;
}

const textOf = keptWithDocument(({ schema, fragments, variableValues, fieldNodes }, constant) => new TextSelection({ schema, fragments, variableValues: constant ? {} : variableValues }, fieldNodes));

function textPlaces(asked: TextSelection, type: GraphQLObjectType): TextSelection[] {
  return [...asked.fieldsOf(type).values()].flatMap(({ name, selected }) => {
    if (isTextName(name)) return [selected];
    const below = getNamedType(type.getFields()[name]?.type);
    return name === 'edges' && isObjectType(below) ? textPlaces(selected, below) : [];
  });
}
