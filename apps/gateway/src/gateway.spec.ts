import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import {
  createServer,
  IncomingMessage,
  request as ask,
  ServerResponse,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
} from 'node:http';
import { Socket, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ProblemFilter } from '#platform/http';
import { everybodyIn } from '#test/everybody-in';
import { GatewayModule } from './gateway.module.js';
import { ServicesBehind } from './services-behind.js';
import { onlyVisitorsOfThisDesk, visitorRules } from './visitors.js';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let app: INestApplication;
let folder: string;
let service: Server;
const heard: { method: string; url: string; headers: IncomingHttpHeaders; body: string }[] = [];

const recording: RequestListener = (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    heard.push({
      method: request.method ?? '',
      url: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    });
    response.writeHead(request.url?.includes('moved') ? 307 : 200, {
      'Content-Type': 'application/json',
      'X-Kept': 'yes',
      Location: 'http://elsewhere.example/',
    });
    response.end('{"rows":[]}');
  });
};

const port = (server: { address(): unknown }): number => (server.address() as AddressInfo).port;
const gatewayPort = (): number => port(app.getHttpServer() as Server);

function get(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = ask(
      { host: '127.0.0.1', port: gatewayPort(), path, method: options.method ?? 'GET', headers: options.headers },
      (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      },
    );
    request.on('error', reject);
    request.end(options.body);
  });
}

async function start(behind: ServicesBehind, hosts = '', dashboard = folder): Promise<void> {
  const rules = visitorRules({ GATEWAY_HOSTS: hosts });
  app = await NestFactory.create(GatewayModule.over({ behind, rules, people: everybodyIn, folder: dashboard }), {
    logger: false,
  });
  app.useGlobalFilters(new ProblemFilter(() => undefined));
  await app.listen(0, '127.0.0.1');
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dashboard-'));
  mkdirSync(join(folder, 'assets'));
  mkdirSync(join(folder, '.vite'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Asiento</title>');
  writeFileSync(join(folder, 'assets', 'index-abc123.js'), 'export {};');
  writeFileSync(join(folder, '.vite', 'manifest.json'), '{}');
  writeFileSync(join(folder, '..', 'outside.txt'), 'secret');
  service = createServer(recording);
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  rmSync(join(folder, '..', 'outside.txt'));
  await new Promise((resolve) => service.close(resolve));
});
beforeEach(() => void heard.splice(0));
afterEach(() => app.close());

const behindUrl = (): ServicesBehind => ServicesBehind.at({ INTAKE_URL: `http://127.0.0.1:${port(service)}` });

describe('the gateway passing requests on', () => {
  it('hands a service of another process method, query and body unchanged', async () => {
    await start(behindUrl());
    const answer = await get('/api/intake/parked/x/resubmit?a=1', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"reason":"ñ"}',
    });
    expect(answer).toMatchObject({ status: 200, body: '{"rows":[]}' });
    expect(answer.headers['x-kept']).toBe('yes');
    expect(heard).toMatchObject([{ method: 'POST', url: '/api/intake/parked/x/resubmit?a=1', body: '{"reason":"ñ"}' }]);
  });

  it('hands a service of this process the body unread', async () => {
    const behind = new ServicesBehind();
    behind.mount('ledger', recording);
    await start(behind);
    expect(
      (
        await get('/api/ledger/x', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: '{"a":"1"}',
        })
      ).status,
    ).toBe(200);
    expect(heard).toMatchObject([{ url: '/api/ledger/x', body: '{"a":"1"}' }]);
  });

  it.each(['/api/intake/../../secret', '/api/intake/%2e%2e/%2e%2e/secret', '//evil.example/api/intake/x'])(
    'does not leave the service by %s',
    async (path) => {
      await start(behindUrl());
      await get(path);
      expect(heard.filter(({ url }) => !url.startsWith('/api/intake/'))).toEqual([]);
    },
  );

  it('does not follow where a service points', async () => {
    await start(behindUrl());
    expect((await get('/api/intake/moved')).status).toBe(307);
  });

  it.each([
    ['/api/nothing/here', 404, 'unknown-path'],
    ['/api', 404, 'unknown-path'],
    ['/api/ledger/summary', 503, 'service-not-running'],
  ])('answers %s with %i and says why', async (path, status, code) => {
    await start(behindUrl());
    const answer = await get(path);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(JSON.parse(answer.body)).toMatchObject({ status, code });
  });

  it('answers 502 when a service gives no answer', async () => {
    await start(ServicesBehind.at({ INTAKE_URL: 'http://127.0.0.1:9' }));
    const answer = await get('/api/intake/summary');
    expect(answer.status).toBe(502);
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'service-unreachable' });
  });

  it('takes only http addresses for services', () => {
    expect(() => ServicesBehind.at({ UNITS_URL: 'file:///etc/passwd' })).toThrow('UNITS_URL must be an http address');
  });

  it('says what is behind it', async () => {
    await start(behindUrl());
    const health = await get('/api/gateway/health');
    expect(JSON.parse(health.body)).toMatchObject({
      status: 'up',
      dashboard: 'built',
      services: { intake: 'proxied', ledger: 'absent' },
    });
    expect((await get('/api/gateway/other')).status).toBe(404);
  });
});

