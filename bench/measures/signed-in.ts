import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalTokens } from '../../src/access/local-tokens';
import type { SignedInRole } from '../../src/access/viewer';

/** A caller of a role for a service that is started with this environment. */
export async function signIn(role: SignedInRole): Promise<{ authorization: string; environment: NodeJS.ProcessEnv; readonly forget: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'atlas-bench-tokens-'));
  const token = await LocalTokens.open(folder).issue({ role, subject: 'bench', areaCodes: [], organisationIds: [] }, 1);
  return { authorization: `Bearer ${token}`, environment: { DATA_DIR: folder }, forget: () => rmSync(folder, { recursive: true, force: true }) };
}
