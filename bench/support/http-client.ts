import { connect, type Socket } from 'node:net';

/** One kept-alive connection that sends one request at a time. Its own HTTP/1.1 so that the load weighs little. */
export class HttpClient {
  private socket: Socket | undefined;
  private received: Buffer = Buffer.alloc(0);
  private settle: { done: (body: string) => void; fail: (error: Error) => void } | undefined;

  constructor(
    private readonly port: number,
    private readonly path: string,
    private readonly authorization?: string,
  ) {}

  async post(body: string): Promise<string> {
    const socket = this.socket ?? (await this.open());
    const signedIn = this.authorization === undefined ? '' : `Authorization: ${this.authorization}\r\n`;
    return new Promise((done, fail) => {
      this.settle = { done, fail };
      socket.write(`POST ${this.path} HTTP/1.1\r\nHost: 127.0.0.1:${this.port}\r\nContent-Type: application/json\r\nAccept: application/json\r\n${signedIn}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    });
  }

  close(): void {
    this.socket?.destroy();
  }

  private open(): Promise<Socket> {
    return new Promise((done, fail) => {
      const socket = connect(this.port, '127.0.0.1');
      socket.setNoDelay(true);
      socket.once('connect', () => {
        this.socket = socket;
        done(socket);
      });
      socket.on('error', (error) => {
        fail(error);
        this.settle?.fail(error);
      });
      socket.on('close', () => this.settle?.fail(new Error('The server closed the connection.')));
      socket.on('data', (part) => {
        this.received = this.received.length === 0 ? part : Buffer.concat([this.received, part]);
        this.read();
      });
    });
  }

  private read(): void {
    const end = this.received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.received.toString('latin1', 0, end);
    const length = /\r\ncontent-length: *(\d+)/i.exec(head);
    const whole = length === null ? unchunked(this.received, end + 4) : bodyOf(this.received, end + 4, Number(length[1]));
    if (whole === null) return;
    this.received = this.received.subarray(whole.next);
    const settle = this.settle;
    this.settle = undefined;
    if (/^HTTP\/1\.1 200 /.test(head)) settle?.done(whole.body);
    else settle?.fail(new Error(`${head.split('\r\n')[0]}: ${whole.body.slice(0, 500)}`));
  }
}

interface Whole {
  readonly body: string;
  readonly next: number;
}

function bodyOf(bytes: Buffer, from: number, length: number): Whole | null {
  return bytes.length < from + length ? null : { body: bytes.toString('utf8', from, from + length), next: from + length };
}

function unchunked(bytes: Buffer, from: number): Whole | null {
  const parts: Buffer[] = [];
  for (let at = from; ; ) {
    const line = bytes.indexOf('\r\n', at);
    if (line < 0) return null;
    const size = parseInt(bytes.toString('latin1', at, line), 16);
    const next = line + 2 + size + 2;
    if (bytes.length < next) return null;
    if (size === 0) return { body: Buffer.concat(parts).toString('utf8'), next };
    parts.push(bytes.subarray(line + 2, line + 2 + size));
    at = next;
  }
}
