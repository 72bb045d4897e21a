import {
  defaultTextMapGetter,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { businessClockTick, type EventContract } from '#contracts';
import type { IncomingMessage, OutgoingMessage, TracedBatch } from '#platform/messaging';

/** Begins a trace under the id that belongs to a key. */
interface BeginsTraces {
  beginning<Made>(key: string, begin: () => Made): Made;
}

const w3c = new W3CTraceContextPropagator();

/**
 * A batch as spans: one for each message that has come with a trace, or from outside, where traces begin. They share the time of
 * the transaction, because it is one. Message and answer belong together by their key, the trade.
 */
export class SpannedBatch implements TracedBatch {
  private readonly spans: Span[] = [];
  private readonly byKey = new Map<string, Span>();

  constructor(
    private readonly tracer: Tracer,
    private readonly traces: BeginsTraces,
    contract: EventContract,
    messages: readonly IncomingMessage[],
  ) {
    for (const message of messages) {
      const span = this.follow(contract, message, messages.length);
      if (!span) continue;
      this.spans.push(span);
      this.byKey.set(message.key, span);
    }
  }

  mark(outgoing: readonly OutgoingMessage[]): readonly OutgoingMessage[] {
    const [first] = this.spans;
    if (!first) return outgoing;
    return outgoing.map((message) => {
      const headers: Record<string, string> = { ...message.headers };
      const span = this.byKey.get(message.key) ?? this.cause(first, message);
      w3c.inject(trace.setSpan(ROOT_CONTEXT, span), headers, defaultTextMapSetter);
      return { ...message, headers };
    });
  }

  end(error?: unknown): void {
    for (const span of this.spans) {
      // No more than its kind: the text of an error may tell of the trade.
      if (error !== undefined)
        span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : typeof error });
      span.end();
    }
  }

  private follow(contract: EventContract, message: IncomingMessage, together: number): Span | undefined {
    const { topic, key } = message;
    const came = w3c.extract(ROOT_CONTEXT, message.headers, defaultTextMapGetter);
    const begin = (from: Context): Span =>
      this.tracer.startSpan(
        `handle ${topic}`,
        { kind: SpanKind.CONSUMER, attributes: attributesOf(message, together) },
        from,
      );
    if (trace.getSpanContext(came)) return begin(came);
    if (contract.origin !== 'outside') return undefined;
    // A tick is about no trade; each begins a trace of its own.
    if (topic === businessClockTick.topic) return begin(ROOT_CONTEXT);
    return this.traces.beginning(key, () => begin(ROOT_CONTEXT));
  }

  /** What a tick sets off about a trade is told in the trade's own trace, with a link to the tick. */
  private cause(by: Span, { topic, key }: OutgoingMessage): Span {
    return this.traces.beginning(key, () => {
      const span = this.tracer.startSpan(
        `say ${topic}`,
        {
          kind: SpanKind.PRODUCER,
          links: [{ context: by.spanContext() }],
          attributes: { 'messaging.destination.name': topic, 'asiento.key': key },
        },
        ROOT_CONTEXT,
      );
      this.spans.push(span);
      return span;
    });
  }
}

function attributesOf({ topic, partition, offset, key }: IncomingMessage, together: number): Attributes {
  return {
    'messaging.operation.type': 'process',
    'messaging.destination.name': topic,
    'messaging.destination.partition.id': String(partition),
    'messaging.kafka.offset': Number(offset),
    'messaging.batch.message_count': together,
    'asiento.key': key,
  };
}
