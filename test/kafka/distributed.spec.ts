import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssignerProtocol } from 'kafkajs';
import { accountFor, holds, openProcesses, type Accounting, type HouseOfProcesses } from '#apps/asiento';
import { connectKafka } from '#platform/messaging';
import { playThrough } from '#test/day';
import { dropDatabase, houseUnderTest } from '#test/house';
import { testServer } from '#test/postgres';
import { skipReason } from '#test/skips';
import { brokerHere } from './broker.js';

const here = await brokerHere();
if ('missing' in here) skipReason('every service as its own process over Kafka', here.missing, 3);

const DAY = { seed: 'distributed', trades: 300, trouble: 'heavy', duplicatesPercent: 2 } as const;

('missing' in here ? describe.skip : describe)('every service as its own process over Kafka', () => {
  const broker = 'missing' in here ? undefined : here.broker;
  const brokers = broker?.brokers ?? [];
  let dataFolder: string;
  let house: HouseOfProcesses;
  let inOneProcess: Accounting;
  const shares = new Map<string, number[]>();

  beforeAll(async () => {
    const embedded = await houseUnderTest();
    await playThrough(embedded.house, DAY);
    inOneProcess = await accountFor(embedded.house);
    await embedded.close();

    process.env['EVENT_BUS'] = 'kafka';
    process.env['KAFKA_BROKERS'] = brokers.join(',');
    process.env['KAFKA_PARTITIONS'] = '4';
    dataFolder = await mkdtemp(join(tmpdir(), 'asiento-processes-'));
    house = await openProcesses({
      dataFolder,
      database: `test_processes_${process.pid}`,
      adminUrl: await testServer(),
      onProgress: () => undefined,
    });
    for (const service of ['intake', 'settlement', 'ledger']) await house.processes.start(service, {}, `${service}-2`);
    const played = playThrough(house, DAY);
    await movingAlong();
    await house.processes.start('ledger', {}, 'ledger-3');
    await house.processes.end('intake-2');
    for (const service of ['settlement', 'ledger']) shares.set(service, await sharesOf(service));
    await played;
  }, 240_000);

  afterAll(async () => {
    await house.stop();
    await dropDatabase(house.address);
    await rm(dataFolder, { recursive: true, force: true });
    await broker?.stop();
    for (const name of ['EVENT_BUS', 'KAFKA_BROKERS', 'KAFKA_PARTITIONS']) delete process.env[name];
  });

  it('ends in the same state and the same books as one process over the log in PostgreSQL', async () => {
    const distributed = await accountFor(house);
    expect(holds(distributed)).toBe(true);
    expect(distributed).toEqual(inOneProcess);
  });

  it('shares the partitions of a service among its instances', () => {
    expect(shares.get('settlement')).toHaveLength(2);
    for (const [service, partitions] of shares) {
      expect([service, partitions.every((count) => count > 0)]).toEqual([service, true]);
    }
  });

  it('has moved partitions from one instance to another while the day ran', async () => {
    const [row] = await house.admin.rows<{ most: number }>(
      `select max(epoch)::int as most from ledger.consumer_position`,
    );
    expect(row?.most).toBeGreaterThan(1);
  });

  /** Resolves when the day is in full flow. */
  async function movingAlong(): Promise<void> {
    for (;;) {
      const [row] = await house.admin.rows<{ count: number }>('select count(*)::int as count from ledger.journal');
      if ((row?.count ?? 0) > 0) return;
      await new Promise((done) => setTimeout(done, 100));
    }
  }

  /** How many partitions each member of the service's group has. */
  async function sharesOf(service: string): Promise<number[]> {
    const admin = connectKafka({ brokers }, 'test').admin();
    await admin.connect();
    try {
      for (;;) {
        const { groups } = await admin.describeGroups([`asiento.${service}`]);
        const [group] = groups;
        if (group?.state === 'Stable')
          return group.members.map(({ memberAssignment }) =>
            Object.values(AssignerProtocol.MemberAssignment.decode(memberAssignment)?.assignment ?? {}).reduce(
              (sum, partitions) => sum + partitions.length,
              0,
            ),
          );
        await new Promise((done) => setTimeout(done, 100));
      }
    } finally {
      await admin.disconnect();
    }
  }
});
