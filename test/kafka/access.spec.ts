import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { allContracts, custodianStatus, journalPosted, settlementExposure, tradeCaptured } from '#contracts';
import {
  aclsOf,
  connectKafka,
  createTopics,
  kafkaUserOf,
  putAccessInForce,
  type AccessRule,
} from '#platform/messaging';
import { readSettings } from '#platform/service';
import { ServicesBehind } from '#apps/gateway';
import { allDefinitions } from '../../apps/asiento/src/house/services.js';
import { dropDatabase } from '#test/house';
import { peopleKeyOfTests } from '#test/people';
import { testServer } from '#test/postgres';
import { skipReason } from '#test/skips';
import { lockedDownMissing, startLockedDown, type LockedDownBroker } from './locked-down-broker.js';

const definitions = allDefinitions(new ServicesBehind());
const run = promisify(execFile);
const root = new URL('../..', import.meta.url).pathname;

describe('the rules of access to Kafka', () => {
  const rulesOf = (user: string): readonly AccessRule[] =>
    aclsOf(definitions, ['asiento.risk']).filter((rule) => rule.user === user);

  it('let every topic be written by the services that say it, and by no others', () => {
    for (const { topic } of allContracts) {
      const writers = aclsOf(definitions, ['asiento.risk'])
        .filter(({ name, operation }) => name === topic && operation === 'write')
        .map(({ user }) => user);
      const saying = definitions.filter(({ says }) => says.some((said) => said.topic === topic));
      expect([topic, writers.sort()]).toEqual([topic, saying.map(({ name }) => kafkaUserOf(name)).sort()]);
    }
  });

  it('let a risk system read the risk topics in groups of its own, and nothing else', () => {
    expect(
      rulesOf('asiento.risk').map(({ operation, resource, name, pattern }) => [operation, resource, name, pattern]),
    ).toEqual([
      ['read', 'topic', settlementExposure.topic, 'literal'],
      ['read', 'group', 'risk.', 'prefixed'],
    ]);
  });

  it('let no service do anything to topics or groups in general', () => {
    const wide = aclsOf(definitions).filter(({ name, pattern }) => name === '*' || pattern === 'prefixed');
    expect(wide).toEqual([]);
  });
});

const missing = await lockedDownMissing();
if (missing !== undefined) skipReason('access to Kafka on a broker with users', missing, 10);

const PASSWORDS = { admin: 'a-secret', risk: 'r-secret', intake: 'i-secret', ledger: 'l-secret', units: 'u-secret' };

