import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ServicesBehind } from '#apps/gateway';
import { allContracts, tradeAgreed, tradeCaptured } from '#contracts';
import { aclsOf, connectKafka, createTopics, emptyBus, putAccessInForce } from '#platform/messaging';
import { testServer } from '#test/postgres';
import { skipReason } from '#test/skips';
import { allDefinitions } from '../../apps/asiento/src/house/services.js';
import { freePort } from './broker.js';
import { lockedDownMissing, startLockedDown, type LockedDownBroker } from './locked-down-broker.js';

const run = promisify(execFile);
const root = new URL('../..', import.meta.url).pathname;
const definitions = allDefinitions(new ServicesBehind());

interface Finding {
  readonly what: string;
  readonly good: boolean;
  readonly detail: string;
}

/** What `asiento doctor` finds, and what it tells the shell. */
async function doctor(
  environment: NodeJS.ProcessEnv,
): Promise<{ code: number; of: (what: string) => Finding | undefined }> {
  const env = { ...process.env, DATABASE_URL: await testServer(), EVENT_BUS: 'kafka', ...environment };
  const { stdout, code } = await run(process.execPath, ['bin/asiento.mjs', 'doctor', '--json'], {
    cwd: root,
    env,
  }).then(
    (done) => ({ ...done, code: 0 }),
    (error: { stdout: string; code: number }) => error,
  );
  const findings = JSON.parse(stdout) as Finding[];
  return { code, of: (wanted) => findings.find(({ what }) => what === wanted) };
}

describe('asiento doctor', () => {
  it('names a broker at whose address nobody listens, and says what to do', async () => {
    const port = await freePort();
    const { code, of } = await doctor({ KAFKA_BROKERS: `127.0.0.1:${port}` });
    expect(code).toBe(3);
    expect(of('database')).toMatchObject({ good: true });
    expect(of('broker')).toMatchObject({ good: false });
    expect(of('broker')?.detail).toBe(
      `127.0.0.1:${port}: nobody listens there; start the broker, or correct KAFKA_BROKERS`,
    );
  });

  it('says which settings of the broker cannot be used', async () => {
    const { code, of } = await doctor({ KAFKA_BROKERS: '' });
    expect([code, of('broker')?.good]).toEqual([3, false]);
    expect(of('broker')?.detail).toContain('KAFKA_BROKERS: is needed when EVENT_BUS is kafka');
  });

  it('names a database that does not let it in', async () => {
    const { of } = await doctor({
      DATABASE_URL: `postgres://postgres:wrong@127.0.0.1:${await freePort()}/postgres`,
      EVENT_BUS: '',
    });
    expect(of('database')).toMatchObject({ good: false });
    expect(of('database')?.detail).toContain('in DATABASE_URL right?');
    expect(of('broker')).toBeUndefined();
  });
});

const missing = await lockedDownMissing();
if (missing !== undefined) skipReason('asiento doctor at a broker with users', missing, 7);

const PASSWORDS = { admin: 'a-secret', intake: 'i-secret' };

(missing === undefined ? describe : describe.skip)('asiento doctor at a broker with users', () => {
  let broker: LockedDownBroker;
  const as = (user: 'admin' | 'intake', password = PASSWORDS[user]): NodeJS.ProcessEnv => ({
    KAFKA_BROKERS: broker.brokers.join(','),
    KAFKA_PARTITIONS: '2',
    KAFKA_USERNAME: `asiento.${user}`,
    KAFKA_PASSWORD: password,
  });
  const admin = () => connectKafka(broker.as('admin'), 'test');

  beforeAll(async () => {
    broker = await startLockedDown(PASSWORDS);
  }, 180_000);
  afterAll(() => broker.stop());

  it('names the topics and rules that a new broker lacks, each with the command that makes them', async () => {
    const { code, of } = await doctor(as('admin'));
    expect(code).toBe(3);
    expect(of('broker')).toMatchObject({ good: true });
    expect(of('topics')?.detail).toMatch(/ not there; run `asiento migrate`$/);
    expect(of('access')?.detail).toMatch(/rules missing for .*run `asiento migrate --kafka-access`$/);
  }, 60_000);

  it('finds nothing to complain of when both are made, for the administrator and for a service', async () => {
    await createTopics(admin(), allContracts, 2);
    await putAccessInForce(admin(), aclsOf(definitions));
    const asAdmin = await doctor(as('admin'));
    expect([asAdmin.of('broker'), asAdmin.of('topics'), asAdmin.of('access')]).toMatchObject([
      { good: true },
      { good: true },
      { good: true, detail: 'every service may do what it needs' },
    ]);
    const asIntake = await doctor(as('intake'));
    expect(asIntake.of('topics')).toMatchObject({ good: true });
    expect(asIntake.of('access')).toMatchObject({ good: true });
    expect(asIntake.code).toBe(0);
  }, 120_000);

  it('says that the password is wrong, and where the right one comes from', async () => {
    const { of } = await doctor(as('intake', 'guessed'));
    expect(of('broker')?.good).toBe(false);
    expect(of('broker')?.detail).toMatch(/does not know asiento.intake with this password.*KAFKA_PASSWORD/);
  });

  it('says that the broker wants a user when none is given', async () => {
    const { of } = await doctor({ KAFKA_BROKERS: broker.brokers.join(',') });
    expect(of('broker')?.detail).toMatch(/wants a user/);
  });

  it('says that the broker does not speak TLS', async () => {
    const { of } = await doctor({ ...as('intake'), KAFKA_TLS: 'true' });
    expect(of('broker')?.detail).toMatch(/does not speak TLS on this port; correct KAFKA_TLS/);
  });

  it('names a topic with other partitions than the house has, and one that forgets', async () => {
    const bus = { kind: 'kafka', kafka: broker.as('admin'), partitions: 2 } as const;
    await emptyBus(bus, [tradeCaptured]);
    await createTopics(admin(), [tradeCaptured], 3);
    const kafka = admin().admin();
    await kafka.connect();
    await kafka.alterConfigs({
      validateOnly: false,
      resources: [{ type: 2, name: tradeAgreed.topic, configEntries: [{ name: 'retention.ms', value: '1000' }] }],
    });
    await kafka.disconnect();
    const { of } = await doctor(as('admin'));
    expect(of('topics')?.detail).toContain(`${tradeCaptured.topic} has 3 partitions, not 2`);
    expect(of('topics')?.detail).toContain(`${tradeAgreed.topic} forgets after 1000 ms; set retention.ms=-1`);
  }, 60_000);

  it('names the rules that were taken away from a service', async () => {
    const rules = aclsOf(definitions).filter(
      ({ user, name }) => user !== 'asiento.ledger' || name !== tradeCaptured.topic,
    );
    await putAccessInForce(admin(), rules);
    const { of } = await doctor(as('admin'));
    expect(of('access')?.detail).toBe('rules missing for asiento.ledger; run `asiento migrate --kafka-access`');
  }, 60_000);
});
