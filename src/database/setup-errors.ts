import { SetUpError } from '../errors';
import { ConnectionLost } from './failures';

const UNREACHABLE = new Set(['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH', 'EAI_AGAIN', 'ECONNRESET', 'ENOENT']);

/** Where a URL leads, without its password. */
export function describeTarget(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  return `${url.hostname || 'localhost'}:${url.port || '5432'}${url.pathname}`;
}

/** Turns what a driver throws at connecting into one sentence and the command to run; reads codes, never texts. */
export function asSetUpError(failure: unknown, databaseUrl: string): unknown {
  const error = failure instanceof ConnectionLost ? failure.cause : failure;
  const code = (error as { code?: string }).code ?? (error as { errors?: { code?: string }[] }).errors?.[0]?.code ?? '';
  const target = describeTarget(databaseUrl);
  if (UNREACHABLE.has(code)) {
    return new SetUpError(`No database answers at ${target} (${code}).`, 'Check DATABASE_URL, and that the server is running: pg_isready -d "$DATABASE_URL"');
  }
  switch (code) {
    case '28P01':
    case '28000':
      return new SetUpError(`The database at ${target} refuses this user or password.`, 'Check the user and password in DATABASE_URL: psql "$DATABASE_URL" -c "select 1"');
    case '3D000':
      return new SetUpError(`The server has no database of that name (${target}).`, `createdb ${new URL(databaseUrl).pathname.slice(1)}, then: vcs-atlas migrate`);
    case '22023':
    case '42704':
      return new SetUpError(`The database at ${target} has not been set up for vcs-atlas.`, 'MIGRATION_DATABASE_URL=<owner> vcs-atlas migrate');
    case '42501':
      return new SetUpError(
        `The user of DATABASE_URL may not act as vcs_atlas_service and vcs_atlas_public at ${target}.`,
        'As the owner: grant vcs_atlas_service, vcs_atlas_public to <that user>',
      );
    default:
      return error;
  }
}
