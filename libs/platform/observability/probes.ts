import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WorkerHealth } from '#platform/messaging';
import { createMetrics } from './metrics.js';

/** A service as its probes see it. */
export interface ProbedService {
  readonly name: string;
  /** Of its consumer; services that hear nothing have no part in readiness. */
  health(): WorkerHealth;
  parked(): Promise<number>;
}

/** A consumer that has neither moved nor looked for so long is dead or stuck, whatever else lives in the process. */
const LONGEST_SILENCE_MS = 10_000;

export function isReady({ state, lastProgressAt }: WorkerHealth, now: number): boolean {
  return state === 'running' && now - lastProgressAt < LONGEST_SILENCE_MS;
}

/**
 * Answers `/livez` (the process runs), `/readyz` (every consumer works; else 503 and which one, with its last error) and
 * `/metrics` (Prometheus). Gives false for every other path.
 */
export function probesOf(
  services: readonly ProbedService[],
): (request: IncomingMessage, response: ServerResponse) => boolean {
  const metrics = createMetrics(services);
  const answer = (response: ServerResponse, status: number, body: unknown): boolean => {
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify(body));
    return true;
  };
  return (request, response) => {
    switch (request.method === 'GET' ? request.url : undefined) {
      case '/livez':
        return answer(response, 200, { alive: true });
      case '/readyz': {
        const now = Date.now();
        const states = services.map((service) => ({
          service: service.name,
          ready: isReady(service.health(), now),
          ...service.health(),
        }));
        return answer(response, states.every(({ ready }) => ready) ? 200 : 503, states);
      }
      case '/metrics':
        metrics.metrics().then(
          (text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text),
          (error: Error) => answer(response, 503, { fault: error.message }),
        );
        return true;
      default:
        return false;
    }
  };
}
