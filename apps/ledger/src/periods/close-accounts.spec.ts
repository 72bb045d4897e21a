import type { LedgerSubject } from '#contracts';
import type { Database } from '#platform/database';
import { LedgerDesk } from '#test/ledger-desk';
import { captured, endOfDay, settled } from '#test/ledger-events';
import { person } from '#test/people';
import { freshDatabase, type TestDatabase } from '#test/postgres';
import { eur, fact } from '#test/told-facts';
import { worked2Equity } from '#test/worked-trades';
import { handlers } from '../handlers.js';
import { PeriodsController } from '../http/periods.controller.js';
import { ProposalsController } from '../http/proposals.controller.js';
import { ledger, verifyLedger } from '../index.js';

let database: TestDatabase;
let db: Database;
let desk: LedgerDesk;
let proposals: ProposalsController;
let periods: PeriodsController;

beforeEach(async () => {
  database = await freshDatabase([ledger]);
  db = await database.as('ledger');
  desk = new LedgerDesk(db, handlers);
  proposals = new ProposalsController(db, desk.bus);
  periods = new PeriodsController(db);
  const bought = worked2Equity();
  const sold = worked2Equity({ side: 'SELL', tradeDate: '2026-06-16', settlementDate: '2026-06-18' });
  await desk.book(captured('T1', bought), captured('T2', sold));
  await desk.settle(settled('T1', bought), settled('T2', sold));
  await desk.tell(
    fact('fee-accrued', {
      ...{ reference: 'K-1', book: 'house.debt', payee: 'KUSTBEB0', amount: eur('150.00'), on: '2026-06-15' },
    }),
    fact('client-invoiced', {
      ...{ reference: 'A-1', book: 'house.risk', client: 'LEVANTE', fee: eur('1000.00'), vatPercent: '0' },
      on: '2026-06-16',
    }),
  );
  await desk.end(endOfDay('2026-06-30'));
}, 60_000);
afterEach(async () => {
  expect((await verifyLedger(db)).faults).toEqual([]);
  await database.drop();
});

const decideOn = async (subject: LedgerSubject): Promise<void> => {
  const { proposalId, shown, state } = await proposals.propose(
    { subject, reason: 'June is complete' },
    person('ana', 'controller'),
  );
  if (state === 'waiting')
    await proposals.approve(proposalId, { shown, reason: 'checked' }, person('luis', 'approver'));
};
const close = async (closing: 'post' | 'compute'): Promise<void> => {
  await decideOn({ kind: 'period', month: '2026-06', to: 'soft' });
  await decideOn({ kind: 'period', month: '2026-06', to: 'hard', closing });
};

const EARNED = [
  { book: 'house.debt', accounting: 'TDA', currency: 'EUR', before: '0.00', income: '-150.00', after: '-150.00' },
  { book: 'house.risk', accounting: 'TDA', currency: 'EUR', before: '0.00', income: '1000.00', after: '1000.00' },
  { book: 'house.debt', accounting: 'SDA', currency: 'EUR', before: '0.00', income: '-150.00', after: '-150.00' },
  { book: 'house.risk', accounting: 'SDA', currency: 'EUR', before: '0.00', income: '1000.00', after: '1000.00' },
];

describe('the close of a month (R16)', () => {
  it('shows before what it would post, and posts exactly that under both names', async () => {
    const before = await periods.closing('2026-06');
    expect(before.retainedEarnings).toEqual(EARNED);
    expect(before.entries.map(({ book, account, balance }) => [book, account, balance])).toEqual([
      ['house.debt', '5200', '150.00'],
      ['house.risk', '4400', '-1000.00'],
    ]);
    await close('post');
    const after = await periods.closing('2026-06');
    expect(after.entries).toEqual([]);
    expect(after.retainedEarnings.map(({ after: earned }) => earned)).toEqual(
      EARNED.map(({ after: earned }) => earned),
    );
    expect(
      await db.rows(`select book, actor, approver, effective_date::text as day from ledger.journal
      where rule = 'R16.closing' order by book`),
    ).toEqual([
      { book: 'house.debt', actor: 'ana', approver: 'luis', day: '2026-06-30' },
      { book: 'house.risk', actor: 'ana', approver: 'luis', day: '2026-06-30' },
    ]);
  });

  it('comes to the same retained earnings when it is only computed', async () => {
    await close('compute');
    expect((await periods.closing('2026-06')).retainedEarnings).toEqual(EARNED);
    expect(await db.rows(`select from ledger.journal where rule like 'R16%'`)).toEqual([]);
  });

  it('takes what came in between when a month that was opened again is closed again', async () => {
    await close('post');
    await decideOn({ kind: 'period', month: '2026-06', to: 'soft' });
    await decideOn({ kind: 'period', month: '2026-06', to: 'open' });
    await desk.tell(
      fact('fee-accrued', {
        ...{ reference: 'K-2', book: 'house.debt', payee: 'KUSTBEB0', amount: eur('7.00'), on: '2026-06-20' },
      }),
    );
    await close('post');
    const after = await periods.closing('2026-06');
    expect(after.entries).toEqual([]);
    expect(after.retainedEarnings.find(({ book }) => book === 'house.debt')?.after).toBe('-157.00');
  });
});
