import { createHash } from 'node:crypto';
import { foldName } from '../../text/fold';

/** Characters of a number of a form: more is rather a sentence. */
export const LONGEST_FORM = 60;

/** What is kept of the number of a form: by it the form is known again in its round, and in no other. */
export function formKey(roundId: string, form: string): string {
  return createHash('sha256').update(`${roundId}\n${foldName(form)}`).digest('hex');
}
