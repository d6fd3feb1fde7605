import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Request, Response } from 'express';
import { projectRoot } from '../project-root';

const TYPES: Record<string, string> = { css: 'text/css', js: 'text/javascript' };
/** Names carry a hash of the content: what was fetched once need never be asked for again. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/** The files that the build made of the browser's part, each with a compressed twin. */
export class Bundle {
  private readonly folder = join(projectRoot(), 'dist/browser/graphiql');
  readonly files: readonly string[];
  /** The documented operations, each ready to run, as JSON. */
  readonly examples: string;

  constructor() {
    this.files = JSON.parse(this.read('files.json')) as string[];
    this.examples = this.read('examples.json');
  }

  /** Answers with a file of the bundle; anything else is not there. */
  send(name: string, request: Request, response: Response): void {
    if (!this.files.includes(name)) {
      response.status(404).type('text').send('There is no such file.\n');
      return;
    }
    const compressed = request.acceptsEncodings('gzip') === 'gzip';
    response.setHeader('Cache-Control', FOR_EVER);
    response.setHeader('Vary', 'Accept-Encoding');
    response.setHeader('Content-Type', `${TYPES[name.split('.').at(-1) ?? '']}; charset=utf-8`);
    if (compressed) response.setHeader('Content-Encoding', 'gzip');
    // With a type that is set already, sendFile keeps it.
    response.sendFile(`${name}${compressed ? '.gz' : ''}`, { root: this.folder, cacheControl: false });
  }

  /** Without a build of the browser's part the service runs all the same. */
  private read(name: string): string {
    const path = join(this.folder, name);
    return existsSync(path) ? readFileSync(path, 'utf8') : '[]';
  }
}
