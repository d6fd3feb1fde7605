import type { Express, Response } from 'express';
import { validate as isUuid } from 'uuid';
import type { Database } from '../database/database';
import { asKeySet, readIssuedFile, readPublicKeys } from '../eligibility/issued/issued-list.read-model';
import { ServiceFailure } from '../errors';
import type { Door } from '../http/door';
import { TurnedAway } from '../http/door';
import { failing, refuse, turnAway } from '../http/graphql-answer';

/** What was issued never changes. */
const FOR_EVER = 'public, max-age=31536000, immutable';
/** Seconds for which keys may be held: so long may a list that a new key signed seem unknown. */
const KEYS_AGE = 300;

/** Issued lists as they were signed, and the public keys with which anybody can tell that they are genuine. */
export function addIssuedLists(app: Express, database: Database, door: Door): void {
  app.get('/lists/keys.json', async (request, response) => {
    await answering(response, async () => {
      await door.enter(request, undefined);
      const keys = JSON.stringify(asKeySet(await readPublicKeys(database)));
      response.setHeader('Cache-Control', `public, max-age=${KEYS_AGE}`);
      response.type('application/jwk-set+json').send(keys);
    });
  });
  app.get('/lists/:file', async (request, response) => {
    await answering(response, async () => {
      await door.enter(request, undefined);
      const id = /^(.+)\.json$/.exec(request.params.file)?.[1] ?? '';
      const kept = isUuid(id) ? await readIssuedFile(database, id) : undefined;
      if (kept === undefined) return refuse(response, 404, 'NOT_FOUND', 'No list of this id was issued.');
      response.setHeader('Cache-Control', FOR_EVER);
      response.setHeader('ETag', `"${kept.sha256}"`);
      response.setHeader('Content-Disposition', `attachment; filename="accredited-list-${id}.json"`);
      response.type('application/jose+json').send(kept.content);
    });
  });
}

async function answering(response: Response, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof TurnedAway) turnAway(response, error);
    else if (error instanceof ServiceFailure) failing(response, error.code, error.message);
    else throw error;
  }
}
