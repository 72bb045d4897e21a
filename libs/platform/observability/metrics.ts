import { Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import { batchMetrics } from './batch-metrics.js';
import { version } from './build-info.js';
import { figureMetrics } from './figure-metrics.js';
import { isReady, type ProbedService } from './probed-service.js';

/** What this process shows to Prometheus. */
export interface Metrics {
  readonly contentType: string;
  /** Asks the services anew. */
  text(): Promise<string>;
}

const STATES = ['starting', 'running', 'retrying', 'crashed', 'stopped'] as const;

export function createMetrics(services: readonly ProbedService[]): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'asiento_build_info',
    help: 'Always 1; what runs is in the labels.',
    labelNames: ['version', 'node'],
    registers: [registry],
  }).set({ version, node: process.versions.node }, 1);
  consumerMetrics(registry, services);
  const readFigures = figureMetrics(registry, services);
  const all = Registry.merge([registry, batchMetrics]);
  return {
    contentType: all.contentType,
    async text() {
      await readFigures();
      return all.metrics();
    },
  };
}

/** What the consumers tell of themselves without asking anybody. */
function consumerMetrics(registry: Registry, services: readonly ProbedService[]): void {
  const consumers = services.filter(({ hears }) => hears.length > 0);
  const perConsumer = (name: string, help: string, value: (service: ProbedService) => number): void => {
    new Gauge({
      name,
      help,
      labelNames: ['service'],
      registers: [registry],
      collect() {
        for (const service of consumers) this.set({ service: service.name }, value(service));
      },
    });
  };
  perConsumer('asiento_ready', '1 when the service handles messages.', (service) =>
    isReady(service.health(), Date.now()) ? 1 : 0,
  );
  perConsumer(
    'asiento_seconds_since_progress',
    'Seconds since the consumer last moved or found nothing new.',
    (service) => (Date.now() - service.health().lastProgressAt) / 1_000,
  );
  perConsumer(
    'asiento_consumer_failures',
    'Failures in a row; 0 as soon as something has been achieved.',
    (service) => service.health().failures,
  );
  new Gauge({
    name: 'asiento_consumer_state',
    help: '1 for the state in which the consumer is.',
    labelNames: ['service', 'state'],
    registers: [registry],
    collect() {
      for (const { name: service, health } of consumers)
        for (const state of STATES) this.set({ service, state }, health().state === state ? 1 : 0);
    },
  });
  new Gauge({
    name: 'asiento_lag_messages',
    help: 'Messages not handled at the last look.',
    labelNames: ['service', 'topic'],
    registers: [registry],
    collect() {
      for (const { name: service, hears, health } of consumers)
        for (const topic of hears) this.set({ service, topic }, health().lag[topic] ?? 0);
    },
  });
}
