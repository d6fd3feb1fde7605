import { GraphQLError, Kind, parse, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';
import { LIMITS } from './limits';
import { limited, refused } from './refused';

/**
 * What a document is refused for before anything is known of the schema: validation, execution and the reading of
 * selections each follow every spread anew and compare all that stands at one place, so it would cost them their time.
 */
export function refusalOfOutline(document: DocumentNode): GraphQLError | null {
  const walk = new Walk(document);
  const size = Math.max(0, ...walk.roots.map((root) => walk.size(root)));
  if (walk.circle !== null) return refused('GRAPHQL_VALIDATION_FAILED', `The fragment ${walk.circle} leads back to itself.`);
  if (size > LIMITS.fields) return limited('QUERY_TOO_LARGE', `The query asks for ${inWords(size)} fields and spreads, fragments written out: at most ${LIMITS.fields}.`);
  const most = Math.max(0, ...walk.roots.map((root) => walk.mostAtOnePlace([root])));
  if (most > LIMITS.atOnePlace) return limited('TOO_MANY_REPEATS', `One name stands ${most} times at one place of the answer, fragments written out: at most ${LIMITS.atOnePlace}.`);
  return null;
}

/** The same of a text that nobody has parsed yet; what cannot be parsed is for others to tell. */
export function refusalOfText(text: string): GraphQLError | null {
  let document: DocumentNode;
  try {
    document = parse(text, { maxTokens: LIMITS.tokens, noLocation: true });
  } catch {
    return null;
  }
  return refusalOfOutline(document);
}

class Walk {
  /** A fragment that leads back to itself. */
  circle: string | null = null;
  readonly roots: readonly SelectionSetNode[];
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  private readonly sizes = new Map<SelectionSetNode, number>();

  constructor(document: DocumentNode) {
    const fragments = document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [one] : []));
    this.fragments = new Map(fragments.map((one) => [one.name.value, one]));
    this.roots = [...fragments, ...document.definitions.flatMap((one) => (one.kind === Kind.OPERATION_DEFINITION ? [one] : []))].map((one) => one.selectionSet);
  }

  /** Fields and spreads, each fragment written out wherever it is spread. */
  size(set: SelectionSetNode): number {
    const known = this.sizes.get(set);
    if (known !== undefined) return known;
    this.sizes.set(set, Number.NaN);
    let size = 0;
    for (const node of set.selections) {
      const inner = node.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(node.name.value)?.selectionSet : node.selectionSet;
      const within = inner === undefined ? 0 : this.size(inner);
      if (Number.isNaN(within) && node.kind === Kind.FRAGMENT_SPREAD) this.circle ??= node.name.value;
      size += (node.kind === Kind.INLINE_FRAGMENT ? 0 : 1) + within;
    }
    this.sizes.set(set, size);
    return size;
  }

  /** The most often that one name stands at one place. @param sets whose fields stand side by side in an answer, of no great size. */
  mostAtOnePlace(sets: readonly SelectionSetNode[]): number {
    const places = new Map<string, SelectionSetNode[]>();
    const counts = new Map<string, number>();
    const collect = (set: SelectionSetNode): void => {
      for (const node of set.selections) {
        if (node.kind === Kind.FIELD) {
          const name = node.alias?.value ?? node.name.value;
          counts.set(name, (counts.get(name) ?? 0) + 1);
          if (node.selectionSet !== undefined) places.set(name, [...(places.get(name) ?? []), node.selectionSet]);
        } else {
          const inner = node.kind === Kind.INLINE_FRAGMENT ? node.selectionSet : this.fragments.get(node.name.value)?.selectionSet;
          if (inner !== undefined) collect(inner);
        }
      }
    };
    sets.forEach(collect);
    return Math.max(0, ...counts.values(), ...[...places.values()].map((inner) => this.mostAtOnePlace(inner)));
  }
}

/** Fragments that double at every step pass any number that is pleasant to read. */
function inWords(count: number): string {
  return count > 1e9 ? 'more than 1000000000' : String(Math.round(count));
}
