import { decodeJwt, type JWTPayload } from 'jose';
import { LRUCache } from 'lru-cache';
import { AccessError } from '../errors';
import { API_KEY_PREFIX, type ApiKeys } from './api-keys';
import { viewerFor, type AreaIds, type Grant } from './claims';
import type { IssuerTokens } from './issuer-tokens';
import type { LocalTokens } from './local-tokens';
import { ANONYMOUS, type Viewer } from './viewer';

/** How long a token or key is trusted without another look, from the beginning of the last: a revoked key works no longer than this. */
const TRUST_MS = 5_000;

/** Decides who asks, from the Authorization header: a key, a token of the service, or one of the county's provider. */
export class Authenticator {
  private readonly checked = new LRUCache<string, { readonly viewer: Viewer; readonly endsAt: number }>({ max: 5_000 });

  constructor(
    private readonly local: LocalTokens,
    private readonly issuer: IssuerTokens | null,
    private readonly keys: ApiKeys,
    private readonly areaIds: AreaIds,
  ) {}

  /** None: anonymous. One that does not hold is refused, not ignored. */
  async viewerOf(authorization: string | undefined): Promise<Viewer> {
    if (authorization === undefined || authorization === '') return ANONYMOUS;
    const [scheme, secret] = authorization.split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || secret === undefined) {
      throw new AccessError('UNAUTHENTICATED', 'The Authorization header must be "Bearer <token>".');
    }
    const known = this.checked.get(secret);
    if (known !== undefined && Date.now() < known.endsAt) return known.viewer;
    const began = Date.now();
    const grant = await this.verify(secret);
    if (grant === null) throw new AccessError('UNAUTHENTICATED', 'The token is not valid, or has expired.');
    const viewer = await viewerFor(grant, this.areaIds);
    this.checked.set(secret, { viewer, endsAt: Math.min(endOf(secret), began + TRUST_MS) });
    return viewer;
  }

  private async verify(secret: string): Promise<Grant | null> {
    if (secret.startsWith(API_KEY_PREFIX)) return this.keys.verify(secret);
    return this.issuer !== null && issuerOf(secret) === this.issuer.issuer ? this.issuer.verify(secret) : this.local.verify(secret);
  }
}

/** When a token ends by its own words, in milliseconds; a key has no words of its own. */
function endOf(token: string): number {
  const exp = wordsOf(token)?.exp;
  return exp === undefined ? Infinity : exp * 1000;
}

/** Whose token it claims to be, which only chooses who checks it. */
function issuerOf(token: string): string | undefined {
  return wordsOf(token)?.iss;
}

function wordsOf(token: string): JWTPayload | undefined {
  try {
    return decodeJwt(token);
  } catch {
    return undefined;
  }
}
