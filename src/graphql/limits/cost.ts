import { valueFromASTUntyped, type FieldNode, type OperationDefinitionNode } from 'graphql';
import { ArgumentError } from '../../errors';
import { MAX_PAGE, pageSize, type PageArgs } from '../read/page';
import { ASSUMED_ROWS } from './limits';

/** The page arguments of one field of a document. */
export interface PageUse {
  readonly field: FieldNode;
  /** Under @skip or @include: perhaps not asked at all, so that its arguments are not judged. */
  readonly conditional: boolean;
}

/** A field that gives objects: as many as `rows` says, `page` being the page of the connection that it belongs to. */
interface Part {
  readonly rows: number | 'page';
  /** The field's own page arguments, which its `nodes` and `edges` follow. */
  readonly page: PageUse | null;
  readonly plan: CostPlan;
}

/** What a selection costs: what is known beforehand, and what depends on the page sizes of a request. */
export interface CostPlan {
  readonly fixed: number;
  readonly parts: readonly Part[];
}

export type Variables = Readonly<Record<string, unknown>>;

/** Adds a part; one that no request can change is added to what is fixed. */
export function withPart(plan: CostPlan, part: Part): CostPlan {
  const settled = part.page === null && part.rows !== 'page' && part.plan.parts.length === 0;
  return settled ? { ...plan, fixed: plan.fixed + Number(part.rows) * (1 + part.plan.fixed) } : { ...plan, parts: [...plan.parts, part] };
}

export function costOf(plan: CostPlan, variables: Variables, page = ASSUMED_ROWS): number {
  let cost = plan.fixed;
  for (const part of plan.parts) {
    const rows = part.rows === 'page' ? page : part.rows;
    const inner = part.page === null ? ASSUMED_ROWS : assumedSize(part.page, variables);
    cost += rows * (1 + costOf(part.plan, variables, inner));
  }
  return cost;
}

/** Why a request's page sizes are refused; null when they are sound. */
export function pageFault(pages: readonly PageUse[], variables: Variables): ArgumentError | null {
  for (const { field, conditional } of pages) {
    const args = pageArgs(field, variables);
    // What is no number is refused by its type.
    if (conditional || [args.first, args.last].some((size) => size != null && typeof size !== 'number')) continue;
    try {
      pageSize(args);
    } catch (error) {
      if (error instanceof ArgumentError) return error;
      throw error;
    }
  }
  return null;
}

/** The variables of a request, with the defaults of those that it leaves out. */
export function variablesOf(defaults: Variables, given: Variables | undefined): Variables {
  return given === undefined ? defaults : { ...defaults, ...given };
}

export function defaultsOf(operation: OperationDefinitionNode): Variables {
  const definitions = operation.variableDefinitions ?? [];
  return Object.fromEntries(definitions.flatMap(({ variable, defaultValue }) => (defaultValue === undefined ? [] : [[variable.name.value, valueFromASTUntyped(defaultValue)]])));
}

function assumedSize({ field }: PageUse, variables: Variables): number {
  const { first, last } = pageArgs(field, variables);
  const size = first ?? last;
  return typeof size === 'number' && size >= 1 && size <= MAX_PAGE ? size : MAX_PAGE;
}

function pageArgs(field: FieldNode, variables: Variables): PageArgs {
  const args: Record<string, unknown> = {};
  for (const { name, value } of field.arguments ?? []) {
    if (name.value === 'first' || name.value === 'last') args[name.value] = valueFromASTUntyped(value, variables);
  }
  return args;
}
