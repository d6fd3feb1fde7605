/**
 * Run when the package is installed: makes the database that first starts copy, and unpacks PostGIS. Without them a
 * first start makes its own, which takes some ten seconds longer, so a failure is told and stops nothing.
 */
import { openDatabase } from './engine.database';
import { makeInstalled } from './engine.template';
import { keepUnpacked } from './postgis.extension';

/** Those that the migrations create where they are missing. */
const EXTENSIONS = ['postgis', 'pg_trgm', 'btree_gist', 'btree_gin'];

async function prepare(): Promise<void> {
  keepUnpacked();
  await makeInstalled(async (paths) => {
    const database = await openDatabase(paths);
    try {
      for (const name of EXTENSIONS) await database.exec(`create extension ${name}`);
    } finally {
      await database.close();
    }
  });
}

prepare().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`No embedded database was prepared (${error instanceof Error ? error.message : String(error)}); the first start will make one.\n`);
    process.exit(0);
  },
);
