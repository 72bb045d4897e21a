import type { Problem } from '#contracts';
import { doorkeeper } from './door.js';
import { noteAnswer } from './heartbeat.js';
import { isSomebodyThere } from './presence.js';
import { problemOf, Refused } from './refused.js';

/** A read that takes longer is asked again; an act is given time to have its effect. */
const READ_TIMEOUT_MS = 8_000;
const ACT_TIMEOUT_MS = 20_000;

/** Query of a list; absent and empty values are left out. */
export type Query = Readonly<Record<string, string | number | undefined>>;

export function urlOf(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== '') search.set(name, String(value));
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

/**
 * Reads a resource of the house. Where the session has ended it waits until somebody is signed in, and asks again: what is on
 * the screen stays as it was.
 * @throws Refused with the problem the house answered, or code `NO_ANSWER`.
 */
export async function read<Answer>(path: string, query: Query, signal: AbortSignal): Promise<Answer> {
  for (;;) {
    const admission = await doorkeeper().admitted(signal);
    try {
      return await ask<Answer>('GET', urlOf(path, query), undefined, signal);
    } catch (error) {
      if (!isSignInNeeded(error)) throw error;
      doorkeeper().lost(admission);
    }
  }
}

/**
 * Asks the house to act. Where it asks for a fresh code first, so does the desk, and the act is sent once more. An act that
 * found the session ended is not repeated: the person presses again, knowing that nothing was done.
 * @throws Refused, see `read`; a 422 carries the faults by field.
 */
export async function act<Answer>(path: string, body: unknown): Promise<Answer> {
  const admission = await doorkeeper().admitted(AbortSignal.timeout(ACT_TIMEOUT_MS));
  try {
    return await ask<Answer>('POST', path, body);
  } catch (error) {
    if (isSignInNeeded(error)) doorkeeper().lost(admission);
    if (problemOf(error).code !== 'fresh-factor-needed' || !(await doorkeeper().freshFactor())) throw error;
  }
  return ask<Answer>('POST', path, body);
}

export const isSignInNeeded = (error: unknown): boolean => problemOf(error).code === 'sign-in-needed';

/**
 * One question and its answer, whoever is signed in.
 * @throws Refused, see `read`.
 */
export async function ask<Answer>(
  method: 'GET' | 'POST' | 'DELETE',
  url: string,
  body?: unknown,
  asked?: AbortSignal,
): Promise<Answer> {
  const timeout = AbortSignal.timeout(method === 'GET' ? READ_TIMEOUT_MS : ACT_TIMEOUT_MS);
  const csrf = method === 'GET' ? null : doorkeeper().csrf();
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      signal: asked ? AbortSignal.any([asked, timeout]) : timeout,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(csrf === null ? {} : { 'x-asiento-csrf': csrf }),
        ...(isSomebodyThere() ? {} : { 'x-asiento-background': 'yes' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    if (asked?.aborted) throw error;
    throw Refused.unanswered(url);
  }
  // A gateway that cannot reach the service answers for itself, not for the house.
  if (response.status < 502) noteAnswer();
  if (response.status === 204) return undefined as Answer;
  if (response.ok) return (await response.json()) as Answer;
  throw new Refused(await problemIn(response), secondsToWait(response.headers.get('retry-after')));
}

async function problemIn(response: Response): Promise<Problem> {
  const told = (await response.json().catch(() => undefined)) as Partial<Problem> | undefined;
  return {
    type: told?.type ?? 'about:blank',
    title: told?.title ?? response.statusText,
    status: response.status,
    detail: told?.detail ?? '',
    code: told?.code ?? `HTTP_${response.status}`,
    ...(told?.errors ? { errors: told.errors } : {}),
  };
}

/** Retry-After is a number of seconds or a date (RFC 9110 §10.2.3). */
function secondsToWait(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1_000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, Math.ceil(seconds));
}
