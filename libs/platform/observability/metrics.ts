import { Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import { isReady, type ProbedService } from './probes.js';

/** What this process shows to Prometheus; the services are asked at every scrape. */
export function createMetrics(services: readonly ProbedService[]): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const perService = (
    name: string,
    help: string,
    value: (service: ProbedService) => number | Promise<number>,
  ): void => {
    new Gauge({
      name,
      help,
      labelNames: ['service'],
      registers: [registry],
      async collect() {
        for (const service of services) this.set({ service: service.name }, await value(service));
      },
    });
  };
  perService('asiento_parked_messages', 'Messages set aside.', (service) => service.parked());
  perService(
    'asiento_seconds_since_progress',
    'Seconds since the consumer last moved or found nothing new.',
    (service) => (Date.now() - service.health().lastProgressAt) / 1000,
  );
  perService('asiento_ready', '1 when the service handles messages.', (service) =>
    isReady(service.health(), Date.now()) ? 1 : 0,
  );
  new Gauge({
    name: 'asiento_lag_messages',
    help: 'Messages not handled at the last look.',
    labelNames: ['service', 'topic'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { name: service, health } of services)
        for (const [topic, messages] of Object.entries(health().lag)) this.set({ service, topic }, messages);
    },
  });
  return registry;
}
