import { SingleBar } from 'cli-progress';
import { type Progress, silentProgress } from './progress';

/** A bar on a terminal (stderr, so that stdout stays data); nothing where a program listens. */
export function progressFor(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? new ProgressBar(stream) : silentProgress;
}

class ProgressBar implements Progress {
  private bar: SingleBar | undefined;

  constructor(private readonly stream: NodeJS.WriteStream) {}

  reading(totalBytes: number): void {
    this.end();
    this.bar = new SingleBar({
      stream: this.stream,
      format: '  {bar} {percentage} %  {stage}  {duration_formatted}',
      barCompleteChar: '█',
      barIncompleteChar: '░',
      hideCursor: true,
      fps: 8,
    });
    this.bar.start(Math.max(1, totalBytes), 0, { stage: 'reading' });
  }

  at(bytes: number): void {
    this.bar?.update(bytes);
  }

  say(stage: string): void {
    if (this.bar === undefined) this.stream.write(`  ${stage} …\n`);
    else this.bar.update({ stage });
  }

  end(): void {
    this.bar?.stop();
    this.bar = undefined;
  }
}
