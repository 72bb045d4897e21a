import { setTimeout as sleep } from 'node:timers/promises';
import { custodianStatus, tradeCaptured, type EventContract, type EventOf } from '#contracts';
import type { Database, Transaction } from '#platform/database';
import type { Batch } from '#platform/messaging';
import { runBatch } from '#test/batches';
import { freshDatabase, type TestDatabase } from '#test/postgres';
import { changed, confirmed, reported, SettlementDesk } from '#test/settlement-desk';
import { worked2Equity } from '#test/worked-trades';
import { HearCustodian } from './hear-custodian.controller.js';
import { HearTrades } from './hear-trades.controller.js';
import { settlement } from './index.js';
import { PassCutOff } from './pass-cut-off.controller.js';

let database: TestDatabase;
let db: Database;

const [trades, custodian, clock] = [new HearTrades(), new HearCustodian(), new PassCutOff()];

beforeEach(async () => {
  database = await freshDatabase([settlement]);
  db = await database.as('settlement');
  const desk = new SettlementDesk(db, {
    captured: (batch, tx) => trades.captured(batch, tx),
    confirmed: (batch, tx) => trades.confirmed(batch, tx),
    reported: (batch, tx) => custodian.reported(batch, tx),
    ticked: (batch, tx) => clock.ticked(batch, tx),
  });
  await desk.confirm(confirmed('E1', worked2Equity()));
}, 60_000);
afterEach(() => database.drop());

type Handle<Contract extends EventContract> = (batch: Batch<EventOf<Contract>>, tx: Transaction) => Promise<unknown>;

/** An instance that has handled its batch and has not committed yet when another one begins. */
async function atOnce<First extends EventContract, Second extends EventContract>(
  first: readonly [First, Handle<First>, EventOf<First>],
  second: readonly [Second, Handle<Second>, EventOf<Second>],
): Promise<void> {
  let commit = (): void => undefined;
  const mayCommit = new Promise<void>((done) => (commit = done));
  let handled = (): void => undefined;
  const hasHandled = new Promise<void>((done) => (handled = done));
  const slow = runBatch<First>(
    async (batch, tx) => {
      const failed = await first[1](batch, tx);
      handled();
      await mayCommit;
      return failed;
    },
    db,
    first[0],
    [first[2]],
  );
  await hasHandled;
  const quick = runBatch<Second>(second[1], await database.as('settlement'), second[0], [second[2]]);
  await sleep(200);
  commit();
  const outcomes = await Promise.allSettled([slow, quick]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
}

const part = (messageId: string, settledQuantity: string) =>
  [
    custodianStatus,
    (batch: Batch<EventOf<typeof custodianStatus>>, tx: Transaction) => custodian.reported(batch, tx),
    reported('E1', 'PARTIALLY_SETTLED', { messageId, settledQuantity }),
  ] as const;

const cancel = [
  tradeCaptured,
  (batch: Batch<EventOf<typeof tradeCaptured>>, tx: Transaction) => trades.captured(batch, tx),
  changed('E1', 2),
] as const;

const standing = () =>
  db.rows(
    `select state, trim_scale(quantity_settled)::text as settled, pay_settled::text as paid from settlement.obligation`,
  );

describe('two instances that hear of one trade at the same time', () => {
  it('count both parts, so that settled and open add up to the whole', async () => {
    await atOnce(part('p1', '400'), part('p2', '600'));
    expect(await standing()).toEqual([{ state: 'SETTLED', settled: '1000', paid: '5000000' }]);
  });

  it('ask to cancel exactly what a part that settles meanwhile has left', async () => {
    await atOnce(part('p1', '400'), cancel);
    expect(await standing()).toEqual([{ state: 'CANCEL_PENDING', settled: '400', paid: '2000000' }]);
  });
});
