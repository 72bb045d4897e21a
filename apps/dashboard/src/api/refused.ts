import type { Problem } from '#contracts';

/** The house said no, or said nothing: what happened, in the form of every error (RFC 9457). */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(
    readonly problem: Problem,
    /** How long to wait before asking again, where the house said so. */
    readonly waitSeconds?: number,
  ) {
    super(problem.detail || problem.title);
  }

  static unanswered(url: string): Refused {
    return new Refused({ type: 'about:blank', title: '', status: 0, detail: url, code: 'NO_ANSWER' });
  }
}

/** Any error as a problem, so that every panel can say what, code and status. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Refused) return error.problem;
  return {
    type: 'about:blank',
    title: '',
    status: 0,
    detail: error instanceof Error ? error.message : '',
    code: 'UNEXPECTED',
  };
}
