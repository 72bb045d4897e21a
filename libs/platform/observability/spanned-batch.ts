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
import type { IncomingMessage, OutgoingMessage, ResumedMessage, TracedBatch } from '#platform/messaging';

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
  private readonly byMessage = new Map<IncomingMessage, Span>();

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
      this.byMessage.set(message, span);
    }
  }

  mark(outgoing: readonly OutgoingMessage[]): readonly OutgoingMessage[] {
    const [first] = this.spans;
    if (!first) return outgoing;
    return outgoing.map((message) => {
      const span = message.resumed
        ? this.resume(first, message.resumed)
        : (this.byKey.get(message.key) ?? this.cause(first, message));
      return { ...message, headers: headersWith(span, message.headers) };
    });
  }

  setAside(message: IncomingMessage): IncomingMessage {
    const span = this.byMessage.get(message);
    return span ? { ...message, headers: headersWith(span, message.headers) } : message;
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

  /** What was set aside goes on in the trace in which it was, with a link to the decision by which it does. */
  private resume(first: Span, { message, decisionKey }: ResumedMessage): Span {
    const known = this.byMessage.get(message);
    if (known) return known;
    const decision = this.byKey.get(decisionKey) ?? first;
    const begin = (from: Context): Span =>
      this.tracer.startSpan(
        `handle ${message.topic}`,
        {
          kind: SpanKind.CONSUMER,
          links: [{ context: decision.spanContext() }],
          attributes: attributesOf(message, 1),
        },
        from,
      );
    const came = w3c.extract(ROOT_CONTEXT, message.headers, defaultTextMapGetter);
    // Set aside while nobody followed it.
    const span = trace.getSpanContext(came)
      ? begin(came)
      : this.traces.beginning(message.key, () => begin(ROOT_CONTEXT));
    this.spans.push(span);
    this.byMessage.set(message, span);
    return span;
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

function headersWith(span: Span, headers: OutgoingMessage['headers']): Record<string, string> {
  const marked: Record<string, string> = { ...headers };
  w3c.inject(trace.setSpan(ROOT_CONTEXT, span), marked, defaultTextMapSetter);
  return marked;
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
