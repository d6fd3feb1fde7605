import { codeOf } from '../database/sqlstate';
import { UserFault } from '../errors';

/** What going back met that was free or there then, and is not now. @param path of what was to be gone back behind. */
export function notThereAnyMore(error: unknown, path: string): UserFault | undefined {
  const code = codeOf(error);
  if (code === '23503') return new UserFault('INVALID', 'Something that it referred to then is not there any more: change it by hand.', [path]);
  if (code === '23505' || code === '23P01') return new UserFault('TAKEN', 'What it was called or held then is another’s now.', [path]);
  return undefined;
}
