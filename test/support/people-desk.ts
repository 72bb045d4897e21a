import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DynamicModule, INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TOTP } from 'otpauth';
import { gatewayOver, ServicesBehind } from '#apps/gateway';
import type { FactorToEnrol, InvitationLink, Role, SessionView } from '#contracts';
import { Database } from '#platform/database';
import { onlyKeepablePaths, ProblemFilter } from '#platform/http';
import { signNote, theMachine } from '#platform/identity';
import { ReadLog } from '../../apps/gateway/src/people/audit/read-log.js';
import { freshDatabase, type TestDatabase } from './postgres.js';

export const PASSWORD = 'correct horse battery';
export const HOUSE_KEY = 'ab'.repeat(32);

export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Body;
}

interface Asked {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Somebody with a browser of their own: keeps cookies, and sends the token of our pages along. */
export class Browser {
  readonly cookies = new Map<string, string>();
  csrf: string | undefined;
  /** Of the authenticator application of whoever sits here. */
  secret = '';

  constructor(private readonly url: string) {}

  async ask<Body = Record<string, unknown>>(method: string, path: string, asked: Asked = {}): Promise<Answer<Body>> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(cookie === '' ? {} : { cookie }),
        ...(this.csrf === undefined ? {} : { 'x-asiento-csrf': this.csrf }),
        ...(asked.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...asked.headers,
      },
      ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const text = await response.text();
    const body = (text.startsWith('{') ? JSON.parse(text) : {}) as Body & { csrf?: string };
    if (typeof body.csrf === 'string') this.csrf = body.csrf;
    return { status: response.status, headers: response.headers, text, body };
  }

  get<Body = Record<string, unknown>>(path: string): Promise<Answer<Body>> {
    return this.ask<Body>('GET', path);
  }

  post<Body = Record<string, unknown>>(path: string, body: unknown = {}): Promise<Answer<Body>> {
    return this.ask<Body>('POST', path, { body });
  }

  signIn(handle: string, password = PASSWORD, code?: string): Promise<Answer<SessionView>> {
    return this.post<SessionView>('/api/gateway/session', { handle, password, ...(code ? { code } : {}) });
  }
}

/** The real gateway over a database of its own, with a clock that a test sets, before a service that writes down what it hears. */
export interface PeopleDesk {
  readonly clock: { now: number };
  readonly database: TestDatabase;
  readonly superuser: Database;
  /** Requests that came through to the service. */
  readonly heard: { method: string; url: string; headers: IncomingHttpHeaders }[];
  readonly url: string;
  browser(): Browser;
  /** Method and path of everything that the gateway itself answers. */
  readonly routes: readonly string[];
  machine<Body>(method: string, path: string, body?: unknown): Promise<Answer<Body>>;
  invite(handle: string, roles: readonly Role[]): Promise<Answer<InvitationLink>>;
  /** Invited by the machine, in with the usual password. */
  founder(handle: string, roles: readonly Role[]): Promise<Browser>;
  /** Given an authenticator application. */
  enrol(browser: Browser): Promise<void>;
  /** A code that has not been used yet. */
  code(browser: Browser): string;
  audit(): Promise<{ actor: string; act: string; object: string; detail: string }[]>;
  stop(): Promise<void>;
}

export async function startPeopleDesk(environment: Record<string, string> = {}): Promise<PeopleDesk> {
  const clock = { now: Date.now() };
  const heard: PeopleDesk['heard'] = [];
  const recording: RequestListener = (request, response) => {
    heard.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
    const answer = (): unknown => response.setHeader('Content-Type', 'application/json').end('{"rows":[]}');
    request.resume().on('end', () => setTimeout(answer, request.url?.includes('slow') ? 300 : 0));
  };
  const proxied = createServer(recording);
  await new Promise<void>((resolve) => proxied.listen(0, '127.0.0.1', resolve));
  const behind = ServicesBehind.at({ LEDGER_URL: `http://127.0.0.1:${(proxied.address() as AddressInfo).port}` });
  behind.mount('intake', recording);
  const definition = gatewayOver(behind, {
    environment: { PEOPLE_KEY: HOUSE_KEY, ...environment },
    now: () => clock.now,
  });
  const database = await freshDatabase([definition]);
  const superuser = await database.asSuperuser();
  const app = await open(definition.module as DynamicModule, await database.as('gateway'));
  const url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;

  const desk: PeopleDesk = {
    clock,
    database,
    superuser,
    heard,
    url,
    routes: routesOf(app),
    browser: () => new Browser(url),
    machine<Body>(method: string, path: string, body?: unknown) {
      const note = signNote(theMachine, { method, path }, Buffer.from(HOUSE_KEY, 'hex'), clock.now);
      return new Browser(url).ask<Body>(method, path, {
        headers: { authorization: `Asiento ${note}` },
        ...(body === undefined ? {} : { body }),
      });
    },
    invite: (handle, roles) =>
      desk.machine('POST', '/api/gateway/invitations', { handle, name: `Name of ${roles.join()}`, roles }),
    async founder(handle, roles) {
      const { body } = await desk.invite(handle, roles);
      const browser = desk.browser();
      const accepted = await browser.post(`/api/gateway/invitations/${body.token}/accept`, { password: PASSWORD });
      if (accepted.status !== 201) throw new Error(`${handle} did not get in: ${accepted.text}`);
      return browser;
    },
    async enrol(browser) {
      const { body } = await browser.post<FactorToEnrol>('/api/gateway/factors/totp', { password: PASSWORD });
      browser.secret = body.secret;
      const confirmed = await browser.post('/api/gateway/factors/totp/confirm', { code: desk.code(browser) });
      if (confirmed.status !== 200) throw new Error(`no factor: ${confirmed.text}`);
    },
    code({ secret }) {
      clock.now += 30_000;
      return new TOTP({ secret }).generate({ timestamp: clock.now });
    },
    async audit() {
      await app.get(ReadLog, { strict: false }).flush();
      return superuser.rows('select actor, act, object, detail from gateway.audit_log log order by log.sequence');
    },
    async stop() {
      await app.close();
      proxied.closeAllConnections();
      await new Promise((resolve) => proxied.close(resolve));
      await database.drop();
    },
  };
  return desk;
}

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
}

function routesOf(app: INestApplication): string[] {
  const { router } = app.getHttpAdapter().getInstance() as { router: { stack: Layer[] } };
  return router.stack.flatMap(({ route }) =>
    route ? Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`) : [],
  );
}

async function open(gateway: DynamicModule, database: Database): Promise<INestApplication> {
  const platform: DynamicModule = {
    module: class Platform {},
    global: true,
    providers: [{ provide: Database, useValue: database }],
    exports: [Database],
  };
  const root = { module: class Root {}, imports: [platform, gateway] };
  const app = await NestFactory.create(root, { logger: false });
  app.use(onlyKeepablePaths);
  app.useGlobalFilters(new ProblemFilter(() => undefined));
  await app.listen(0, '127.0.0.1');
  return app;
}
