import { createReadStream, type ReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip, constants, gunzipSync } from 'node:zlib';
import { SetUpError } from '../errors';

/** Bytes of the beginning of a file by which its kind is told. */
const HEAD = 65_536;
const READ_AT_ONCE = 262_144;

export type FileKind = 'text' | 'xlsx';

/** A file that is to be imported, unpacked when it is gzipped. */
export interface SourceFile {
  readonly path: string;
  /** Without its folders: what the ledger and messages show. */
  readonly name: string;
  /** Size on disk, packed or not. */
  readonly bytes: number;
  /** It is gzipped. */
  readonly packed: boolean;
  readonly kind: FileKind;
  /** The first bytes, unpacked. */
  readonly head: Buffer;
  /** Opens the content, unpacked. `bytesRead` counts bytes on disk, as `bytes` does. */
  open(): { stream: Readable; bytesRead: () => number; close: () => void };
}

/** Looks at a file before it is read: it is there, is not empty, and is of a kind that can be read at all. */
export async function findSourceFile(path: string): Promise<SourceFile> {
  const { bytes, raw } = await readHead(path);
  const name = basename(path);
  if (bytes === 0) throw new SetUpError(`${name} is empty: it has no rows to import.`);
  const packed = raw[0] === 0x1f && raw[1] === 0x8b;
  const head = packed ? unpackHead(raw, name) : raw;
  if (head.length === 0) throw new SetUpError(`${name} is empty: it has no rows to import.`);
  return { path, name, bytes, packed, head, kind: kindOf(head, name), open: () => openStream(path, packed) };
}

async function readHead(path: string): Promise<{ bytes: number; raw: Buffer }> {
  try {
    const handle = await open(path, 'r');
    try {
      const stat = await handle.stat();
      if (stat.isDirectory()) throw new SetUpError(`${path} is a folder, not a file.`);
      const buffer = Buffer.alloc(Math.min(HEAD, stat.size));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
      return { bytes: stat.size, raw: buffer.subarray(0, bytesRead) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof SetUpError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    throw new SetUpError(code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read (${code}).`);
  }
}

function unpackHead(raw: Buffer, name: string): Buffer {
  try {
    return gunzipSync(raw, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    throw new SetUpError(`${name} is not a whole gzip file.`);
  }
}

function kindOf(head: Buffer, name: string): FileKind {
  if (head.subarray(0, 4).toString('latin1') === 'PK\x03\x04') return 'xlsx';
  if (head.subarray(0, 4).toString('hex') === 'd0cf11e0') {
    throw new SetUpError(`${name} is a workbook of the old Excel format (.xls).`, 'Save it as .xlsx or as CSV UTF-8');
  }
  const mark = head.subarray(0, 2).toString('hex');
  if (mark === 'fffe' || mark === 'feff') throw new SetUpError(`${name} is UTF-16 text.`, 'Save it as CSV UTF-8');
  if (head.includes(0)) throw new SetUpError(`${name} is neither text nor a workbook.`);
  if (/^\s*<(!doctype|html)/i.test(head.subarray(0, 200).toString('latin1'))) {
    throw new SetUpError(`${name} is a web page, not data: perhaps a download that asked for a login.`);
  }
  return 'text';
}

function openStream(path: string, packed: boolean): ReturnType<SourceFile['open']> {
  const file: ReadStream = createReadStream(path, { highWaterMark: READ_AT_ONCE });
  if (!packed) return { stream: file, bytesRead: () => file.bytesRead, close: () => void file.destroy() };
  const unpacked = createGunzip({ chunkSize: READ_AT_ONCE });
  file.on('error', (error) => unpacked.destroy(error));
  file.pipe(unpacked);
  const close = (): void => {
    file.destroy();
    unpacked.destroy();
  };
  return { stream: unpacked, bytesRead: () => file.bytesRead, close };
}
