import { createHash } from 'node:crypto';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor, RandomIdGenerator } from '@opentelemetry/sdk-trace-base';
import type { TraceBatch } from '#platform/messaging';
import { version } from './build-info.js';
import { SpannedBatch } from './spanned-batch.js';

/** Spans that wait for the collector; a batch may bring two thousand. What is too much is dropped and costs nothing else. */
const MOST_WAITING = 16_384;
const MOST_A_REQUEST = 512;

/** Makes spans of what the services handle, and sends them to an OTLP collector over HTTP. */
export class OtlpTracing {
  private readonly processor = new BatchSpanProcessor(new OTLPTraceExporter(), {
    maxQueueSize: MOST_WAITING,
    maxExportBatchSize: MOST_A_REQUEST,
  });

  /** Each service is one of its own to the collector, whether or not it shares its process with others. */
  of(service: string): TraceBatch {
    const ids = new TraceIds();
    const named = resourceFromAttributes({
      'service.name': `asiento-${service}`,
      'service.namespace': 'asiento',
      'service.version': version,
    });
    const provider = new BasicTracerProvider({
      resource: detectResources({ detectors: [envDetector] }).merge(named),
      spanProcessors: [this.processor],
      idGenerator: ids,
    });
    const tracer = provider.getTracer('asiento', version);
    return (contract, messages) => new SpannedBatch(tracer, ids, contract, messages);
  }

  flush(): Promise<void> {
    return this.processor.forceFlush();
  }
}

/**
 * The trace of a trade has an id that follows from the trade's own: whatever comes in about it, from either office, the
 * counterparty or the custodian and on whichever day, joins one trace without anybody keeping its id.
 */
export class TraceIds extends RandomIdGenerator {
  private given: string | undefined;
  private readonly random = new RandomIdGenerator();

  override generateTraceId = (): string => this.given ?? this.random.generateTraceId();

  /** Begins a trace under the id that belongs to the key. */
  beginning<Span>(key: string, begin: () => Span): Span {
    this.given = traceIdOf(key);
    try {
      return begin();
    } finally {
      this.given = undefined;
    }
  }
}

/** 32 hexadecimal digits. */
export const traceIdOf = (key: string): string =>
  createHash('sha256').update(`trace of ${key}`).digest('hex').slice(0, 32);
