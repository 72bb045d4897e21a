import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import type { Fault, Problem } from '#contracts';

/** An error that the caller can understand and act on (RFC 9457). */
export class ProblemException extends HttpException {
  constructor(readonly problem: Problem) {
    super(problem, problem.status);
  }
}

/** `code` names the kind of problem for programs, `detail` tells this case in a sentence. */
export function problem(
  status: number,
  code: string,
  title: string,
  detail: string,
  errors?: readonly Fault[],
): ProblemException {
  return new ProblemException({
    type: `urn:asiento:problem:${code}`,
    title,
    status,
    detail,
    code,
    ...(errors ? { errors } : {}),
  });
}

/** Gives every error the same form; of unexpected ones nothing leaks but a sentence. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly report: (error: unknown) => void) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    if (response.headersSent) return void response.end();
    const answer = this.problemOf(error);
    response.status(answer.status).type('application/problem+json').send(JSON.stringify(answer));
  }

  private problemOf(error: unknown): Problem {
    if (error instanceof ProblemException) return error.problem;
    // What Express says of a request it cannot read carries a status of its own.
    const status = error instanceof HttpException ? error.getStatus() : (error as { status?: number }).status;
    if (status !== undefined && status >= 400 && status < 500)
      return problem(status, `http-${status}`, 'The request cannot be answered', (error as Error).message).problem;
    this.report(error);
    return problem(500, 'unexpected', 'Something went wrong', 'The fault is on our side and has been logged.').problem;
  }
}
