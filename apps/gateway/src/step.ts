import type { IncomingMessage, ServerResponse } from 'node:http';

/** One step on the way in: it answers, or lets the request go on. */
export type Step = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void;

/** Path and query that were asked for; the origin in front of them means nothing. */
export function askedFor(request: IncomingMessage): URL {
  return new URL(`http://gateway${request.url?.startsWith('/') ? request.url : '/'}`);
}
