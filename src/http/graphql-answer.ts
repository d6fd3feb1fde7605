import type { Response } from 'express';

/** Answers with one GraphQL error, for what is refused before it becomes an operation. */
export function refuse(response: Response, status: number, code: string, message: string): void {
  response.status(status).json({ errors: [{ message, extensions: { code } }] });
}
