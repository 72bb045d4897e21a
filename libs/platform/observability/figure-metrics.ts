import { Gauge, type Registry } from 'prom-client';
import type { Figure } from '#platform/database';
import type { ProbedService } from './probed-service.js';

/** A scrape waits no longer than this for a database, whatever stands in the way. */
const PATIENCE_MS = 3_000;

/**
 * Gauges for what the databases of the services know. A service whose database does not answer in time has no figures in that
 * scrape rather than old ones, and `asiento_figures_read` says so.
 * @returns what reads them anew
 */
export function figureMetrics(registry: Registry, services: readonly ProbedService[]): () => Promise<void> {
  const gauges = new Map<string, Gauge>();
  for (const { name, help, labels } of services.flatMap(({ figures }) => figures))
    if (!gauges.has(name))
      gauges.set(name, new Gauge({ name, help, labelNames: ['service', ...labels], registers: [registry] }));
  const read = new Gauge({
    name: 'asiento_figures_read',
    help: '0 when the figures of the service could not be read in this scrape.',
    labelNames: ['service'],
    registers: [registry],
  });
  const underWay = new Map<string, Promise<readonly Figure[]>>();

  /** A reading that is still under way is waited for again, not started a second time. */
  const readingOf = (service: ProbedService): Promise<readonly Figure[]> => {
    const same = underWay.get(service.name);
    if (same) return same;
    const reading = service.readFigures().finally(() => underWay.delete(service.name));
    underWay.set(service.name, reading);
    return reading;
  };

  return async () => {
    const readings = await Promise.all(
      services.map(async (service) => ({ service: service.name, figures: await inTime(readingOf(service)) })),
    );
    for (const gauge of gauges.values()) gauge.reset();
    for (const { service, figures } of readings) {
      read.set({ service }, figures ? 1 : 0);
      for (const { name, labels, value } of figures ?? []) gauges.get(name)?.set({ service, ...labels }, value);
    }
  };
}

/** Undefined when it fails or takes too long: other services are asked all the same. */
async function inTime<Result>(work: Promise<Result>): Promise<Result | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((done) => {
    timer = setTimeout(() => done(undefined), PATIENCE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } catch {
    // The service has written down why; here it is a figure itself.
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
