import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jwtVerify, SignJWT } from 'jose';
import { SetUpError } from '../errors';
import { readClaims, type Grant } from './claims';

export const LOCAL_ISSUER = 'vcs-atlas';
const KEY_BYTES = 32;

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
    const made = makeKey(path);
    const key = readFileSync(path);
    if (key.length !== KEY_BYTES) throw new SetUpError(`${path} is no key of ${KEY_BYTES} bytes.`, 'Put back the one of the last back-up, or remove the file: a new one is made, and all tokens end');
    return new LocalTokens(key, made);
  }

  async issue(grant: Grant, days: number): Promise<string> {
    return new SignJWT({ role: grant.role, areas: [...grant.areaCodes], organisations: [...grant.organisationIds] })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(LOCAL_ISSUER)
      .setSubject(grant.subject)
      .setIssuedAt()
      .setExpirationTime(`${days} days`)
      .sign(this.key);
  }

  /** What a token says; null when it does not hold. */
  async verify(token: string): Promise<Grant | null> {
    return jwtVerify(token, this.key, { issuer: LOCAL_ISSUER, algorithms: ['HS256'], requiredClaims: ['exp'] }).then(
      ({ payload }) => readClaims(payload),
      () => null,
    );
  }
}

/** Linking leaves one winner when two processes start at once, and never a file of half a key. @returns whether it was made. */
function makeKey(path: string): boolean {
  const aside = `${path}.${randomBytes(8).toString('hex')}`;
  if (existsSync(path)) return false;
  try {
    writeFileSync(aside, randomBytes(KEY_BYTES), { mode: 0o600 });
    linkSync(aside, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(aside, { force: true });
  }
}
