import type { IncomingMessage } from 'node:http';
import proxyAddress from 'proxy-addr';

export type AddressOf = (request: IncomingMessage) => string | undefined;

/** Whence a request came. @param trusted whose word on it is taken: so many proxies in front, or these; 0: nobody's. */
export function clientAddress(trusted: number | readonly string[]): AddressOf {
  if (trusted === 0) return (request) => request.socket.remoteAddress;
  const trust = typeof trusted === 'number' ? (_address: string, hop: number) => hop < trusted : proxyAddress.compile([...trusted]);
  return (request) => proxyAddress(request, trust);
}
