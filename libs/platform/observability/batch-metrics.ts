import { Counter, Histogram, Registry } from 'prom-client';
import type { BatchOutcome } from '#platform/messaging';

/** What this process has done since it started, over all services in it. */
export const batchMetrics = new Registry();

const seconds = new Histogram({
  name: 'asiento_batch_seconds',
  help: 'How long batches took, from the lock of the position to the commit. Failed ones left nothing behind.',
  labelNames: ['service', 'topic', 'outcome'],
  buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
  registers: [batchMetrics],
});
const messages = new Counter({
  name: 'asiento_batch_messages_total',
  help: 'Messages in batches that were handled, those set aside or known already included.',
  labelNames: ['service', 'topic'],
  registers: [batchMetrics],
});

/** Counts the batches of one service. */
export function watchBatches(service: string): (batch: BatchOutcome) => void {
  return ({ topic, outcome, seconds: took, messages: count }) => {
    seconds.observe({ service, topic, outcome }, took);
    if (outcome === 'handled') messages.inc({ service, topic }, count);
  };
}
