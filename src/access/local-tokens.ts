import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jwtVerify, SignJWT } from 'jose';
import { AccessError } from '../errors';
import type { Role, Viewer } from './viewer';
import { ANONYMOUS } from './viewer';

const ISSUER = 'vcs-atlas';
const KEY_BYTES = 32;
const ROLES: ReadonlySet<string> = new Set<Role>(['ADMIN']);

/** Tokens that the service signs itself, with a key that is made at the first start and kept beside the data. */
export class LocalTokens {
  private constructor(
    private readonly key: Uint8Array,
    /** The key was made just now: the first start, at which an admin token is shown once. */
    readonly isNew: boolean,
  ) {}

  static open(dataDir: string): LocalTokens {
    const path = join(dataDir, 'signing.key');
    mkdirSync(dataDir, { recursive: true });
    try {
      // 'wx' leaves one winner when two processes start at once.
      const made = randomBytes(KEY_BYTES);
      writeFileSync(path, made, { flag: 'wx', mode: 0o600 });
      return new LocalTokens(made, true);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      return new LocalTokens(readFileSync(path), false);
    }
  }

  async issue(role: Exclude<Role, 'ANONYMOUS'>, days: number): Promise<string> {
    return new SignJWT({ role }).setProtectedHeader({ alg: 'HS256' }).setIssuer(ISSUER).setIssuedAt().setExpirationTime(`${days} days`).sign(this.key);
  }

  /** The viewer behind an Authorization header; none: anonymous. A token that does not hold is refused, not ignored. */
  async viewerOf(authorization: string | undefined): Promise<Viewer> {
    if (authorization === undefined || authorization === '') return ANONYMOUS;
    const [scheme, token] = authorization.split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || token === undefined) throw new AccessError('UNAUTHENTICATED', 'The Authorization header must be "Bearer <token>".');
    try {
      const { payload } = await jwtVerify(token, this.key, { issuer: ISSUER, algorithms: ['HS256'] });
      if (typeof payload.role === 'string' && ROLES.has(payload.role)) return { role: payload.role as Role };
    } catch {
      // Which check failed is nobody's business.
    }
    throw new AccessError('UNAUTHENTICATED', 'The token is not valid, or has expired.');
  }
}
