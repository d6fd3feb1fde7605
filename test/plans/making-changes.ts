import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Viewer } from '../../src/access/viewer';
import type { TestDatabase } from '../support';

interface Errors {
  userErrors: { code: string; path: string[]; currentVersion: number | null }[];
}

export const operation = (name: string): string => readFileSync(join(__dirname, `../../schema/operations/${name}.graphql`), 'utf8');

/** Makes a change by its documented operation; its payload, and the codes and paths of its errors. */
export async function change<Payload>(at: TestDatabase, name: string, input: object, viewer: Viewer): Promise<{ payload: Payload; errors: string[] }> {
  const { data, errors } = await at.ask<Record<string, Payload & Errors>>(operation(name), { input }, viewer);
  if (errors !== undefined) return { payload: {} as Payload, errors: errors.map((error) => String(error.extensions?.code)) };
  const payload = Object.values(data ?? {})[0] as Payload & Errors;
  return { payload, errors: payload.userErrors.map(({ code, path }) => `${code} ${path.join('.')}`) };
}
