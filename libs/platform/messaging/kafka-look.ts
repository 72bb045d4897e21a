import kafkajs, { Kafka, logLevel, type Admin } from 'kafkajs';
import type { EventContract } from '#contracts';
import { missingAccess, type AccessRule } from './kafka-access.js';
import { topicsOf, type KafkaSettings, type WantedTopic } from './kafka-connection.js';
import { typeOf, whyNoAnswer } from './kafka-remedies.js';

// Node does not find this among the names that the module exports.
const { ConfigResourceTypes } = kafkajs;

/** Something that was looked at, in a sentence for whoever has to do something about it. */
export interface BrokerFinding {
  readonly what: 'broker' | 'topics' | 'access';
  readonly good: boolean;
  readonly detail: string;
}

export interface BrokerLook {
  readonly kafka: KafkaSettings;
  readonly contracts: readonly EventContract[];
  /** Fewer than the contracts say, for a house that is small for good. */
  readonly partitions: number | undefined;
  /** What the services need to be allowed. */
  readonly rules: readonly AccessRule[];
}

const PATIENCE_MS = 3_000;

/** Looks without changing anything: do the brokers answer and let us in, and are topics and access as they should be? */
export async function lookAtBroker(look: BrokerLook): Promise<BrokerFinding[]> {
  const silent: string[] = [];
  const answering: Admin[] = [];
  try {
    for (const broker of look.kafka.brokers) {
      const admin = impatient(look.kafka, broker).admin();
      try {
        await admin.connect();
        // A broker that wants a user takes the connection, and ends it at the first question.
        await admin.describeCluster();
        answering.push(admin);
      } catch (error) {
        silent.push(whyNoAnswer(broker, look.kafka, error));
        await admin.disconnect();
      }
    }
    const [admin] = answering;
    if (!admin) return [{ what: 'broker', good: false, detail: silent.join('; ') }];
    return [await cluster(admin, silent), await topics(admin, look), await access(admin, look)];
  } finally {
    for (const admin of answering) await admin.disconnect();
  }
}

/** A client that says soon what is wrong, where a service would try again for half a minute. */
function impatient({ sasl, tls }: KafkaSettings, broker: string): Kafka {
  return new Kafka({
    clientId: 'asiento-doctor',
    brokers: [broker],
    logLevel: logLevel.NOTHING,
    connectionTimeout: PATIENCE_MS,
    authenticationTimeout: PATIENCE_MS,
    requestTimeout: 2 * PATIENCE_MS,
    retry: { retries: 1, initialRetryTime: 100 },
    ...(sasl ? { sasl } : {}),
    ...(tls ? { ssl: true } : {}),
  });
}

async function cluster(admin: Admin, silent: readonly string[]): Promise<BrokerFinding> {
  const { brokers, clusterId } = await admin.describeCluster();
  const alone = brokers.length < 3 ? '; fewer than three keep no message safe when a disk is lost' : '';
  const known = `cluster ${clusterId} answers, with ${brokers.length} broker${brokers.length === 1 ? '' : 's'}${alone}`;
  return { what: 'broker', good: silent.length === 0, detail: [...silent, known].join('; ') };
}

const MIGRATE = 'run `asiento migrate`';

async function topics(admin: Admin, { kafka, contracts, partitions, rules }: BrokerLook): Promise<BrokerFinding> {
  const finding = (faults: readonly string[], fine: string): BrokerFinding => ({
    what: 'topics',
    good: faults.length === 0,
    detail: faults.length === 0 ? fine : faults.join('; '),
  });
  // A service's user sees its own topics only.
  const mine = rules.filter(({ user, resource }) => user === kafka.sasl?.username && resource === 'topic');
  const wanted = topicsOf(contracts, partitions).filter(
    ({ topic }) => mine.length === 0 || mine.some(({ name }) => name === topic),
  );
  const there = new Set(await admin.listTopics());
  const missing = wanted.filter(({ topic }) => !there.has(topic)).map(({ topic }) => topic);
  const found = wanted.filter(({ topic }) => there.has(topic));
  const hidden = mine.length > 0 ? ', or this user may not see them: `asiento migrate --kafka-access`' : '';
  const faults = missing.length > 0 ? [`${some(missing)} not there; ${MIGRATE}${hidden}`] : [];
  if (found.length > 0) faults.push(...(await shapes(admin, found)), ...(await cleanups(admin, found)));
  return finding(faults, `${wanted.length} topics are as the contracts say`);
}

