import { intake } from '#apps/intake';
import { reconciliation } from '#apps/reconciliation';
import { settlement } from '#apps/settlement';
import { deskBreakDecision, deskInstructionDecision, deskRepair, type EventContract } from '#contracts';
import { PostgresBus } from '#platform/messaging';
import { freshDatabase, type TestDatabase } from '#test/postgres';

/** As a process of its own, a service has no rights but those of its role. */
describe('a service that runs alone', () => {
  let server: TestDatabase;
  beforeAll(async () => {
    server = await freshDatabase([intake, reconciliation, settlement]);
  }, 120_000);
  afterAll(() => server.drop());

  it.each<[string, EventContract]>([
    ['intake', deskRepair],
    ['reconciliation', deskBreakDecision],
    ['settlement', deskInstructionDecision],
  ])('%s sends what its clerks decide, and nothing that others say', async (service, { topic }) => {
    const bus = await PostgresBus.open(await server.as(service));
    const send = (to: string) => bus.send([{ topic: to, key: 'T1', time: '2026-06-15T10:00:00Z', body: '{}' }]);
    await expect(send(topic)).resolves.toBeUndefined();
    await expect(send('front-office.trades.v1')).rejects.toThrow(/permission denied/);
  });
});
