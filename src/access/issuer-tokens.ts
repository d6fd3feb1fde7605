import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { ServiceFailure } from '../errors';
import { readClaims, type Grant } from './claims';

export interface IssuerSettings {
  /** The `iss` of its tokens. */
  readonly issuer: string;
  /** Where it publishes its keys. */
  readonly jwksUrl: string;
  /** The `aud` that its tokens must name; absent: any. */
  readonly audience?: string | undefined;
  /** Which claim holds role, areas and organisations, where they do not stand at the top. */
  readonly claim?: string | undefined;
}

/** Signatures of public keys only: a shared secret has no place in a published key set. */
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];

/** Tokens of an OpenID Connect provider, checked with the keys that it publishes. */
export class IssuerTokens {
  private readonly keys: JWTVerifyGetKey;

  constructor(private readonly settings: IssuerSettings) {
    this.keys = createRemoteJWKSet(new URL(settings.jwksUrl), { timeoutDuration: 5_000, cooldownDuration: 30_000 });
  }

  get issuer(): string {
    return this.settings.issuer;
  }

  async verify(token: string): Promise<Grant | null> {
    const { issuer, audience, claim } = this.settings;
    return jwtVerify(token, this.keys, { issuer, algorithms: ALGORITHMS, requiredClaims: ['exp'], ...(audience === undefined ? {} : { audience }) }).then(
      ({ payload }) => readClaims(claim === undefined ? payload : { ...nested(payload, claim), sub: payload.sub }),
      (error: unknown) => {
        if (keysAreAway(error)) throw new ServiceFailure('UNAVAILABLE', 'Whose token it is could not be asked: the keys of its issuer are not to be had just now.', error);
        return null;
      },
    );
  }
}

/** No word of the token's: the address of the keys did not answer, not in time, or not with keys. */
function keysAreAway(error: unknown): boolean {
  return !(error instanceof errors.JOSEError) || error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid || error.code === 'ERR_JOSE_GENERIC';
}

function nested(payload: JWTPayload, claim: string): object {
  const value = payload[claim];
  return typeof value === 'object' && value !== null ? value : {};
}
