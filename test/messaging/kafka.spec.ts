import { frontOfficeTrade, versionWithdrawn } from '#contracts';
import { connectKafka, createTopics, KafkaBus } from '#platform/messaging';
import { skipReason } from '#test/skips';
import { brokerHere, type Broker } from '../kafka/broker.js';
import { conformance } from './conformance.js';

const here = await brokerHere();
if ('missing' in here) skipReason('messages over Kafka', here.missing, 9);

('missing' in here ? describe.skip : describe)('messages over Kafka', () => {
  const broker = 'missing' in here ? undefined : here.broker;
  afterAll(() => broker?.stop());

  conformance(async () => {
    const settings = { brokers: (broker as Broker).brokers };
    const kafka = connectKafka(settings, 'trial-admin');
    await emptyTopics(kafka);
    await createTopics(kafka, [frontOfficeTrade, versionWithdrawn], 3);
    return new KafkaBus(settings, 'trial');
  });
});

/** Every trial begins with topics and groups of its own. */
async function emptyTopics(kafka: ReturnType<typeof connectKafka>): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  const topics = (await admin.listTopics()).filter((topic) => !topic.startsWith('__'));
  if (topics.length > 0) await admin.deleteTopics({ topics });
  await admin.deleteGroups(['asiento.trial', 'asiento.hearer']).catch(() => undefined);
  await admin.disconnect();
}
