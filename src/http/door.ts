import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import type { RateLimiter } from '../access/rate-limiter';
import { ANONYMOUS, type Viewer } from '../access/viewer';
import { AccessError } from '../errors';
import type { RequestContext } from '../graphql/context';
import type { TrustedDocuments } from '../graphql/trusted-documents';
import type { AddressOf } from './client-address';

export interface DoorParts {
  readonly addressOf: AddressOf;
  readonly viewerOf: (authorization: string | undefined) => Promise<Viewer>;
  readonly contextFor: (viewer: Viewer) => RequestContext;
  /** Absent: nobody is counted. */
  readonly rates: RateLimiter | undefined;
  readonly documents: TrustedDocuments;
  /** Anonymous callers ask trusted documents only. */
  readonly trustedOnly: boolean;
}

/** A request that is turned away before it becomes an operation. */
export class TurnedAway extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'TurnedAway';
  }
}

/** Who asks, whether they may ask so often, and whether they may ask this. */
export class Door {
  constructor(private readonly parts: DoorParts) {}

  /** @param text the document that came with the request. */
  async enter(request: IncomingMessage, text: unknown): Promise<RequestContext> {
    const viewer = await this.identify(request);
    await this.count(viewer === ANONYMOUS ? callerAt(this.parts.addressOf(request)) : `subject ${viewer.role} ${viewer.subject ?? ''}`);
    if (this.parts.trustedOnly && viewer.role === 'ANONYMOUS' && typeof text === 'string' && !this.parts.documents.holds(text)) {
      throw new TurnedAway(403, 'TRUSTED_ONLY', 'Without signing in only the documents listed at /documents are answered.');
    }
    return this.parts.contextFor(viewer);
  }

  private async identify(request: IncomingMessage): Promise<Viewer> {
    try {
      return await this.parts.viewerOf(request.headers.authorization);
    } catch (error) {
      if (!(error instanceof AccessError)) throw error;
      // Whoever sends what does not hold pays for it with the address.
      await this.count(callerAt(this.parts.addressOf(request)));
      throw new TurnedAway(401, error.code, error.message, { 'WWW-Authenticate': 'Bearer' });
    }
  }

  private async count(caller: string): Promise<void> {
    const seconds = (await this.parts.rates?.take(caller)) ?? 0;
    if (seconds > 0) throw new TurnedAway(429, 'RATE_LIMITED', `Too many requests: ask again after ${seconds} s.`, { 'Retry-After': String(seconds) });
  }
}

/** A network gives each of its users a /64 of version 6 to draw addresses from: that is one caller. */
function callerAt(ip: string | undefined): string {
  const plain = (ip ?? '').replace(/^::ffff:(?=\d+\.)/i, '');
  return `address ${isIPv6(plain) ? networkOf(plain) : plain}`;
}

function networkOf(ip: string): string {
  const [head = '', tail] = ip.split('%', 1)[0]?.split('::') ?? [];
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  return [...left, ...Array<string>(Math.max(0, zeros)).fill('0'), ...right].slice(0, 4).map((part) => part.replace(/^0+(?=.)/, '')).join(':');
}
