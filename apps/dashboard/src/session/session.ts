import type { FactorToEnrol, InvitationView, SessionView } from '#contracts';
import { ask, isSignInNeeded } from '../api/client.js';
import { postDoorkeeper } from '../api/door.js';
import { problemOf } from '../api/refused.js';
import { store, useStore } from '../store.js';
import { askForFactor } from './factor-question.js';

const SESSION = '/api/gateway/session';

/** Who is at the desk. All of it lives in memory and is gone with the page; the browser keeps a cookie no script can read. */
export type Standing =
  | { readonly is: 'asking' }
  /** The house did not say. */
  | { readonly is: 'unknown'; readonly error: unknown }
  /** @param founded false in a house that has no people yet */
  | { readonly is: 'nobody'; readonly founded: boolean }
  | { readonly is: 'signed-in'; readonly session: SessionView }
  /** In the middle of work; the same person may go on. */
  | { readonly is: 'ended'; readonly session: SessionView };

const standing = store<Standing>({ is: 'asking' });
let admissions = 0;

export const useStanding = (): Standing => useStore(standing);

/** Who is signed in; for what is shown to people who are. */
export function useSession(): SessionView {
  const now = useStanding();
  if (now.is !== 'signed-in' && now.is !== 'ended') throw new Error('a screen was shown to nobody');
  return now.session;
}

/** Leaves everything of the former person behind, typed words and answers kept in memory included. */
export function startAnew(): void {
  window.location.replace('/');
}

/** Asks the house who is signed in. */
export async function readSession(): Promise<void> {
  const before = admissions;
  try {
    admit(await ask<SessionView>('GET', SESSION));
  } catch (error) {
    if (isSignInNeeded(error)) lose(before);
    else if (problemOf(error).code === 'first-person-needed') standing.set({ is: 'nobody', founded: false });
    // Of a house that falls silent in the middle of work the whole desk tells already: its figures are called stale.
    else if (known() === undefined) standing.set({ is: 'unknown', error });
  }
}

/** @throws Refused with `sign-in-refused`, `code-needed`, or `wait-first` and the seconds to wait */
export async function signIn(who: {
  readonly handle: string;
  readonly password: string;
  readonly code?: string;
}): Promise<void> {
  admit(await ask<SessionView>('POST', SESSION, who));
}

/** @throws Refused when the house did not end the session, which then goes on */
export async function signOut(): Promise<void> {
  await ask<undefined>('DELETE', SESSION);
  startAnew();
}

export const readInvitation = (token: string, signal: AbortSignal): Promise<InvitationView> =>
  ask('GET', invitationPath(token), undefined, signal);

/** Takes an invitation up; afterwards the address with its token is left for good. */
export async function acceptInvitation(token: string, password: string): Promise<void> {
  await ask<SessionView>('POST', `${invitationPath(token)}/accept`, { password });
  startAnew();
}

/** @throws Refused when the code is not the right one */
export async function giveFreshCode(code: string): Promise<void> {
  admit(await ask<SessionView>('POST', `${SESSION}/factor`, { code }));
}

/** @returns what an authenticator application takes; shown once, kept nowhere */
export const beginEnrolment = (password: string): Promise<FactorToEnrol> =>
  ask('POST', '/api/gateway/factors/totp', { password });

/** @returns whether the code just given also counts as a fresh one */
export async function confirmEnrolment(code: string): Promise<boolean> {
  const session = await ask<SessionView>('POST', '/api/gateway/factors/totp/confirm', { code });
  admit(session);
  return session.factorFreshUntil !== null;
}

const invitationPath = (token: string): string => `/api/gateway/invitations/${token}`;

function known(): SessionView | undefined {
  const now = standing.get();
  return now.is === 'signed-in' || now.is === 'ended' ? now.session : undefined;
}

/** Another person begins with a desk of their own, never among the words of the last one. */
function admit(session: SessionView): void {
  const before = known();
  if (before !== undefined && before.handle !== session.handle) return startAnew();
  admissions += 1;
  standing.set({ is: 'signed-in', session });
}

function lose(admission: number): void {
  if (admission !== admissions) return;
  const session = known();
  standing.set(session === undefined ? { is: 'nobody', founded: true } : { is: 'ended', session });
}

/** Resolves as soon as somebody is signed in, which is mostly at once. */
function admitted(signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      if (standing.get().is !== 'signed-in') return;
      stop();
      resolve(admissions);
    };
    const give = (): void => {
      stop();
      reject(signal.reason as Error);
    };
    const unsubscribe = standing.subscribe(settle);
    const stop = (): void => {
      unsubscribe();
      signal.removeEventListener('abort', give);
    };
    signal.addEventListener('abort', give);
    if (signal.aborted) give();
    else settle();
  });
}

postDoorkeeper({
  csrf: () => known()?.csrf ?? null,
  admitted,
  lost: lose,
  freshFactor: () => askForFactor('fresh'),
});