(missing === undefined ? describe : describe.skip)('a broker with users', () => {
  let broker: LockedDownBroker;

  beforeAll(async () => {
    broker = await startLockedDown(PASSWORDS);
    const admin = connectKafka(broker.as('admin'), 'test');
    await createTopics(admin, allContracts, 1);
    await putAccessInForce(admin, aclsOf(definitions, ['asiento.risk']));
  }, 180_000);
  afterAll(() => broker.stop());

  async function write(user: keyof typeof PASSWORDS, topic: string, password?: string): Promise<void> {
    const producer = connectKafka(broker.as(user, password), 'test').producer({ retry: { retries: 0 } });
    try {
      await producer.connect();
      await producer.send({ topic, messages: [{ key: 'k', value: `from ${user}` }] });
    } finally {
      await producer.disconnect();
    }
  }

  /** The first message of the topic, read by that user in that group. */
  async function read(user: keyof typeof PASSWORDS, topic: string, groupId: string): Promise<string> {
    const consumer = connectKafka(broker.as(user), 'test').consumer({
      groupId,
      retry: { initialRetryTime: 200, retries: 10 },
    });
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [topic], fromBeginning: true });
      return await new Promise((done, fail) => {
        consumer.on(consumer.events.CRASH, ({ payload: { error } }) => {
          // A group's first coordinator may still be loading; the client joins again by itself.
          if ((error as { type?: string }).type !== 'GROUP_LOAD_IN_PROGRESS') fail(error);
        });
        const eachMessage = ({ message }: { message: { value: Buffer | null } }): Promise<void> => {
          done(String(message.value));
          return Promise.resolve();
        };
        consumer.run({ eachMessage }).catch(fail);
      });
    } finally {
      await consumer.disconnect();
    }
  }

  it('lets a risk system read what the units say about risk', async () => {
    await write('units', settlementExposure.topic);
    expect(await read('risk', settlementExposure.topic, 'risk.limits')).toBe('from units');
  });

  it('refuses a risk system that writes a risk topic', async () => {
    await expect(write('risk', settlementExposure.topic)).rejects.toThrow(/Not authorized/);
  });

  it('refuses a risk system that reads trades', async () => {
    await expect(read('risk', tradeCaptured.topic, 'risk.limits')).rejects.toThrow(/Not authorized/);
  });

  it('refuses a risk system that reads in the group of a service', async () => {
    // The broker does not tell whoever may not use a group where it is; the client says no more than that.
    await expect(read('risk', settlementExposure.topic, 'asiento.units')).rejects.toThrow(/find group coordinator/);
  });

  it('lets a service write what it says, and nothing that another one says', async () => {
    await write('intake', tradeCaptured.topic);
    await expect(write('intake', journalPosted.topic)).rejects.toThrow(/Not authorized/);
    await expect(write('ledger', tradeCaptured.topic)).rejects.toThrow(/Not authorized/);
  });

  it('lets a service read what it hears, and nothing else', async () => {
    expect(await read('ledger', tradeCaptured.topic, 'asiento.ledger')).toBe('from intake');
    await expect(read('ledger', custodianStatus.topic, 'asiento.ledger')).rejects.toThrow(/Not authorized/);
  });

  it('lets a service set aside what it hears, in its dead letters', async () => {
    await write('ledger', `${tradeCaptured.topic}.dlq`);
    await expect(write('risk', `${tradeCaptured.topic}.dlq`)).rejects.toThrow(/Not authorized/);
  });

  it('refuses a wrong password, and a user that nobody has made', async () => {
    await expect(write('intake', tradeCaptured.topic, 'guessed')).rejects.toThrow(/Authentication failed/i);
    const producer = connectKafka(broker.as('nobody', 'guessed'), 'test').producer({ retry: { retries: 0 } });
    await expect(producer.connect()).rejects.toThrow(/Authentication failed/i);
  });

  it('takes away what a service may not do any more, and changes nothing that is right', async () => {
    const admin = connectKafka(broker.as('admin'), 'test');
    const rules = aclsOf(definitions, ['asiento.risk']);
    expect(await putAccessInForce(admin, rules)).toEqual({ added: 0, removed: 0 });
    const extra: AccessRule = {
      user: 'asiento.units',
      operation: 'write',
      resource: 'topic',
      name: journalPosted.topic,
      pattern: 'literal',
    };
    expect(await putAccessInForce(admin, [...rules, extra])).toEqual({ added: 1, removed: 0 });
    await write('units', journalPosted.topic);
    expect(await putAccessInForce(admin, rules)).toEqual({ added: 0, removed: 1 });
    await expect(write('units', journalPosted.topic)).rejects.toThrow(/Not authorized/);
  });

  it('is set up by `asiento migrate --kafka-access`, after which a service runs under its own user', async () => {
    const database = `test_access_${process.pid}`;
    const adminUrl = await testServer();
    const environment = {
      ...process.env,
      DATABASE_URL: adminUrl,
      DATABASE_NAME: database,
      PEOPLE_KEY: peopleKeyOfTests.toString('hex'),
      EVENT_BUS: 'kafka',
      KAFKA_BROKERS: broker.brokers.join(','),
      KAFKA_PARTITIONS: '1',
    };
    const as = (user: 'admin' | 'ledger') => ({
      ...environment,
      KAFKA_USERNAME: `asiento.${user}`,
      KAFKA_PASSWORD: PASSWORDS[user],
    });
    const asiento = ['bin/asiento.mjs'];
    try {
      const { stderr } = await run(
        process.execPath,
        [...asiento, 'migrate', '--kafka-access', '--risk-reader', 'asiento.risk'],
        { cwd: root, env: as('admin') },
      );
      expect(stderr).toContain('access to Kafka: 0 rules added, 0 taken away');
      const port = 20_000 + (process.pid % 20_000);
      const ledger = execFile(process.execPath, [...asiento, 'up', '--service', 'ledger', '--port', `${port}`], {
        cwd: root,
        env: as('ledger'),
      });
      const ended = new Promise((done) => ledger.once('exit', done));
      try {
        expect(readSettings(as('ledger')).bus.kind).toBe('kafka');
        let status = 0;
        for (let attempt = 0; attempt < 300 && status !== 200; attempt++) {
          status = await fetch(`http://127.0.0.1:${port}/readyz`).then(
            (answer) => answer.status,
            () => 0,
          );
          await sleep(100);
        }
        expect(status).toBe(200);
      } finally {
        ledger.kill('SIGTERM');
        await ended;
      }
    } finally {
      await dropDatabase({ adminUrl, database });
    }
  }, 120_000);
});
