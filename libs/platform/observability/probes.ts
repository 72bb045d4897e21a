import type { IncomingMessage, ServerResponse } from 'node:http';
import { createMetrics } from './metrics.js';
import { isReady, type ProbedService } from './probed-service.js';

/**
 * Answers `/livez` (the process runs), `/readyz` (every consumer works; else 503 and which one, with its last error) and
 * `/metrics` (Prometheus). Gives false for every other path.
 */
export function probesOf(
  services: readonly ProbedService[],
): (request: IncomingMessage, response: ServerResponse) => boolean {
  const metrics = createMetrics(services);
  const consumers = services.filter(({ hears }) => hears.length > 0);
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
        const states = consumers.map((service) => ({
          service: service.name,
          ready: isReady(service.health(), now),
          ...service.health(),
        }));
        return answer(response, states.every(({ ready }) => ready) ? 200 : 503, states);
      }
      case '/metrics':
        metrics.text().then(
          (text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text),
          (error: Error) => answer(response, 503, { fault: error.message }),
        );
        return true;
      default:
        return false;
    }
  };
}
