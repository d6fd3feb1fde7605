import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Collection } from '../../trust/collection';
import { readFigures } from '../../trust/figures';
import { table } from '../../trust/table';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'vcs-atlas-figures-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function ended(collection: Collection, engine: string, step: string, figures: readonly object[], held = true): void {
  writeFileSync(collection.begin(engine, step), figures.map((figure) => `${JSON.stringify(figure)}\n`).join(''));
  collection.end(engine, step, held);
}

test('the parts of a trial are one line of the table; what an engine that was tried whole has no figures of does not apply to it', () => {
  const collection = Collection.open(folder);
  ended(collection, 'server', 'texts-1', [{ test: 'texts', tried: 20, held: 20, places: 2 }]);
  ended(collection, 'server', 'texts-2', [{ test: 'texts', tried: 10, held: 9, places: 1 }]);
  ended(collection, 'server', 'deadlocks', [{ test: 'deadlocks', tried: 100, held: 100, note: '7 begun anew' }]);
  ended(collection, 'embedded', 'texts-1', [{ test: 'texts', tried: 20, held: 20, places: 2 }]);
  const [, , ...lines] = table({ server: { figures: readFigures(collection.of('server')), whole: true }, embedded: { figures: readFigures(collection.of('embedded')), whole: true } }).split('\n');
  expect(lines).toEqual([
    '| deadlocks | 100 | 100 | 0 | does not apply |  |  | server: 7 begun anew |',
    '| texts | 30 | 29 | 1 | 20 | 20 | 0 | server: in 3 places; embedded: in 2 places |',
  ]);
});

test('what has no figures of an engine that was not tried whole was not run', () => {
  expect(table({ server: { figures: [{ test: 'texts', tried: 1, held: 1 }], whole: true }, embedded: { figures: [], whole: false } })).toContain('| texts | 1 | 1 | 0 | not run |');
});

test('a step that failed is told with what failed, and is to run again', () => {
  const collection = Collection.open(folder);
  ended(collection, 'server', 'texts', [{ test: 'texts', tried: 2, held: 1 }], false);
  expect(collection.holds('server', 'texts')).toBe(false);
  expect(readFigures(collection.of('server'))).toEqual([{ test: 'texts', tried: 2, held: 1 }]);
  ended(collection, 'server', 'texts', [{ test: 'texts', tried: 2, held: 2 }]);
  expect(readFigures(collection.of('server'))).toEqual([{ test: 'texts', tried: 2, held: 2 }]);
});

test('figures of other code are not added to', () => {
  Collection.open(folder);
  expect(() => Collection.open(folder)).not.toThrow();
  writeFileSync(join(folder, 'of'), 'something else\n');
  expect(() => Collection.open(folder)).toThrow('figures of other code');
});
