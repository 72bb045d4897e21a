import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, Logger } from '@nestjs/common';
import { Database } from '#platform/database';
import { PERSON_HEADER, readNote, signNote } from '#platform/identity';
import { Doorkeeper } from '../doorkeeper.js';
import { refuse } from '../refuse.js';
import { askedFor, type Step } from '../step.js';
import { WatchRequests } from './audit/watch-requests.js';
import { PeopleSettings } from './people-settings.js';
import { cookieIn, SESSION_COOKIE } from './sessions/cookies.js';
import { isSame } from './sessions/secrets.js';
import { Sessions, type KnownSession } from './sessions/sessions.js';
import { letIn, type Asking } from './who-asks.js';

/** What can be asked before anybody is known: whether the door is open, and whatever makes somebody known. */
const OPEN: readonly (readonly [method: RegExp, path: RegExp])[] = [
  [/^(GET|HEAD)$/, /^\/api\/gateway\/health$/],
  [/^POST$/, /^\/api\/gateway\/session$/],
  [/^GET$/, /^\/api\/gateway\/invitations\/[^/]+$/],
  [/^POST$/, /^\/api\/gateway\/invitations\/[^/]+\/accept$/],
];
const MACHINE = /^Asiento (\S+)$/;

/** Knows who asks, or asks them to sign in; tells the services behind by a note that only this house can write. */
@Injectable()
export class PeopleDoorkeeper extends Doorkeeper {
  private readonly logger = new Logger('door');

  constructor(
    private readonly database: Database,
    private readonly settings: PeopleSettings,
    private readonly sessions: Sessions,
    private readonly requests: WatchRequests,
  ) {
    super();
  }

  override readonly step: Step = (request, response, next) => {
    const { pathname, search } = askedFor(request);
    delete request.headers[PERSON_HEADER];
    if (pathname !== '/api' && !pathname.startsWith('/api/')) return next();
    // From here on everybody reads the same path: the door, the note, and whoever answers.
    Object.assign(request, { url: pathname + search, originalUrl: pathname + search });
    response.setHeader('Cache-Control', 'no-store');
    const method = request.method ?? 'GET';
    if (OPEN.some(([methods, paths]) => methods.test(method) && paths.test(pathname))) return next();
    this.admit(request, response).then(
      (admitted) => {
        if (admitted) next();
      },
      (error: unknown) => {
        this.logger.error(`nobody was let in: ${String(error)}`);
        refuse(response, 500, 'unexpected', 'Something went wrong', 'The fault is on our side and has been logged.');
      },
    );
  };

  /** @returns false when the request has been answered */
  private async admit(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const asking = await this.whoAsks(request);
    if (asking === undefined) return this.askToSignIn(response);
    const { person, session } = asking;
    const asked = { method: request.method ?? 'GET', path: request.url ?? '/' };
    if (!this.requests.canWatch(asked.method)) {
      refuse(response, 503, 'audit-log-behind', 'Nothing can be read now', 'What is read could not be written down.');
      return false;
    }
    this.requests.watch(request, response, person.handle);
    if (session !== undefined && !this.isOwnPage(request, session)) {
      refuse(response, 403, 'csrf-refused', 'The request is not from our pages', 'x-asiento-csrf is missing or wrong.');
      return false;
    }
    if (session !== undefined && isSomebodyThere(request)) await this.sessions.noteAct(session);
    letIn(request, asking);
    // What opens the door is nothing for the rooms behind it.
    for (const name of ['cookie', 'authorization', 'x-asiento-csrf']) delete request.headers[name];
    request.headers[PERSON_HEADER] = signNote(person, asked, this.settings.key, this.settings.now());
    return true;
  }

  private async whoAsks(request: IncomingMessage): Promise<Asking | undefined> {
    const { key, now } = this.settings;
    const [, note] = MACHINE.exec(request.headers.authorization ?? '') ?? [];
    if (note !== undefined) {
      const person = readNote(note, { method: request.method ?? 'GET', path: request.url ?? '/' }, key, now());
      // A person's note is for the services behind the door and must not open it once more.
      return person?.machine === true ? { person, session: undefined } : undefined;
    }
    const id = cookieIn(request.headers.cookie, SESSION_COOKIE);
    const session = id === undefined ? undefined : await this.sessions.find(id);
    if (session === undefined) return undefined;
    const { handle, roles } = session;
    const factorUntil = session.factorUntil > now() ? session.factorUntil : 0;
    return { person: { handle, roles, factorUntil, machine: false }, session };
  }

  private isOwnPage(request: IncomingMessage, session: KnownSession): boolean {
    if (request.method === 'GET' || request.method === 'HEAD') return true;
    const given = request.headers['x-asiento-csrf'];
    return typeof given === 'string' && isSame(given, this.sessions.csrf(session));
  }

  private async askToSignIn(response: ServerResponse): Promise<false> {
    const [house] = await this.database.rows<{ has_people: boolean }>(
      `select exists(select from gateway.person where state = 'active') as has_people`,
    );
    if (house?.has_people === true)
      refuse(response, 401, 'sign-in-needed', 'Nobody is signed in', 'Sign in at the desk.');
    else
      refuse(
        response,
        401,
        'first-person-needed',
        'Nobody works here yet',
        'Invite the first administrator and the first approver with the command line, on the machine of the house.',
      );
    return false;
  }
}

/** Pages refresh by themselves, also when their reader has gone home. */
function isSomebodyThere(request: IncomingMessage): boolean {
  const asksWhoIsSignedIn = request.method === 'GET' && request.url === '/api/gateway/session';
  return !asksWhoIsSignedIn && request.headers['x-asiento-background'] !== 'yes';
}
