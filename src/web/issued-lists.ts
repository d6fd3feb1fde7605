import type { Express, Request, Response } from 'express';
import type { Logger } from 'pino';
import { validate as isUuid } from 'uuid';
import type { Database } from '../database/database';
import { asKeySet, readIssuedFile, readPublicKeys } from '../eligibility/issued/issued-list.read-model';
import { ArgumentError } from '../errors';
import { LIST_WORDS, listAsked, type ListWords } from '../exchange/accredited-list.asked';
import { accreditedListSheet } from '../exchange/accredited-list.export';
import { isUnfit, UNFIT } from '../graphql/limits/measure';
import type { Door } from '../http/door';
import { answerRefusal, refuse } from '../http/graphql-answer';
import { sendPublic } from '../http/public-answer';

/** What was issued never changes. */
const FOR_EVER = 'public, max-age=31536000, immutable';
/** Seconds for which keys may be held: so long may a list that a new key signed seem unknown. */
const KEYS_AGE = 300;
/** Organisations of a sheet that anybody may ask for: as many as the greatest of counties has. */
const MOST_ORGANISATIONS = 5_000;

/**
 * The accredited list of a day as a sheet, issued lists as they were signed, and the public keys with which anybody can
 * tell that they are genuine.
 */
export function addIssuedLists(app: Express, database: Database, door: Door, logger: Logger): void {
  app.get('/lists/keys.json', async (request, response) => {
    await answering(logger, response, async () => {
      await door.enter(request, undefined);
      const keys = JSON.stringify(asKeySet(await readPublicKeys((sql) => database.readPublic(sql, []))));
      response.setHeader('Cache-Control', `public, max-age=${KEYS_AGE}`);
      response.type('application/jwk-set+json').send(keys);
    });
  });
  app.get('/lists/accredited-list.csv', async (request, response) => {
    response.vary('Authorization');
    await answering(logger, response, async () => {
      const { reader, viewer } = await door.enter(request, undefined);
      const { day, csv } = await accreditedListSheet(reader, listAsked(wordsOf(request)), MOST_ORGANISATIONS);
      // The time limit may have answered meanwhile.
      if (response.headersSent) return;
      response.setHeader('Content-Disposition', `attachment; filename="accredited-list-${day}.csv"`);
      if (viewer.role === 'ANONYMOUS') return sendPublic(request, response, csv, 'csv');
      response.setHeader('Cache-Control', 'private, no-store');
      response.type('csv').end(csv);
    });
  });
  app.get('/lists/:file', async (request, response) => {
    await answering(logger, response, async () => {
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

/** What is asked in the address. A word that is not known, or that is there twice, asks for something else than would be answered. */
function wordsOf({ query }: Request): ListWords {
  for (const [name, value] of Object.entries(query)) {
    if (!LIST_WORDS.some((word) => word === name)) throw new ArgumentError('BAD_INPUT', name.slice(0, 40), `The list takes ${LIST_WORDS.join(', ')}, and no ${name.slice(0, 40)}.`);
    if (typeof value !== 'string') throw new ArgumentError('BAD_INPUT', name, `${name} is given once.`);
    if (isUnfit(value)) throw new ArgumentError('BAD_INPUT', name, `${name} ${UNFIT}`);
  }
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));
}

async function answering(logger: Logger, response: Response, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof ArgumentError) refuse(response, 400, error.code, error.message);
    else if (!answerRefusal(logger, response, error)) throw error;
  }
}
