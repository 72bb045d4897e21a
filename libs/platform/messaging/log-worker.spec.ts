import { setTimeout as sleep } from 'node:timers/promises';
import type { TestDatabase } from '#test/postgres';
import { eventually, messageOf, trade, trialDatabase, trialTopics, withdrawn } from '../../../test/messaging/trial.js';
import type { Handling } from './batch-transaction.js';
import { LogTail, ROOM_IN_TAIL } from './log-tail.js';
import { LogWorker } from './log-worker.js';
import { PostgresBus } from './postgres-bus.js';
import { announce } from './wake-up.js';

class FullTail extends LogTail {
  full = true;
  override get isFull(): boolean {
    return this.full;
  }
}

describe('a service whose house has much under way', () => {
  const topics = trialTopics();
  let fresh: TestDatabase;
  beforeAll(async () => {
    fresh = await trialDatabase(['trial'], topics);
  }, 60_000);
  afterAll(() => fresh.drop());

  it('works off what the house has said, and leaves new messages from outside in the log until there is room', async () => {
    const bus = await PostgresBus.open(await fresh.asSuperuser());
    const tail = new FullTail();
    const handled: string[] = [];
    const failures: unknown[] = [];
    const told = (): string =>
      `handled: ${handled.join(', ') || 'nothing'}; failures: ${failures.join(', ') || 'none'}`;
    const handlingOf = (contract: Handling['contract']): Handling => ({
      contract,
      handle: ({ received }) => {
        handled.push(...received.map(({ message }) => message.key));
        return Promise.resolve();
      },
    });
    const worker = new LogWorker(
      { service: 'trial', database: await fresh.as('trial'), bus },
      new Map([topics.trades, topics.withdrawals].map((contract) => [contract.topic, handlingOf(contract)])),
      tail,
      (error) => failures.push(error),
    );
    await bus.send([messageOf(topics.trades, trade('OUTSIDE')), messageOf(topics.withdrawals, withdrawn('INSIDE', 1))]);
    worker.start();
    try {
      await eventually(() => Promise.resolve(handled.includes('INSIDE')), 20, told);
      await sleep(500);
      expect(handled).toEqual(['INSIDE']);
      tail.full = false;
      announce([ROOM_IN_TAIL]);
      await eventually(() => Promise.resolve(handled.includes('OUTSIDE')), 20, told);
      expect(failures).toEqual([]);
    } finally {
      await worker.stop();
    }
  }, 60_000);
});
