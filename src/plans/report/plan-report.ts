import type { Rag } from '../plan.enums';

/** The report of a plan as of a day: what all its formats say, in words and in order. */
export interface PlanReport {
  readonly title: string;
  /** What stands under the title: area, owner, days, version. */
  readonly facts: readonly (readonly [string, string])[];
  readonly asOf: string;
  /** The day in words. */
  readonly asOfWords: string;
  /** The instant of what was known, as RFC 3339 has it; null: all that is on record. */
  readonly knownAt: string | null;
  /** Whether persons are named: then it is not for publication. */
  readonly names: boolean;
  /** The review since which changes are marked; null: there was none before the day. */
  readonly since: string | null;
  readonly introduction: readonly string[];
  readonly summary: readonly string[];
  /** Its actions in figures: a word, and how many. */
  readonly ratings: readonly Counted[];
  readonly states: readonly Counted[];
  /** What a board looks at beside: an action may be in several of these, or in none. */
  readonly watch: readonly Counted[];
  readonly changed: number;
  readonly sections: readonly ReportSection[];
  /** Actions that were closed since the review, in words. */
  readonly closed: readonly string[];
  readonly reviews: readonly string[];
  readonly sharing: readonly string[];
}

export interface Counted {
  readonly words: string;
  readonly count: number;
  readonly rag?: Rag;
}

export interface ReportSection {
  readonly title: string;
  readonly introduction: readonly string[];
  readonly groups: readonly ReportGroup[];
}

/** A recommendation with its actions, or one action that stands right under its section. */
export interface ReportGroup {
  readonly recommendation: { readonly number: string; readonly text: string } | null;
  readonly position: readonly ReportPosition[];
  readonly actions: readonly ReportAction[];
}

export interface ReportPosition {
  readonly text: string;
  /** Whether it was stated since the review. */
  readonly changed: boolean;
}

export interface ReportMeasure {
  readonly text: string;
  /** Where it has numbers: the latest value and the target; '' otherwise. */
  readonly numbers: string;
}

export interface ReportUpdate {
  readonly text: string;
  /** The day in words. */
  readonly on: string;
  /** Whether it is of the recommendation as a whole and the last review did not know it: of an action's own the action says so. */
  readonly changed?: boolean;
}

export interface ReportAction {
  readonly number: string;
  /** '' where the plan has none. */
  readonly text: string;
  readonly leads: readonly string[];
  /** As written; null: no date is given. */
  readonly byWhen: string | null;
  /** How it stands to its deadline, and how it slipped. */
  readonly state: string;
  readonly measures: readonly ReportMeasure[];
  readonly updates: readonly ReportUpdate[];
  readonly rag: Rag;
  readonly achieved: boolean;
  /** What changed since the review. */
  readonly changes: readonly string[];
}
