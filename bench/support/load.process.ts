import { HttpClient } from './http-client';
import { readers, type ReaderName } from './readers';
import { isDeepStrictEqual } from 'node:util';

/** What one round asks for: bodies in turn over so many connections, each answer checked. */
export interface Round {
  readonly port: number;
  readonly path: string;
  readonly reader: ReaderName;
  readonly connections: number;
  /** For callers that are signed in. */
  readonly authorization?: string | undefined;
  readonly requests: readonly { readonly body: string; readonly expected: unknown }[];
  /** Ends after so many milliseconds, or after each request was sent so many times. */
  readonly milliseconds?: number;
  readonly times?: number;
}

export interface RoundResult {
  readonly answered: number;
  readonly seconds: number;
  /** Milliseconds of each request. */
  readonly latencies: number[];
}

async function run(round: Round): Promise<RoundResult> {
  const read = readers[round.reader];
  const checked = new Map<number, string>();
  const latencies: number[] = [];
  const total = round.times === undefined ? Infinity : round.times * round.requests.length;
  const began = performance.now();
  const deadline = round.milliseconds === undefined ? Infinity : began + round.milliseconds;
  let sent = 0;
  const work = async (): Promise<void> => {
    const client = new HttpClient(round.port, round.path, round.authorization);
    try {
      while (sent < total && performance.now() < deadline) {
        const at = sent % round.requests.length;
        sent += 1;
        const request = round.requests[at] as Round['requests'][number];
        const start = performance.now();
        const text = await client.post(request.body);
        latencies.push(performance.now() - start);
        if (checked.get(at) === text) continue;
        const answer = read(JSON.parse(text));
        if (!isDeepStrictEqual(answer, request.expected)) throw new Error(difference(answer, request));
        checked.set(at, text);
      }
    } finally {
      client.close();
    }
  };
  await Promise.all(Array.from({ length: round.connections }, work));
  return { answered: latencies.length, seconds: (performance.now() - began) / 1000, latencies };
}

function difference(answer: unknown, request: { body: string; expected: unknown }): string {
  const [one, other] = [JSON.stringify(answer) ?? '', JSON.stringify(request.expected) ?? ''];
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return `An answer differs from the independent statement's.\n  asked    ${request.body.slice(0, 300)}\n  answered …${one.slice(Math.max(0, at - 80), at + 200)}\n  expected …${other.slice(Math.max(0, at - 80), at + 200)}`;
}

process.on('message', (round: Round) => {
  run(round).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.message : String(error) }),
  );
});
