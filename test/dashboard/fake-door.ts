import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { rightsOf, type Page, type PeopleSubject, type Problem, type Right } from '#contracts';
import { PERSON_HEADER, signNote } from '#platform/identity';
import { FakePeople, PEOPLE_PATH, type PeopleAnswer } from './fake-people.js';

/** The people's part of a gateway, in memory, in front of a gateway that knows of no people. */
export interface FakeDoor {
  readonly url: string;
  readonly people: FakePeople;
  /** Every body of an act that came through, as it was sent. */
  readonly bodies: readonly string[];
  close(): Promise<void>;
}

const KEY = Buffer.alloc(32, 7);
const READS = ['GET', 'HEAD'];
/** What a house asks a fresh code for: approvals. */
const NEEDS_FRESH_CODE = /\/approve$/;

/** @param behind origin that everything else is passed on to */
export async function startFakeDoor(behind: string): Promise<FakeDoor> {
  const people = new FakePeople();
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const url = new URL(request.url ?? '/', 'http://door');
      const cookie = cookieOf(request);
      if (!READS.includes(request.method ?? '') && body.length > 0) bodies.push(body.toString('utf8'));
      if (!url.pathname.startsWith('/api/')) return passOn(behind, request, body, response);
      const answer = refusedAtTheDoor(people, request, url, cookie) ?? answerOf(people, request, url, cookie, body);
      if (answer !== undefined) return send(response, answer);
      const person = people.view(cookie);
      if (person !== undefined) request.headers[PERSON_HEADER] = noteOf(person, request);
      passOn(behind, request, body, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    people,
    bodies,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const cookieOf = ({ headers: { cookie } }: IncomingMessage): string | undefined =>
  /(?:^|; )asiento=([^;]+)/.exec(cookie ?? '')?.[1];

function noteOf({ handle, roles }: Pick<Parameters<typeof signNote>[0], 'handle' | 'roles'>, request: IncomingMessage) {
  const asked = { method: request.method ?? 'GET', path: request.url ?? '/' };
  return signNote({ handle, roles, factorUntil: 0, machine: false }, asked, KEY, Date.now());
}

/** Nobody signed in, a page of somebody else's, or no fresh code. */
function refusedAtTheDoor(
  people: FakePeople,
  { method, headers }: IncomingMessage,
  { pathname }: URL,
  cookie: string | undefined,
): PeopleAnswer | undefined {
  const open =
    (pathname === '/api/gateway/session' && method === 'POST') || pathname.startsWith('/api/gateway/invitations/');
  if (open) return undefined;
  if (people.people.size === 0) return { status: 401, code: 'first-person-needed' };
  if (people.holderOf(cookie) === undefined) return { status: 401, code: 'sign-in-needed' };
  if (!READS.includes(method ?? '') && headers['x-asiento-csrf'] !== people.csrfOf(cookie))
    return { status: 403, code: 'csrf-refused' };
  if (NEEDS_FRESH_CODE.test(pathname) && !people.hasFreshCode(cookie))
    return { status: 403, code: 'fresh-factor-needed' };
  return undefined;
}

interface Said {
  readonly handle?: string;
  readonly password?: string;
  readonly code?: string;
  readonly subject?: PeopleSubject;
  readonly reason?: string;
  readonly shown?: string;
}

/** @returns undefined for what is not about people */
function answerOf(
  people: FakePeople,
  { method }: IncomingMessage,
  url: URL,
  cookie = '',
  body: Buffer,
): PeopleAnswer | undefined {
  const [, , service, resource = '', id, act] = url.pathname.split('/').map(decodeURIComponent);
  if (service !== 'gateway') return undefined;
  const said = (body.length === 0 ? {} : JSON.parse(body.toString('utf8'))) as Said;
  const may = (right: Right): boolean =>
    rightsOf(people.people.get(people.holderOf(cookie) ?? '')?.roles ?? []).includes(right);
  switch (`${method} ${[resource, ...(resource === 'invitations' ? [act ?? ''] : [id ?? '', act ?? ''])].join('/')}`) {
    case 'GET session//':
      return { status: 200, body: people.view(cookie) };
    case 'POST session//':
      return people.signIn(said);
    case 'DELETE session//':
      return people.signOut(cookie);
    case 'POST session/factor/':
      return people.freshCode(cookie, said.code);
    case 'POST factors/totp/':
      return people.beginEnrolment(cookie, said.password);
    case 'POST factors/totp/confirm':
      return people.confirmEnrolment(cookie, said.code);
    case 'GET invitations/': {
      const invitation = people.invitations.get(id ?? '');
      return invitation ? { status: 200, body: invitation } : { status: 404, code: 'invitation-unknown' };
    }
    case 'POST invitations/accept':
      return people.accept(id ?? '', said.password ?? '');
    case 'GET audit-log//':
      return may('read-audit-log') ? { status: 200, body: auditPage(people, url.searchParams) } : MISSING;
  }
  return resource === PEOPLE_PATH ? aboutPeople(people, url, people.holderOf(cookie) ?? '', said, may) : undefined;
}

const MISSING: PeopleAnswer = { status: 403, code: 'right-missing' };

function aboutPeople(
  people: FakePeople,
  url: URL,
  asker: string,
  { subject, reason = '', shown }: Said,
  may: (right: Right) => boolean,
): PeopleAnswer {
  const [, , , , what, proposalId, act] = url.pathname.split('/').map(decodeURIComponent);
  if (!may('read-people')) return MISSING;
  if (what === 'people') return { status: 200, body: pageOf(people.rows()) };
  if (act !== undefined && proposalId !== undefined)
    return may(act === 'withdraw' ? 'propose-people' : 'approve-people')
      ? people.decide(asker, proposalId, act, { reason, ...(shown === undefined ? {} : { shown }) })
      : MISSING;
  if (subject !== undefined)
    return may('propose-people') ? { status: 201, body: people.propose(asker, subject, reason) } : MISSING;
  const state = url.searchParams.get('state');
  return { status: 200, body: pageOf(people.proposals.filter((row) => state === null || row.state === state)) };
}

const pageOf = <Row>(rows: readonly Row[]): Page<Row> => ({ rows, total: rows.length });

function auditPage({ audit }: FakePeople, query: URLSearchParams): Page<FakePeople['audit'][number]> {
  const rows = audit.filter((row) =>
    (['actor', 'act'] as const).every((name) => !query.has(name) || query.get(name) === row[name]),
  );
  const start = Number(query.get('cursor') ?? 0);
  const end = start + Number(query.get('limit') ?? 100);
  return { rows: rows.slice(start, end), total: rows.length, ...(end < rows.length ? { next: String(end) } : {}) };
}

function send(response: ServerResponse, { status, body, code, cookie, retryAfter }: PeopleAnswer): void {
  if (cookie !== undefined)
    response.setHeader('set-cookie', `asiento=${cookie ?? 'gone; Max-Age=0'}; HttpOnly; SameSite=Strict; Path=/`);
  if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter));
  if (code === undefined) {
    response.writeHead(status, { 'content-type': 'application/json' });
    return void response.end(body === undefined ? undefined : JSON.stringify(body));
  }
  const problem: Problem = { type: `urn:asiento:problem:${code}`, title: 'Refused', status, detail: '', code };
  response.writeHead(status, { 'content-type': 'application/problem+json' });
  response.end(JSON.stringify(problem));
}

function passOn(
  behind: string,
  { method, url, headers }: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): void {
  const onward = ask(new URL(url ?? '/', behind), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  // A gateway that hangs or has gone cuts the connection; so do we.
  onward.on('error', () => response.destroy());
  response.on('close', () => onward.destroy());
  onward.end(body);
}
