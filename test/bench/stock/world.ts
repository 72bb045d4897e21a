import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import { topics, type Statement, type Terms, type TradeEvent } from './events.js';
import { PARTITIONS, type KafkaClient } from './services.js';

const COUNTERPARTIES = ['ARTAESM0', 'CIERESM0', 'BRUMGB20', 'LEVAESM0'];
const SENT_AT_ONCE = 1_000;

/** Terms of one trade; a pure function of its number. */
function termsOf(index: number): Terms {
  const quantity = 100 + (index % 900);
  const price = 4_000 + ((index * 7) % 400);
  return {
    side: 'BUY',
    isin: `ES0A51E${String(index % 20).padStart(5, '0')}`,
    quantity: String(quantity),
    price: (price / 100).toFixed(2),
    currency: 'EUR',
    consideration: String(quantity * price),
    commission: String(1_250 + (index % 50)),
    counterparty: COUNTERPARTIES[index % COUNTERPARTIES.length] ?? '',
    book: 'house.risk',
    tradeDate: '2026-06-15',
    settlementDate: '2026-06-17',
  };
}

/** Front office, middle office and counterparty say the same of every trade. */
export async function playTrades(kafka: KafkaClient, trades: number): Promise<void> {
  const producer = new Kafka({ ...kafka, clientId: 'stock-world', brokers: kafka.brokers ?? [] }).producer();
  await producer.connect();
  try {
    for (let from = 0; from < trades; from += SENT_AT_ONCE) {
      const indices = Array.from({ length: Math.min(SENT_AT_ONCE, trades - from) }, (_, step) => from + step);
      await producer.sendBatch({
        topicMessages: [
          { topic: topics.frontTrade, messages: indices.map((index) => messageOf(index, 'front')) },
          { topic: topics.middleTrade, messages: indices.map((index) => messageOf(index, 'middle')) },
          { topic: topics.statement, messages: indices.map((index) => messageOf(index, 'statement')) },
        ],
      });
    }
  } finally {
    await producer.disconnect();
  }
}

function messageOf(index: number, who: string): { key: string; value: string } {
  const tradeId = `S${String(index + 1).padStart(7, '0')}`;
  const event: TradeEvent | Statement = {
    eventId: `${who}:${tradeId}:1`,
    tradeId,
    version: 1,
    terms: termsOf(index),
    occurredAt: '2026-06-15T09:00:00Z',
  };
  return { key: tradeId, value: JSON.stringify(event) };
}

/** Topics of an earlier run that was killed are deleted first. @returns deletes the topics again */
export async function makeTopics(kafka: KafkaClient): Promise<() => Promise<void>> {
  const admin = new Kafka({
    ...kafka,
    clientId: 'stock-admin',
    brokers: kafka.brokers ?? [],
    // "Not the leader yet" is waited for, not an error.
    logLevel: logLevel.NOTHING,
  }).admin();
  await admin.connect();
  await deleteTopics(admin);
  await admin.createTopics({
    waitForLeaders: true,
    topics: Object.values(topics).map((topic) => ({ topic, numPartitions: PARTITIONS })),
  });
  for (const topic of Object.values(topics)) await leadersAnswer(admin, topic);
  return async () => {
    await deleteTopics(admin);
    await admin.disconnect();
  };
}

const LEADERS_MS = 30_000;

/** A new topic is listed before its partitions have leaders that answer. */
async function leadersAnswer(admin: Admin, topic: string): Promise<void> {
  for (const until = Date.now() + LEADERS_MS; ;) {
    try {
      await admin.fetchTopicOffsets(topic);
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
      await sleep(50);
    }
  }
}

async function deleteTopics(admin: Admin): Promise<void> {
  const ours = new Set<string>(Object.values(topics));
  const left = async (): Promise<string[]> => (await admin.listTopics()).filter((topic) => ours.has(topic));
  const found = await left();
  if (found.length > 0) await admin.deleteTopics({ topics: found });
  while ((await left()).length > 0) await sleep(100);
}
