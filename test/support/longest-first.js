const { readdirSync, statSync } = require('node:fs');
const { dirname, join } = require('node:path');
const Sequencer = require('@jest/test-sequencer').default;

/** Begins with the files and folders that hold most, so that no worker is left with a long one at the end. */
module.exports = class extends Sequencer {
  sort(tests) {
    const bytes = new Map(tests.map(({ path }) => [path, path.endsWith('.suite.ts') ? below(dirname(path)) : statSync(path).size]));
    return [...tests].sort((a, b) => bytes.get(b.path) - bytes.get(a.path));
  }
};

function below(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.test.ts'));
  return files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}
