import { createHash, randomBytes } from 'node:crypto';
import DataLoader from 'dataloader';
import { v7 as uuidv7 } from 'uuid';
import type { Clock } from '../clock';
import type { Database } from '../database/database';
import { SIGNED_IN_ROLES, type SignedInRole } from './viewer';
import { whyUseless, type Grant } from './claims';
import { SetUpError } from '../errors';

export const API_KEY_PREFIX = 'vcsa_';
const SECRET_BYTES = 32;
const SYSTEM = { role: 'ADMIN' } as const;
/** Keys that come within so many milliseconds are looked up at once: whoever guesses keys costs the database next to nothing. */
const LOOKED_UP_EVERY = 50;
const LOOKED_UP_AT_ONCE = 1_000;

interface KeyRow {
  id: string;
  name: string;
  role: string;
  area_codes: string[];
  organisation_ids: string[];
  created_at: Date;
  expires_at: Date | null;
  revoked_at: Date | null;
  last_used_at: Date | null;
}

/** Keys for machines: the secret is shown once and kept as a hash; a key has one role and scope, and can be revoked. */
export class ApiKeys {
  /** By hash; null: no such key. Nothing is kept. */
  private readonly lookUp = new DataLoader<string, KeyRow | null>((hashes) => this.find(hashes), {
    cache: false,
    maxBatchSize: LOOKED_UP_AT_ONCE,
    batchScheduleFn: (begin) => void setTimeout(begin, LOOKED_UP_EVERY),
  });

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Makes a key. @returns its id and the secret, which nobody can show again. */
  async create(grant: Grant, days: number | null): Promise<{ id: string; secret: string }> {
    const useless = whyUseless(grant);
    if (useless !== null) throw new SetUpError(useless);
    const id = uuidv7();
    const secret = `${API_KEY_PREFIX}${randomBytes(SECRET_BYTES).toString('base64url')}`;
    const now = this.clock.now();
    const expires = days === null ? null : new Date(now.getTime() + days * 86_400_000);
    await this.database.write(SYSTEM, (manager) =>
      manager.query('insert into api_keys (id, name, secret_hash, role, area_codes, organisation_ids, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8)', [
        id, grant.subject, hashOf(secret), grant.role, grant.areaCodes, grant.organisationIds, now, expires,
      ]),
    );
    return { id, secret };
  }

  /** @returns whether there was such a key that still held. */
  async revoke(id: string): Promise<boolean> {
    const [, affected] = await this.database.write(SYSTEM, async (manager) =>
      (await manager.query('update api_keys set revoked_at = $2 where id::text = $1 and revoked_at is null', [id, this.clock.now()])) as [unknown, number],
    );
    return affected > 0;
  }

  async list(): Promise<KeyRow[]> {
    return this.database.readCleared<KeyRow>(SYSTEM, 'select id, name, role, area_codes, organisation_ids, created_at, expires_at, revoked_at, last_used_at from api_keys order by created_at', []);
  }

  /** What a key opens; null when it does not hold. Notes its use, at most once a minute. */
  async verify(secret: string): Promise<Grant | null> {
    const now = this.clock.now();
    const key = await this.lookUp.load(hashOf(secret));
    if (key === null || !isRole(key.role) || (key.expires_at !== null && key.expires_at <= now)) return null;
    if (key.last_used_at === null || now.getTime() - key.last_used_at.getTime() > 60_000) {
      await this.database.write(SYSTEM, (manager) => manager.query('update api_keys set last_used_at = $2 where id = $1', [key.id, now]));
    }
    return { role: key.role, subject: `key ${key.name}`, areaCodes: key.area_codes, organisationIds: key.organisation_ids };
  }

  private async find(hashes: readonly string[]): Promise<(KeyRow | null)[]> {
    const rows = await this.database.readCleared<KeyRow & { secret_hash: string }>(
      SYSTEM, 'select id, name, role, area_codes, organisation_ids, created_at, expires_at, revoked_at, last_used_at, secret_hash from api_keys where secret_hash = any($1::text[]) and revoked_at is null', [hashes],
    );
    const byHash = new Map(rows.map((row) => [row.secret_hash, row]));
    return hashes.map((hash) => byHash.get(hash) ?? null);
  }
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function isRole(role: string): role is SignedInRole {
  return (SIGNED_IN_ROLES as readonly string[]).includes(role);
}
