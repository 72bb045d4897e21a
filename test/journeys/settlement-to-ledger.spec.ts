import { obligationFailing, obligationSettled, versionWithdrawn } from '#contracts';
import { ledger } from '#apps/ledger';
import { settlement } from '#apps/settlement';
import { LedgerDesk } from '#test/ledger-desk';
import { captured } from '#test/ledger-events';
import { freshDatabase, type TestDatabase } from '#test/postgres';
import { changed, confirmed, reported, resend, SettlementDesk, tick } from '#test/settlement-desk';
import { amount, worked2Equity } from '#test/worked-trades';
import { handlers as ledgerHandlers } from '../../apps/ledger/src/handlers.js';
import { HearCustodian } from '../../apps/settlement/src/hear-custodian.controller.js';
import { HearTrades } from '../../apps/settlement/src/hear-trades.controller.js';
import { PassCutOff } from '../../apps/settlement/src/pass-cut-off.controller.js';
import { ResendInstructions } from '../../apps/settlement/src/resend-instructions.controller.js';

let database: TestDatabase;
let desk: SettlementDesk;
let books: LedgerDesk;

beforeEach(async () => {
  database = await freshDatabase([settlement, ledger]);
  const [trades, custodian, clock] = [new HearTrades(), new HearCustodian(), new PassCutOff()];
  const clerks = new ResendInstructions();
  desk = new SettlementDesk(await database.as('settlement'), {
    captured: (batch, tx) => trades.captured(batch, tx),
    confirmed: (batch, tx) => trades.confirmed(batch, tx),
    reported: (batch, tx) => custodian.reported(batch, tx),
    ticked: (batch, tx) => clock.ticked(batch, tx),
    decided: (batch, tx) => clerks.decided(batch, tx),
  });
  books = new LedgerDesk(await database.as('ledger'), ledgerHandlers);
  await books.book(captured('E1', shares));
  await desk.confirm(confirmed('E1', shares));
});

afterEach(() => database.drop());

const shares = worked2Equity();
const elsewhere = worked2Equity({ book: 'house.debt', unit: 'debt' });
const dearer = worked2Equity({ price: '51.00', consideration: amount('51000.00') });

/** The ledger hears all that settlement has said, topic by topic, the withdrawals first or last. */
async function hearAll(withdrawalsFirst: boolean): Promise<Record<string, string>> {
  const withdraw = () => books.withdraw(...desk.events(versionWithdrawn));
  if (withdrawalsFirst) await withdraw();
  await books.fail(...desk.events(obligationFailing));
  await books.settle(...desk.events(obligationSettled));
  if (!withdrawalsFirst) await withdraw();
  return books.balances();
}

describe.each([true, false])(
  'what settlement says is booked so that nothing hangs over (withdrawals first: %s)',
  (first) => {
    it('when a fail moves to another book and settles late', async () => {
      await desk.tick(tick('2026-06-17'));
      await desk.capture(changed('E1', 2, { trade: elsewhere, amendment: 'internal' }));
      await desk.report(reported('E1', 'SETTLED', { effectiveDate: '2026-06-18' }));
      expect(await hearAll(first)).toEqual({
        'house.debt 1100 ES0A51E00013 EUR': '5000000',
        'house.debt 2980 house.treasury EUR': '-5000000',
        'house.treasury 1010 NOSTRO-EUR EUR': '-5000000',
        'house.treasury 1980 house.debt EUR': '5000000',
      });
    });

    it('when the rest is cancelled after a part has settled, before and after the cut-off', async () => {
      await desk.report(reported('E1', 'PARTIALLY_SETTLED', { settledQuantity: '400' }));
      await desk.tick(tick('2026-06-17'));
      await desk.capture(changed('E1', 2));
      await desk.report(reported('E1', 'PARTIALLY_SETTLED', { messageId: 'late', settledQuantity: '100' }));
      await desk.report(reported('E1', 'CANCELLED'));
      expect(await hearAll(first)).toEqual({
        'house.risk 1100 ES0A51E00013 EUR': '2500000',
        'house.risk 2980 house.treasury EUR': '-2500000',
        'house.treasury 1010 NOSTRO-EUR EUR': '-2500000',
        'house.treasury 1980 house.risk EUR': '2500000',
      });
    });

    it('when a rejected instruction misses the cut-off, is sent again and settles late', async () => {
      await desk.report(reported('E1', 'REJECTED', { reasonCode: 'SAFE' }));
      await desk.tick(tick('2026-06-17'));
      expect(await hearAll(first)).toEqual({
        'house.risk 1100 ES0A51E00013 EUR': '5000000',
        'house.risk 2110 ARTAESM0 EUR': '-5000000',
      });
      await desk.decide(resend('E1', 'E1/1/delivery'));
      await desk.report(reported('E1', 'SETTLED', { instructionId: 'E1/1/delivery/2', effectiveDate: '2026-06-18' }));
      await books.settle(...desk.events(obligationSettled));
      expect(await books.balances()).toEqual({
        'house.risk 1100 ES0A51E00013 EUR': '5000000',
        'house.risk 2980 house.treasury EUR': '-5000000',
        'house.treasury 1010 NOSTRO-EUR EUR': '-5000000',
        'house.treasury 1980 house.risk EUR': '5000000',
      });
    });

    it('when a rejected instruction misses the cut-off and the trade is cancelled', async () => {
      await desk.report(reported('E1', 'REJECTED'));
      await desk.tick(tick('2026-06-17'));
      await desk.capture(changed('E1', 2));
      expect(await hearAll(first)).toEqual({});
    });

    it('when a part overtakes an amendment', async () => {
      await desk.capture(changed('E1', 2, { trade: dearer }));
      await desk.confirm(confirmed('E1', dearer, 2));
      await desk.report(reported('E1', 'PARTIALLY_SETTLED', { settledQuantity: '400' }));
      await desk.report(reported('E1', 'CANCELLED'));
      expect(await hearAll(first)).toEqual({
        'house.risk 1100 ES0A51E00013 EUR': '2000000',
        'house.risk 2980 house.treasury EUR': '-2000000',
        'house.treasury 1010 NOSTRO-EUR EUR': '-2000000',
        'house.treasury 1980 house.risk EUR': '2000000',
      });
    });
  },
);
