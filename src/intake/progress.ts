/** What an import shows while it works. */
export interface Progress {
  /** Begins to read so many bytes. */
  reading(totalBytes: number): void;
  at(bytes: number): void;
  /** Names what is being done now, where bytes say nothing. */
  say(stage: string): void;
  end(): void;
}

export const silentProgress: Progress = {
  reading: () => undefined,
  at: () => undefined,
  say: () => undefined,
  end: () => undefined,
};
