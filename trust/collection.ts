import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = process.cwd();
/** What figures speak of: the service, its statements, and the trials themselves. */
const TRIED = ['package-lock.json', 'migrations', 'sample', 'schema', 'src', 'test', 'trust'];

/** A folder of figures, one file for each step that passed, all of the same code. */
export class Collection {
  private constructor(private readonly folder: string) {}

  /** @throws when the folder holds figures of other code, or something else. */
  static open(folder: string): Collection {
    mkdirSync(folder, { recursive: true });
    const label = join(folder, 'of');
    const code = fingerprint();
    if (!existsSync(label)) {
      if (readdirSync(folder).length > 0) throw new Error(`${folder} holds something else than figures. Name an empty folder.`);
      writeFileSync(label, `${code}\n`);
    } else if (readFileSync(label, 'utf8').trim() !== code) {
      throw new Error(`${folder} holds figures of other code than this. Name an empty folder.`);
    }
    return new Collection(folder);
  }

  /** The files of an engine's steps, those too that failed. */
  of(engine: string): string[] {
    return readdirSync(this.folder).filter((name) => name.startsWith(`${engine}.`) && /\.figures(\.failed)?$/.test(name)).sort().map((name) => join(this.folder, name));
  }

  holds(engine: string, step: string): boolean {
    return existsSync(this.file(engine, step));
  }

  /** A new file for the figures of a step that is about to run. */
  begin(engine: string, step: string): string {
    const file = `${this.file(engine, step)}.unfinished`;
    writeFileSync(file, '');
    rmSync(`${this.file(engine, step)}.failed`, { force: true });
    return file;
  }

  /** Keeps what a step found: one that failed is told, and runs again the next time. */
  end(engine: string, step: string, passed: boolean): void {
    renameSync(`${this.file(engine, step)}.unfinished`, `${this.file(engine, step)}${passed ? '' : '.failed'}`);
  }

  private file(engine: string, step: string): string {
    return join(this.folder, `${engine}.${step}.figures`);
  }
}

function fingerprint(): string {
  const files = TRIED.flatMap((name) => {
    const path = join(ROOT, name);
    return name.includes('.') ? [path] : readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  });
  const hash = createHash('sha256');
  for (const file of files.sort()) hash.update(`${file.slice(ROOT.length)}\0`).update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}
