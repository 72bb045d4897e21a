import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { refuse } from './refuse.js';
import { servicesOfTheHouse, type ServicesBehind } from './services-behind.js';
import { askedFor, type Step } from './step.js';

/** Belong to one connection, not to the message (RFC 9110 §7.6.1), or are set anew by whoever sends on. */
const OF_THE_CONNECTION = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'host',
  'expect',
];
/** fetch has undone the encoding by the time we see the body. */
const OF_THE_ENCODING = ['content-encoding', 'content-length'];

/** Passes `/api/<service>/…` on to the service, in this process or over the network; never anywhere else. */
export function passOn(behind: ServicesBehind): Step {
  return (request, response, next) => {
    const path = askedFor(request).pathname;
    if (path !== '/api' && !path.startsWith('/api/')) return next();
    const service = path.split('/')[2] ?? '';
    if (service === 'gateway') return next();
    const found = behind.find(service);
    if (found?.kind === 'mounted') return found.handler(request, response);
    if (found?.kind === 'proxied') return void proxy(request, response, found.url, service);
    if ((servicesOfTheHouse as readonly string[]).includes(service))
      return refuse(
        response,
        503,
        'service-not-running',
        'The service is not running',
        `${service} is neither in this process nor configured by ${service.toUpperCase()}_URL.`,
      );
    refuse(response, 404, 'unknown-path', 'There is nothing here', `${path} is no resource of the house.`);
  };
}

async function proxy(request: IncomingMessage, response: ServerResponse, base: URL, service: string): Promise<void> {
  const asked = askedFor(request);
  const target = new URL(base);
  target.pathname = asked.pathname;
  target.search = asked.search;
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const method = request.method ?? 'GET';
  const hasBody = !['GET', 'HEAD'].includes(method);
  let answer: globalThis.Response;
  try {
    answer = await fetch(target, {
      method,
      headers: headersToSend(request),
      redirect: 'manual',
      signal: gone.signal,
      ...(hasBody ? { body: Readable.toWeb(request) as ReadableStream, duplex: 'half' as const } : {}),
    });
  } catch (error) {
    if (gone.signal.aborted) return;
    return refuse(
      response,
      502,
      'service-unreachable',
      'The service cannot be reached',
      `${service} gave no answer: ${reasonOf(error)}.`,
    );
  }
  response.statusCode = answer.status;
  for (const [name, value] of answer.headers)
    if (!OF_THE_CONNECTION.includes(name) && !OF_THE_ENCODING.includes(name)) response.setHeader(name, value);
  if (answer.body === null) return void response.end();
  try {
    await pipeline(Readable.fromWeb(answer.body as WebStream), response);
  } catch {
    // The reader or the service hung up half way; the cut connection tells the reader so.
    response.destroy();
  }
}

function headersToSend(request: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value === undefined || OF_THE_CONNECTION.includes(name) || name === 'content-length') continue;
    for (const each of Array.isArray(value) ? value : [value]) headers.append(name, each);
  }
  return headers;
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
  return code ?? (error instanceof Error ? error.message : String(error));
}
