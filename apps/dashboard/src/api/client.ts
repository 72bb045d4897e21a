import type { Problem } from '#contracts';
import { noteAnswer } from './heartbeat.js';
import { Refused } from './refused.js';

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
 * Reads a resource of the house.
 * @throws Refused with the problem the house answered, or code `NO_ANSWER`.
 */
export async function read<Answer>(path: string, query: Query, signal: AbortSignal): Promise<Answer> {
  return answerOf<Answer>(urlOf(path, query), { signal });
}

/**
 * Asks the house to act.
 * @throws Refused, see `read`; a 422 carries the faults by field.
 */
export async function act<Answer>(path: string, body: unknown): Promise<Answer> {
  return answerOf<Answer>(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function answerOf<Answer>(url: string, init: RequestInit): Promise<Answer> {
  const timeout = AbortSignal.timeout(init.method === 'POST' ? ACT_TIMEOUT_MS : READ_TIMEOUT_MS);
  const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
  let response: Response;
  try {
    response = await fetch(url, { ...init, signal, headers: { accept: 'application/json', ...init.headers } });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw Refused.unanswered(url);
  }
  // A gateway that cannot reach the service answers for itself, not for the house.
  if (response.status < 502) noteAnswer();
  if (response.ok) return (await response.json()) as Answer;
  throw new Refused(await problemIn(response));
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
