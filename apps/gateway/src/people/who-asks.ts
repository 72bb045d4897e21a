import type { IncomingMessage } from 'node:http';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Person } from '#platform/identity';
import { problem } from '#platform/http';
import type { KnownSession } from './sessions/sessions.js';

/** Somebody the door let in: a person with a session, or the machine's own command line without one. */
export interface Asking {
  readonly person: Person;
  readonly session: KnownSession | undefined;
}

const known = new WeakMap<IncomingMessage, Asking>();

export function letIn(request: IncomingMessage, asking: Asking): void {
  known.set(request, asking);
}

/** Who asks. @throws ProblemException 401 where the door let nobody in, whatever path led past it */
export function askingOf(request: IncomingMessage): Asking {
  const asking = known.get(request);
  if (asking === undefined) throw signInNeeded();
  return asking;
}

export const signInNeeded = () =>
  problem(401, 'sign-in-needed', 'Nobody is signed in', 'Sign in at the desk, or open the invitation you were given.');

/** The session of whoever asks; the command line has none. @throws ProblemException 401 or 403 */
export const OwnSession = createParamDecorator((_: unknown, context: ExecutionContext): KnownSession => {
  const { session } = askingOf(context.switchToHttp().getRequest<IncomingMessage>());
  if (session === undefined)
    throw problem(403, 'session-needed', 'Only a person has a session', 'The command line signs in nowhere.');
  return session;
});
