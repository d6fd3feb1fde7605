import type { TestService } from './test-service';

export interface ChangePayload {
  readonly organisation: { readonly id: string; readonly version: number; readonly name: string } | null;
  readonly userErrors: readonly { readonly code: string; readonly path: readonly string[]; readonly currentVersion: number | null }[];
}

export interface PostedChange {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly payload: ChangePayload | null;
  /** The code of the first error outside the payload. */
  readonly error: string | undefined;
}

/** Sends a change of an organisation as a client does. */
export async function postChange(service: Pick<TestService, 'post'>, mutation: string, input: Record<string, unknown>, authorization: string): Promise<PostedChange> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const response = await service.post(
    `mutation ($input: ${type}!) { done: ${mutation}(input: $input) { organisation { id version name } userErrors { code path currentVersion } } }`,
    { input },
    { authorization },
  );
  const body = (await response.json()) as { data?: { done: ChangePayload | null } | null; errors?: { extensions?: { code?: string } }[] };
  return { status: response.status, retryAfter: response.headers.get('retry-after'), payload: body.data?.done ?? null, error: body.errors?.[0]?.extensions?.code };
}
