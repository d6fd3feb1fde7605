import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Collection } from '../../trust/collection';
import { readFigures } from '../../trust/figures';
import { table } from '../../trust/table';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'vcs-atlas-figures-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function passed(collection: Collection, engine: string, step: string, figures: readonly object[]): void {
  writeFileSync(collection.begin(engine, step), figures.map((figure) => `${JSON.stringify(figure)}\n`).join(''));
  collection.keep(engine, step);
}

test('the parts of a trial are one line of the table; what an engine has no figures of does not apply to it', () => {
  const collection = Collection.open(folder);
  passed(collection, 'server', 'texts-1', [{ test: 'texts', tried: 20, held: 20, places: 2 }]);
  passed(collection, 'server', 'texts-2', [{ test: 'texts', tried: 10, held: 9, places: 1 }]);
  passed(collection, 'server', 'deadlocks', [{ test: 'deadlocks', tried: 100, held: 100, note: '7 begun anew' }]);
  passed(collection, 'embedded', 'texts-1', [{ test: 'texts', tried: 20, held: 20, places: 2 }]);
  const [, , ...lines] = table({ server: readFigures(collection.of('server')), embedded: readFigures(collection.of('embedded')) }).split('\n');
  expect(lines).toEqual([
    '| deadlocks | 100 | 100 | 0 | does not apply |  |  | server: 7 begun anew |',
    '| texts | 30 | 29 | 1 | 20 | 20 | 0 | server: in 3 places; embedded: in 2 places |',
  ]);
});

test('an engine that was not tried has no figures, which is told', () => {
  expect(table({ server: [{ test: 'texts', tried: 1, held: 1 }], embedded: [] })).toContain('| texts | 1 | 1 | 0 | not run |');
});

test('a step that has not passed is not kept', () => {
  const collection = Collection.open(folder);
  writeFileSync(collection.begin('server', 'texts'), '{"test":"texts","tried":1,"held":0}\n');
  expect(collection.holds('server', 'texts')).toBe(false);
  expect(collection.of('server')).toEqual([]);
});

test('figures of other code are not added to', () => {
  Collection.open(folder);
  expect(() => Collection.open(folder)).not.toThrow();
  writeFileSync(join(folder, 'of'), 'something else\n');
  expect(() => Collection.open(folder)).toThrow('figures of other code');
});
