import type { Response } from 'express';
import { problem } from '#platform/http';
import { TooEarly } from './attempt.store.js';

/** Tells whoever tries too early how long to wait. @throws ProblemException 429 */
export async function waitingFirst<Result>(response: Response, attempt: () => Promise<Result>): Promise<Result> {
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof TooEarly)) throw error;
    const seconds = Math.ceil(error.waitMs / 1000);
    response.setHeader('Retry-After', String(seconds));
    throw problem(
      429,
      'wait-first',
      'Too many attempts failed',
      `Wait ${seconds} s before the next one; each failure doubles the wait, up to five minutes.`,
    );
  }
}
