import { createHash } from 'node:crypto';
import type { KafkaMessage, Message } from 'kafkajs';
import { asText, type IncomingMessage, type OutgoingMessage } from './message.js';
import { EXCERPT, LARGEST_BODY_BYTES } from './message-log.js';
import { keepable } from './text.js';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** What came from Kafka, in a form that the database can keep. Of an oversized body the beginning and the hash of all. */
export function fromKafka(
  topic: string,
  partition: number,
  { offset, key, value, headers, timestamp }: KafkaMessage,
): IncomingMessage {
  const original = value ?? Buffer.alloc(0);
  const sha256 = (): Buffer => createHash('sha256').update(original).digest();
  const oversized = original.length > LARGEST_BODY_BYTES;
  const text = oversized
    ? { body: keepable(original.toString('utf8', 0, EXCERPT)), bytes: null, originalHash: sha256() }
    : asText(original);
  const named = Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, content]) => [keepable(name), keepable(String(content))]),
  );
  const said = named['ce_time'] ?? '';
  return {
    topic,
    partition,
    offset: BigInt(offset),
    key: key ? keepable(key.toString('utf8')) : sha256().toString('hex'),
    time: INSTANT.test(said) ? said : new Date(Number.parseInt(timestamp, 10)).toISOString(),
    headers: named,
    size: original.length,
    ...text,
  };
}

/** CloudEvents in Kafka's binary form: attributes as headers, the event as the value. */
export function toKafka({ topic, key, time, body, headers }: OutgoingMessage): Message {
  return {
    key,
    value: body,
    headers: { ...headers, ce_time: time, ce_type: topic, ce_specversion: '1.0', ce_source: 'asiento' },
  };
}
