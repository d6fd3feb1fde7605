import { Field, Int, ObjectType } from 'type-graphql';
import { UserFault } from '../errors';
import { Shown } from './read/shape';

@ObjectType({ simpleResolvers: true, description: 'Why a change was not made, and what to mend.' })
export class UserError {
  @Field({ description: 'NOT_FOUND, FORBIDDEN (not yours to change), CONFLICT (changed by somebody else since), TAKEN, INVALID, UNKNOWN_AREA, UNKNOWN_TERM, ALREADY, KEY_REUSED (the clientMutationId came before with another input), NOT_MERGED. Of panels: UNKNOWN_SET, NOT_ASSESSED (no version of the set holds on the day), NEEDS_REASON, NOT_ACCREDITED, NOT_SUSPENDED, NOTHING_TO_APPEAL, NO_APPEAL (none was lodged), CLOSED (not at work on that day). Of training: UNKNOWN_UNIT, NOT_OPEN (the session is over or cancelled), NOT_HELD (it lies in the future or was cancelled), OVER_CAPACITY, CLOSED.' })
  @Shown('PUBLIC')
  code!: string;

  @Field({ description: 'The same in words.' })
  @Shown('PUBLIC')
  message!: string;

  @Field(() => [String], { description: 'The part of the input that it is about.' })
  @Shown('PUBLIC')
  path!: readonly string[];

  @Field(() => Int, { nullable: true, description: 'With CONFLICT: the version that stands now.' })
  @Shown('PUBLIC')
  currentVersion!: number | null;
}

/** Turns what a caller can mend into data; anything else stays an error. */
export async function orUserErrors<T extends object>(work: () => Promise<T>): Promise<(T | object) & { userErrors: UserError[] }> {
  try {
    return { ...(await work()), userErrors: [] };
  } catch (error) {
    if (!(error instanceof UserFault)) throw error;
    return { userErrors: [{ code: error.code, message: error.message, path: error.path, currentVersion: error.currentVersion }] };
  }
}
