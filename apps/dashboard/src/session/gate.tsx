import { lazy, Suspense, useEffect, type ReactNode } from 'react';
import { Failure, Loading } from '../parts/states.js';
import { useFactorQuestion } from './factor-question.js';
import { GateFrame } from './gate-frame.js';
import { readSession, useStanding, type Standing } from './session.js';

const SignIn = lazy(() => import('../screens/sign-in/sign-in.js'));
const FirstPerson = lazy(() => import('../screens/sign-in/first-person.js'));
const Invitation = lazy(() => import('../screens/sign-in/invitation.js'));
const SessionEnded = lazy(() => import('../screens/sign-in/session-ended.js'));
const FactorDialog = lazy(() => import('../screens/sign-in/factor-dialog.js'));

/** How often the house is asked who is signed in: often where nothing else is read, so that its silence shows. */
const REREAD_MS = 30_000;
const REREAD_ALONE_MS = 2_500;

/** Nobody sees the desk without having signed in. */
export function Gate({ children }: { readonly children: ReactNode }) {
  const standing = useStanding();
  const token = invitationIn(window.location.pathname);
  const invited = token !== undefined;
  useEffect(() => {
    if (!invited) void readSession();
  }, [invited]);
  useWatchedSession(standing);
  if (token !== undefined)
    return (
      <Suspense fallback={null}>
        <Invitation token={token} />
      </Suspense>
    );
  if (standing.is !== 'signed-in' && standing.is !== 'ended')
    return (
      <Suspense fallback={null}>
        <Outside standing={standing} />
      </Suspense>
    );
  return (
    <>
      {children}
      <Suspense fallback={null}>
        <Questions />
        {standing.is === 'ended' && <SessionEnded handle={standing.session.handle} />}
      </Suspense>
    </>
  );
}

function Outside({ standing }: { readonly standing: Exclude<Standing, { readonly is: 'signed-in' | 'ended' }> }) {
  if (standing.is === 'asking')
    return (
      <GateFrame>
        <Loading rows={3} />
      </GateFrame>
    );
  if (standing.is === 'unknown')
    return (
      <GateFrame>
        <section className="card">
          <Failure error={standing.error} onRetry={() => void readSession()} />
        </section>
      </GateFrame>
    );
  return standing.founded ? <SignIn /> : <FirstPerson />;
}

function Questions() {
  const question = useFactorQuestion();
  return question && <FactorDialog purpose={question.purpose} onAnswer={question.answer} />;
}

/**
 * Rights taken away and sessions ended elsewhere show without waiting for an act; who signed in again in another tab goes on in
 * this one too.
 */
function useWatchedSession(standing: Standing): void {
  const everyMs =
    standing.is !== 'signed-in'
      ? undefined
      : standing.session.rights.includes('read-business')
        ? REREAD_MS
        : REREAD_ALONE_MS;
  useEffect(() => {
    if (everyMs === undefined) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void readSession();
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  const atWork = standing.is === 'signed-in' || standing.is === 'ended';
  useEffect(() => {
    if (!atWork) return;
    const lookAgain = (): void => void readSession();
    window.addEventListener('focus', lookAgain);
    return () => window.removeEventListener('focus', lookAgain);
  }, [atWork]);
}

function invitationIn(path: string): string | undefined {
  return /^\/invitation\/([\w-]+(?:\.[\w-]+)*)\/?$/.exec(path)?.[1];
}
