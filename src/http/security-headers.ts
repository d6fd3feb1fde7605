import type { ServerResponse } from 'node:http';

const DIRECTIVES: Readonly<Record<string, string>> = {
  'default-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'self'",
  'frame-ancestors': "'none'",
  'object-src': "'none'",
};

/** A Content-Security-Policy: this host and nothing else. @param exceptions what one page may besides. */
export function policy(exceptions: Readonly<Record<string, string>> = {}): string {
  return Object.entries({ ...DIRECTIVES, ...exceptions })
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}

const HEADERS: readonly (readonly [string, string])[] = [
  ['Content-Security-Policy', policy()],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  // Pages elsewhere load nothing of this service but what CORS lets them ask for.
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Referrer-Policy', 'no-referrer'],
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'DENY'],
];

/** On every answer. Transport security is the word of whoever terminates TLS in front of this service. */
export function secure(response: ServerResponse): void {
  for (const [name, value] of HEADERS) response.setHeader(name, value);
}
