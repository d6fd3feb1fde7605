import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kind, parse, type OperationTypeNode } from 'graphql';
import { projectRoot } from '../project-root';

const FOLDER = 'schema/operations';

export interface TrustedDocument {
  /** Its file's name, such as search-organisations. */
  readonly name: string;
  /** SHA-256 of the file, in hexadecimal: what sha256sum prints. */
  readonly hash: string;
  readonly text: string;
  readonly kind: OperationTypeNode;
  readonly variables: ReadonlySet<string>;
}

/** The documented operations, found by their hash. Read once at the start. */
export class TrustedDocuments {
  private readonly byHash: ReadonlyMap<string, TrustedDocument>;

  constructor(documents: readonly TrustedDocument[]) {
    this.byHash = new Map(documents.map((one) => [one.hash, one]));
  }

  static load(folder = join(projectRoot(), FOLDER)): TrustedDocuments {
    const names = readdirSync(folder).flatMap((file) => /^(.*)\.graphql$/.exec(file)?.[1] ?? []).sort();
    return new TrustedDocuments(names.map((name) => readDocument(name, readFileSync(join(folder, `${name}.graphql`), 'utf8'))));
  }

  find(hash: string): TrustedDocument | undefined {
    return this.byHash.get(hash.toLowerCase());
  }

  /** Whether a text is one of them. */
  holds(text: unknown): boolean {
    return typeof text === 'string' && this.byHash.has(hashOf(text));
  }

  get all(): readonly TrustedDocument[] {
    return [...this.byHash.values()];
  }
}

function readDocument(name: string, text: string): TrustedDocument {
  const operations = parse(text).definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  const [operation] = operations;
  if (operation === undefined || operations.length > 1) throw new Error(`${FOLDER}/${name}.graphql must hold one operation.`);
  return { name, hash: hashOf(text), text, kind: operation.operation, variables: new Set(operation.variableDefinitions?.map(({ variable }) => variable.name.value)) };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
