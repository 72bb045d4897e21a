import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountFor, holds, openHouse, type Accounting } from '#apps/asiento';
import { beginDay } from '#test/day';
import { dropDatabase, houseUnderTest } from '#test/house';
import { testServer } from '#test/postgres';
import { adminUrlOf, openDatabase, openServiceDatabase } from '#platform/database';
import { backlog, openBus } from '#platform/messaging';
import { businessServices, simulatedWorld } from '../../apps/asiento/src/house/services.js';
import { start, until, type Started } from './service.js';

const DAY = { seed: 'stopped', trades: 150, trouble: 'heavy' } as const;

describe('a whole house that is told to stop in the middle of the day, three times', () => {
  let undisturbed: Accounting;
  let stopped: Accounting;
  const codes: (number | null)[] = [];

  beforeAll(async () => {
    const calm = await houseUnderTest();
    await (
      await beginDay(calm.house, DAY)
    )(calm.house);
    undisturbed = await accountFor(calm.house);
    await calm.close();

    const dataFolder = await mkdtemp(join(tmpdir(), 'asiento-stopped-'));
    const address = { adminUrl: await testServer(), database: `test_stopped_${process.pid}` };
    const environment = { DATABASE_URL: address.adminUrl, DATABASE_NAME: address.database, EVENT_BUS: '' };
    const up = async (): Promise<Started> => {
      const started = start(['--data', dataFolder], environment);
      await until('the house is up', () =>
        readFile(join(dataFolder, 'house.json')).then(
          () => true,
          () => false,
        ),
      );
      return started;
    };
    let house = await up();
    const bus = await openBus({ kind: 'postgres' }, 'gateway', () => openServiceDatabase(address, 'gateway', 1));
    const admin = await openDatabase({ url: adminUrlOf(address), applicationName: 'test', poolSize: 2 });
    const hearers = [...businessServices, simulatedWorld];
    const play = await beginDay({ address }, DAY);
    let over = false;
    const day = play({ bus, backlog: () => backlog(admin, bus, hearers) }).finally(() => (over = true));
    for (let time = 0; time < 3 && !over; time++) {
      await until('there is work at hand', async () => over || (await backlog(admin, bus, hearers)) > 0);
      house.signal('SIGTERM');
      codes.push((await house.ended).code);
      house = await up();
    }
    await day;
    house.signal('SIGTERM');
    codes.push((await house.ended).code);
    await bus.close();
    await admin.close();
    const again = await openHouse({ dataFolder, ...address, onProgress: () => undefined });
    stopped = await accountFor(again);
    await again.stop();
    await dropDatabase(address);
    await rm(dataFolder, { recursive: true, force: true });
  }, 240_000);

  it('ends well each time', () => {
    expect(codes).toEqual([0, 0, 0, 0]);
  });

  it('has lost nothing and done nothing twice: state and books are those of the undisturbed day', () => {
    expect(holds(stopped)).toBe(true);
    expect(stopped).toEqual(undisturbed);
  });
});
