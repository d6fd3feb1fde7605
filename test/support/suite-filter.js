const { dirname, sep } = require('node:path');

/** Leaves the files below a folder to its suite, where that is among what Jest was asked for (the option `filter` of its configuration). */
module.exports = async (paths) => {
  const suites = paths.filter((path) => path.endsWith('.suite.ts')).map((path) => dirname(path) + sep);
  return { filtered: paths.filter((path) => path.endsWith('.suite.ts') || !suites.some((folder) => path.startsWith(folder))) };
};
