import type { PoolClient } from 'pg';
import type { ImportContext } from '../../../intake/import-run';
import type { KnownRound, KnownTool } from './known-evaluation';
import type { ToolDraft } from './tool-draft';

/** What the files beside the first one work with: the round as that one has it. */
export interface EvaluationDraft {
  readonly context: ImportContext;
  readonly areaId: string;
  readonly roundId: string;
  /** As written, and its days. */
  readonly round: string;
  readonly range: string;
  readonly scale: readonly string[];
  readonly tool: ToolDraft;
  /** The edition that is there; undefined: the tool is new. */
  readonly knownTool: KnownTool | undefined;
  readonly knownRound: KnownRound | undefined;
}

/** What a file comes to: a sentence for a person, and what it writes once the round is there. */
export interface StagedFile {
  readonly notes: readonly string[];
  /** Undefined: nothing would change. */
  readonly publish?: ((client: PoolClient, at: Date) => Promise<void>) | undefined;
}

/** A file that an import can read beside the first one. */
export interface CompanionFile {
  /** Under which it is named: `--evidence FILE`. */
  readonly option: string;
  stage(draft: EvaluationDraft, path: string): Promise<StagedFile>;
}