async function shapes(admin: Admin, found: readonly WantedTopic[]): Promise<string[]> {
  const metadata = await admin.fetchTopicMetadata({ topics: found.map(({ topic }) => topic) });
  const partitionsOf = new Map(metadata.topics.map(({ name, partitions }) => [name, partitions]));
  const leaderless = found.filter(({ topic }) => partitionsOf.get(topic)?.some(({ leader }) => leader < 0));
  return [
    ...found
      .filter(({ topic, numPartitions }) => partitionsOf.get(topic)?.length !== numPartitions)
      .map(
        ({ topic, numPartitions }) =>
          `${topic} has ${partitionsOf.get(topic)?.length} partitions, not ${numPartitions}: keys would change theirs; ` +
          'set KAFKA_PARTITIONS to what the house began with, or make the topic anew, never with --alter',
      ),
    ...leaderless.map(({ topic }) => `${topic} has partitions without a leader; look for the broker that is missing`),
  ];
}

async function cleanups(admin: Admin, found: readonly WantedTopic[]): Promise<string[]> {
  const resources = found.map(({ topic }) => ({
    type: ConfigResourceTypes.TOPIC,
    name: topic,
    configNames: ['cleanup.policy', 'retention.ms'],
  }));
  const answer = await admin.describeConfigs({ includeSynonyms: false, resources }).catch((error: unknown) => {
    // Reading settings is a right of its own, which services do not have.
    if (typeOf(error) === 'TOPIC_AUTHORIZATION_FAILED') return undefined;
    throw error;
  });
  const settings = new Map(
    answer?.resources.map(({ resourceName, configEntries }) => [
      resourceName,
      new Map(configEntries.map(({ configName, configValue }) => [configName, configValue])),
    ]),
  );
  return found.flatMap(({ topic, cleanup }) => {
    const policy = settings.get(topic)?.get('cleanup.policy');
    const retention = settings.get(topic)?.get('retention.ms');
    return [
      ...(policy !== undefined && policy !== cleanup
        ? [`${topic} has cleanup.policy ${policy}; set it to ${cleanup}, or messages are lost or kept wrongly`]
        : []),
      ...(retention !== undefined && retention !== '-1' && cleanup === 'delete'
        ? [
            `${topic} forgets after ${retention} ms; set retention.ms=-1, or a service that is down too long misses messages`,
          ]
        : []),
    ];
  });
}

const LOOPBACK = /^(127\.|localhost:|\[::1\])/;

async function access(admin: Admin, { kafka, rules }: BrokerLook): Promise<BrokerFinding> {
  try {
    const missing = await missingAccess(admin, rules);
    if (missing.length === 0) return { what: 'access', good: true, detail: 'every service may do what it needs' };
    const who = [...new Set(missing.map(({ user }) => user))];
    return {
      what: 'access',
      good: false,
      detail: `rules missing for ${some(who)}; run \`asiento migrate --kafka-access\``,
    };
  } catch (error) {
    if (typeOf(error) === 'SECURITY_DISABLED')
      return {
        what: 'access',
        good: kafka.brokers.every((broker) => LOOPBACK.test(broker)),
        detail:
          'no rules are in force: whoever reaches the broker may write trades; for trying out on one machine only',
      };
    if (typeOf(error) === 'CLUSTER_AUTHORIZATION_FAILED')
      return {
        what: 'access',
        good: true,
        detail: `${kafka.sasl?.username ?? 'this user'} is let in, and may not look at rules; ask again with a super user to check those`,
      };
    throw error;
  }
}

const some = (names: readonly string[]): string =>
  names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
