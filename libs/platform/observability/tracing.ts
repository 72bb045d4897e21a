import { setTimeout as sleep } from 'node:timers/promises';
import type { TraceBatch } from '#platform/messaging';
import type { OtlpTracing } from './otlp-tracing.js';

/** So long a process that ends waits for the collector. */
const FLUSH_MS = 2_000;

let active: OtlpTracing | undefined;

/**
 * Follows trades through the services, where the environment names a collector in OpenTelemetry's own words
 * (`OTEL_EXPORTER_OTLP_ENDPOINT`). Without one nothing of OpenTelemetry is loaded, and no message has a header more.
 */
export async function startTracing(environment: NodeJS.ProcessEnv): Promise<void> {
  if (active || !isWanted(environment)) return;
  const { OtlpTracing: Tracing } = await import('./otlp-tracing.js');
  active = new Tracing();
}

function isWanted(environment: NodeJS.ProcessEnv): boolean {
  const endpoint =
    environment['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] || environment['OTEL_EXPORTER_OTLP_ENDPOINT'] || undefined;
  return (
    endpoint !== undefined &&
    environment['OTEL_SDK_DISABLED'] !== 'true' &&
    environment['OTEL_TRACES_EXPORTER'] !== 'none'
  );
}

/** What follows the batches of a service; undefined while nobody wants to know. */
export function traceBatches(service: string): TraceBatch | undefined {
  return active?.of(service);
}

/** Sends what has been kept. A collector that does not answer costs the spans, and two seconds. */
export async function flushTraces(): Promise<void> {
  const stop = new AbortController();
  const late = sleep(FLUSH_MS, undefined, { signal: stop.signal }).catch(() => undefined);
  await Promise.race([active?.flush(), late]).finally(() => stop.abort());
}

/** Sends what has been kept, and follows nothing that is started from now on. */
export async function stopTracing(): Promise<void> {
  await flushTraces();
  active = undefined;
}
