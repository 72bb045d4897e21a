import type { ServerResponse } from 'node:http';
import type { Problem } from '#contracts';

/** Answers with a problem before any controller is reached. */
export function refuse(response: ServerResponse, status: number, code: string, title: string, detail: string): void {
  const body: Problem = { type: `urn:asiento:problem:${code}`, title, status, detail, code };
  response.writeHead(status, { 'Content-Type': 'application/problem+json' });
  response.end(JSON.stringify(body));
}