describe('the gateway at the door', () => {
  it.each([
    ['a page of another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a neighbour of the site', { 'Sec-Fetch-Site': 'same-site' }],
    ['an older browser on another site', { Origin: 'http://evil.example' }],
    ['a sandboxed page', { Origin: 'null' }],
  ])('refuses an act from %s', async (_, headers) => {
    await start(behindUrl());
    const answer = await get('/api/intake/parked/x/discard', { method: 'POST', headers });
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'cross-site' });
    expect(heard).toEqual([]);
  });

  it('takes an act from its own page and from a program', async () => {
    await start(behindUrl());
    const own = { Origin: `http://127.0.0.1:${gatewayPort()}`, 'Sec-Fetch-Site': 'same-origin' };
    expect((await get('/api/intake/x', { method: 'POST', headers: own })).status).toBe(200);
    expect((await get('/api/intake/x', { method: 'POST', headers: { Origin: own.Origin } })).status).toBe(200);
    expect((await get('/api/intake/x', { method: 'POST' })).status).toBe(200);
  });

  it('refuses a host name it does not know, as in DNS rebinding', async () => {
    await start(behindUrl());
    const answer = await get('/api/intake/summary', { headers: { Host: 'evil.example:4000' } });
    expect(answer.status).toBe(421);
    expect(heard).toEqual([]);
    expect((await get('/', { headers: { Host: 'localhost:4000' } })).status).toBe(200);
  });

  it.each([
    ['127.0.0.1', '', 200],
    ['::ffff:127.0.0.1', '', 200],
    ['::1', '', 200],
    ['10.1.2.3', '', 403],
    ['10.1.2.3', 'asiento.example', 200],
  ])('that is reached over %s, with hosts "%s" opened, answers %i', (localAddress, hosts, status) => {
    const socket = new Socket();
    Object.defineProperty(socket, 'localAddress', { value: localAddress });
    const request = Object.assign(new IncomingMessage(socket), { method: 'GET', headers: { host: 'localhost' } });
    const response = new ServerResponse(request);
    onlyVisitorsOfThisDesk(visitorRules({ GATEWAY_HOSTS: hosts }))(request, response, () => undefined);
    expect(response.statusCode).toBe(status);
  });

  it('serves a host it is told to serve', async () => {
    await start(behindUrl(), 'asiento.example');
    expect((await get('/', { headers: { Host: 'asiento.example' } })).status).toBe(200);
  });

  it.each(['/', '/assets/index-abc123.js', '/api/intake/summary', '/api/nothing'])(
    'gives %s the headers of a strict page',
    async (path) => {
      await start(behindUrl());
      const { headers } = await get(path);
      expect(headers['content-security-policy']).toContain("default-src 'self'");
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['content-security-policy']).not.toContain('unsafe-inline');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBeDefined();
    },
  );
});

describe('the gateway serving the dashboard', () => {
  it('keeps hashed files for good and asks for the page every time', async () => {
    await start(behindUrl());
    expect((await get('/assets/index-abc123.js')).headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/javascript; charset=utf-8',
    });
    expect((await get('/')).headers).toMatchObject({
      'cache-control': 'no-cache',
      'content-type': 'text/html; charset=utf-8',
    });
  });

  it('shows the page for the address of any screen', async () => {
    await start(behindUrl());
    for (const path of ['/trades/T261124-0000001', '/ledger/postings?account=1010', '/trades/T.1'])
      expect(await get(path)).toMatchObject({
        status: 200,
        body: expect.stringContaining('<title>Asiento</title>') as string,
      });
  });

  it('does not pass the page off as a script of an older build', async () => {
    await start(behindUrl());
    expect((await get('/assets/index-old.js')).status).toBe(404);
  });

  it.each([
    '/../outside.txt',
    '/%2e%2e/outside.txt',
    '/..%2foutside.txt',
    '/assets/..%2f..%2foutside.txt',
    '/.vite/manifest.json',
    '/%00',
  ])('gives away no other file by %s', async (path) => {
    await start(behindUrl());
    const { body } = await get(path);
    expect(body).not.toContain('secret');
    expect(body).not.toBe('{}');
  });

  it('takes no acts where files are', async () => {
    await start(behindUrl());
    expect((await get('/', { method: 'POST' })).status).toBe(405);
  });

  it('says so when the dashboard has not been built', async () => {
    await start(behindUrl(), '', join(folder, 'nowhere'));
    const answer = await get('/trades');
    expect(answer.status).toBe(503);
    expect(answer.body).toContain('has not been built');
    expect((await get('/api/intake/summary')).status).toBe(200);
  });
});
