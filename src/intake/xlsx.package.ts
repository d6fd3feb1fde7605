import { buffer } from 'node:stream/consumers';
import { type Entry, fromBufferPromise, openPromise, type ZipFile } from 'yauzl';
import type { SourceFile } from './source-file';

/** The parts of a workbook, found by the directory at the end of the archive, in whatever order they stand in it. */
export class XlsxPackage {
  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** Refuses what is no whole archive, with a reason. A workbook that was packed once more is unpacked in memory. */
  static async open(file: SourceFile): Promise<XlsxPackage> {
    const options = { lazyEntries: true, autoClose: false } as const;
    const zip = file.packed ? await fromBufferPromise(await buffer(file.open().stream), options) : await openPromise(file.path, options);
    const entries = new Map<string, Entry>();
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
    return new XlsxPackage(zip, entries);
  }

  /** Bytes of a part, unpacked. */
  sizeOf(name: string): number {
    return this.entries.get(name)?.uncompressedSize ?? 0;
  }

  /** The text of a part; undefined when there is no such part. */
  async part(name: string): Promise<AsyncIterable<string> | undefined> {
    const entry = this.entries.get(name);
    if (entry === undefined) return undefined;
    // Decoded here: exceljs decodes each chunk for itself, and breaks a letter of two bytes that lies across two of them.
    return (await this.zip.openReadStreamPromise(entry)).setEncoding('utf8');
  }

  close(): void {
    this.zip.close();
  }
}
