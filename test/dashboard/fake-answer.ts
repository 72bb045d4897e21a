import type { Problem } from '#contracts';

/** What a fake service answers. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export const ok = (body: unknown): Answer => ({ status: 200, body });

export function problem(status: number, code: string, detail: string, errors?: Problem['errors']): Answer {
  const body: Problem = {
    type: `urn:asiento:problem:${code}`,
    title: 'Refused',
    status,
    detail,
    code,
    ...(errors ? { errors } : {}),
  };
  return { status, body };
}
