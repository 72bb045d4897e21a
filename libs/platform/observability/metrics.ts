import { Gauge, Registry, collectDefaultMetrics } from 'prom-client';

/** What one service shows of itself to Prometheus. */
export interface ServiceGauges {
  readonly service: string;
  /** Asked at every scrape. */
  read(): Promise<{ lag: ReadonlyMap<string, number>; parked: number; secondsSinceProgress: number; ready: boolean }>;
}

/** All metrics of this process. */
export function createMetrics(services: readonly ServiceGauges[]): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const lag = new Gauge({
    name: 'asiento_lag_messages',
    help: 'Messages not yet handled.',
    labelNames: ['service', 'topic'],
    registers: [registry],
  });
  const parked = new Gauge({
    name: 'asiento_parked_messages',
    help: 'Messages set aside.',
    labelNames: ['service'],
    registers: [registry],
  });
  const idle = new Gauge({
    name: 'asiento_seconds_since_progress',
    help: 'Seconds since the consumer last moved or found nothing new.',
    labelNames: ['service'],
    registers: [registry],
  });
  const ready = new Gauge({
    name: 'asiento_ready',
    help: '1 when the service handles messages.',
    labelNames: ['service'],
    registers: [registry],
  });
  const collect = async (): Promise<void> => {
    for (const { service, read } of services) {
      const state = await read();
      for (const [topic, messages] of state.lag) lag.set({ service, topic }, messages);
      parked.set({ service }, state.parked);
      idle.set({ service }, state.secondsSinceProgress);
      ready.set({ service }, state.ready ? 1 : 0);
    }
  };
  const metrics = registry.metrics.bind(registry);
  registry.metrics = async () => {
    await collect();
    return metrics();
  };
  return registry;
}
