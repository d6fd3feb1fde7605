// Bundles the page of GraphiQL into dist, so that the service serves it whole: nothing comes from another host.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { readExamples } from './documented-operations.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const target = join(root, 'dist/browser/graphiql');

/** GraphiQL's stylesheet carries two fonts as data, 85 % of it; the system's own do. */
const withoutFonts = {
  name: 'without-fonts',
  setup: (build) =>
    build.onLoad({ filter: /graphiql[\\/].*\.css$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(/@font-face\s*\{[^}]*\}/g, ''),
      loader: 'css',
    })),
};

const result = await build({
  entryPoints: [join(here, 'page.tsx')],
  outdir: target,
  entryNames: '[name]-[hash]',
  bundle: true,
  minify: true,
  write: false,
  target: 'es2022',
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"' },
  plugins: [withoutFonts],
  logLevel: 'error',
});

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
const names = [];
for (const { path, contents } of result.outputFiles) {
  names.push(basename(path));
  await writeFile(path, contents);
  await writeFile(`${path}.gz`, gzipSync(contents, { level: constants.Z_BEST_COMPRESSION }));
}
await writeFile(join(target, 'examples.json'), JSON.stringify(readExamples(root)));
await writeFile(join(target, 'files.json'), JSON.stringify(names));
