import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';

/** Seconds that a cache may hold a public answer: as long as an entry that was hidden may go on being shown. */
const MAX_AGE = 60;

/** Answers with what anybody may know, for caches on the way to hold; with nothing where the caller has it already. */
export function sendPublic(request: Request, response: Response, body: string, type = 'json'): void {
  response.setHeader('Cache-Control', `public, max-age=${MAX_AGE}`);
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
  response.setHeader('ETag', etag);
  // Browsers' fetch says no-cache beside a tag of its own, which asks for just this comparison.
  if (request.get('if-none-match')?.split(',').some((one) => one.trim().replace(/^W\//, '') === etag) === true) {
    response.status(304).end();
    return;
  }
  response.type(type).end(body);
}
