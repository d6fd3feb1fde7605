import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { installedFile } from './engine.template';

/**
 * What of the PostGIS bundle is left out. Its two further libraries would be compiled at every start (about 0.8 s and
 * 340 MB of memory), and `postgis_raster` answers wrongly and then ends the engine: so it cannot be created at all.
 */
const LEFT_OUT = /postgis_raster|postgis_topology|postgis_tiger_geocoder|\/contrib\/|--unpackaged/;

/** Bytes of a block of a tar archive. */
const BLOCK = 512;

/** The archive without the entries whose name matches `unwanted`. Source: POSIX ustar. */
export function leaveOut(tar: Buffer, unwanted: RegExp): Buffer {
  const kept: Buffer[] = [];
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0; ) {
    const name = textAt(tar, at, 100);
    const size = Number.parseInt(textAt(tar, at + 124, 12), 8) || 0;
    const end = at + BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    if (!unwanted.test(name)) kept.push(tar.subarray(at, end));
    at = end;
  }
  return Buffer.concat([...kept, Buffer.alloc(2 * BLOCK)]);
}

function textAt(tar: Buffer, at: number, length: number): string {
  return tar.toString('latin1', at, at + length).replace(/\0.*$/s, '').trim();
}

/** As much of a Blob as PGlite asks for. */
interface Bundle {
  arrayBuffer(): Promise<ArrayBuffer>;
}

interface PostgresModule {
  pg_extensions: Record<string, Promise<Bundle | null>>;
}

/** As far as it matters here: functions that are called with the WebAssembly module before it starts. */
interface ModuleOptions {
  preRun: ((module: PostgresModule) => void)[];
}

/** Where the bundle is kept unpacked when the package is installed: unpacking it takes a fifth of the time of a start. */
const unpackedBundle = (): string => installedFile('postgis', '.tar');

/** The bytes as a buffer of their own: as they are where nothing else shares it, as with a large file that was read. */
function alone(bytes: Buffer): ArrayBuffer {
  const { buffer, byteLength } = bytes;
  return buffer instanceof ArrayBuffer && byteLength === buffer.byteLength ? buffer : new Uint8Array(bytes).buffer;
}

function readBundle(): Buffer {
  const kept = unpackedBundle();
  return existsSync(kept) ? readFileSync(kept) : unpack();
}

function unpack(): Buffer {
  const packed = join(dirname(require.resolve('@electric-sql/pglite-postgis')), 'postgis.tar.gz');
  return leaveOut(gunzipSync(readFileSync(packed)), LEFT_OUT);
}

/** Unpacks the bundle for later starts. Written aside and renamed: who reads meanwhile finds all of it or none. */
export function keepUnpacked(): void {
  const kept = unpackedBundle();
  const aside = `${kept}.${process.pid}`;
  mkdirSync(dirname(kept), { recursive: true });
  writeFileSync(aside, unpack());
  renameSync(aside, kept);
}

/** Loads PostGIS for PGlite as its package does, less what is left out. */
export async function loadPostgis() {
  const { postgis } = await import('@electric-sql/pglite-postgis');
  type Setup = typeof postgis.setup;
  const setup = async (...given: Parameters<Setup>): Promise<{ emscriptenOpts: ModuleOptions }> => {
    const { emscriptenOpts: options } = (await postgis.setup(...given)) as { emscriptenOpts: ModuleOptions };
    // Without a bundle path PGlite loads nothing itself; the module takes its bundles from this list.
    const addBundle = (module: PostgresModule): void => {
      // No real Blob: that would copy the bundle three times over, a third of the time of a start.
      module.pg_extensions['postgis'] = Promise.resolve({ arrayBuffer: () => Promise.resolve(alone(readBundle())) });
    };
    return { emscriptenOpts: { ...options, preRun: [...options.preRun, addBundle] } };
  };
  return { name: postgis.name, setup };
}
