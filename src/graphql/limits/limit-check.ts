import type { DocumentNode, GraphQLError, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Role } from '../../access/viewer';
import { costOf, pageFault, variablesOf, type Variables } from './cost';
import { LIMITS } from './limits';
import { isUnfit, measure, UNFIT, type OperationMeasures } from './measure';
import { refusalOfOutline } from './outline';
import { limited, refused } from './refused';

interface Judged {
  readonly measures: OperationMeasures;
  /** What no variables can mend. */
  readonly refusal: GraphQLError | null;
}

/**
 * Whether an operation keeps within the limits, before anything of it runs. What does not depend on variables is
 * measured once for a parsed document; a request pays for its page sizes alone.
 */
export class LimitCheck {
  private readonly judged = new WeakMap<OperationDefinitionNode, Judged>();

  constructor(
    private readonly schema: GraphQLSchema,
    /** Nobody but an ADMIN asks for the schema. */
    private readonly closed: boolean,
  ) {}

  /** What the operation may cost. Throws what it is refused for. */
  admit(document: DocumentNode, operation: OperationDefinitionNode, given: Variables | undefined, role: Role): number {
    const { measures, refusal } = this.judge(document, operation);
    if (refusal !== null) throw refusal;
    if (measures.introspects && this.closed && role !== 'ADMIN') throw refused('INTROSPECTION_DISABLED', 'The schema is not told by this service. Its documentation is.');
    const variables = variablesOf(measures.defaults, given);
    for (const name in variables) {
      const unfit = whyUnfit(variables[name], 1);
      if (unfit !== null) throw refused('BAD_INPUT', `$${name} ${unfit}`, { argument: name });
    }
    const fault = pageFault(measures.pages, variables);
    if (fault !== null) throw refused(fault.code, fault.message, { argument: fault.argument });
    const cost = costOf(measures.cost, variables);
    if (cost > LIMITS.cost) throw limited('QUERY_TOO_COSTLY', `The query may take ${inWords(cost)} objects: at most ${LIMITS.cost}. Ask for smaller pages or fewer lists within lists.`);
    return cost;
  }

  private judge(document: DocumentNode, operation: OperationDefinitionNode): Judged {
    let judged = this.judged.get(operation);
    if (judged === undefined) {
      const measures = measure(this.schema, document, operation);
      judged = { measures, refusal: refusalOf(measures) ?? refusalOfOutline(document) };
      this.judged.set(operation, judged);
    }
    return judged;
  }
}

/** What those who are signed in learn of the cost of their question. */
export function tellCost(cost: number, role: Role): { cost: { asked: number; limit: number } } | undefined {
  return role === 'ANONYMOUS' ? undefined : { cost: { asked: cost, limit: LIMITS.cost } };
}

/** Lists and objects within each other in a variable: more than any input has, and few enough to go through. */
const MOST_LEVELS = 50;

/** What is wrong with a value, whatever input it stands in, one that takes any keys included. */
function whyUnfit(value: unknown, level: number): string | null {
  if (typeof value === 'string') return isUnfit(value) ? UNFIT : null;
  if (typeof value !== 'object' || value === null) return null;
  if (level > MOST_LEVELS) return `lies more than ${MOST_LEVELS} levels deep.`;
  for (const [key, inner] of Object.entries(value)) {
    const unfit = isUnfit(key) ? UNFIT : whyUnfit(inner, level + 1);
    if (unfit !== null) return unfit;
  }
  return null;
}

function refusalOf(measures: OperationMeasures): GraphQLError | null {
  const { depth, lookUps, aliases, aliasesOfAField, repeats, directives } = measures;
  if (depth > LIMITS.depth) return limited('QUERY_TOO_DEEP', `Fields lie ${depth} deep: at most ${LIMITS.depth}.`);
  if (repeats > LIMITS.repeats) return limited('TOO_MANY_REPEATS', `One field is asked for ${repeats} times side by side: at most ${LIMITS.repeats}.`);
  if (aliasesOfAField > LIMITS.aliasesOfAField) return limited('TOO_MANY_ALIASES', `One field has ${aliasesOfAField} aliases side by side: at most ${LIMITS.aliasesOfAField}.`);
  if (aliases > LIMITS.aliases) return limited('TOO_MANY_ALIASES', `The query has ${inWords(aliases)} aliases: at most ${LIMITS.aliases}.`);
  if (directives > LIMITS.directives) return limited('TOO_MANY_DIRECTIVES', `The query has ${directives} directives: at most ${LIMITS.directives}.`);
  if (lookUps > LIMITS.lookUps) return limited('QUERY_TOO_LARGE', `${lookUps} of its fields are looked up or reckoned: at most ${LIMITS.lookUps}.`);
  if (measures.unfit !== null) return refused('BAD_INPUT', measures.unfit);
  return null;
}

/** Fragments that double at every step pass any number that is pleasant to read. */
function inWords(count: number): string {
  return count > 1e9 ? 'more than 1000000000' : String(Math.round(count));
}
