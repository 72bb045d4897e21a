import type { ProposalRow } from '#contracts';
import type { Database } from '#platform/database';
import { LedgerDesk } from '#test/ledger-desk';
import { person } from '#test/people';
import { freshDatabase, type TestDatabase } from '#test/postgres';
import { fact, payroll } from '#test/told-facts';
import { handlers } from '../handlers.js';
import { ProposalsController } from '../http/proposals.controller.js';
import { ledger, verifyLedger } from '../index.js';

let database: TestDatabase;
let db: Database;
let desk: LedgerDesk;
let proposals: ProposalsController;

beforeEach(async () => {
  database = await freshDatabase([ledger]);
  db = await database.as('ledger');
  desk = new LedgerDesk(db, handlers);
  proposals = new ProposalsController(db, desk.bus);
}, 60_000);
afterEach(async () => {
  expect((await verifyLedger(db)).faults).toEqual([]);
  await database.drop();
});

const waiting = async (): Promise<ProposalRow> => (await proposals.page({ state: 'waiting' })).rows[0] as ProposalRow;
const approve = ({ proposalId, shown }: ProposalRow, actor = 'luis'): Promise<ProposalRow> =>
  proposals.approve(proposalId, { shown, reason: 'checked against the payroll office' }, person(actor, 'approver'));

const BOOKED = {
  'house.treasury 2140 EUR': '-410000',
  'house.treasury 2141 EUR': '-85000',
  'house.treasury 2142 EUR': '-220000',
  'house.treasury 5400 EUR': '715000',
};

describe('a payroll batch (R9, S5)', () => {
  it('is booked whole once another person has approved it, with both of their names', async () => {
    await desk.payroll(payroll());
    expect(await desk.balances()).toEqual({});
    expect(await waiting()).toMatchObject({ kind: 'payroll', proposedBy: 'carmen', reason: 'Payroll of June' });
    await expect(approve(await waiting(), 'Carmen')).rejects.toMatchObject({ problem: { status: 409 } });
    expect(await desk.balances()).toEqual({});
    await approve(await waiting());
    expect(await desk.balances()).toEqual(BOOKED);
    expect(await db.rows('select key, rule, actor, approver, effective_date::text as day from ledger.journal')).toEqual(
      [{ key: 'payroll/PAY-1', rule: 'R9.payroll', actor: 'carmen', approver: 'luis', day: '2026-06-30' }],
    );
  });

  it('is booked once, however often it is sent', async () => {
    await desk.payroll(payroll());
    await approve(await waiting());
    const again = await desk.payroll(payroll({ messageId: 'PAY-1-2', occurredAt: '2026-06-16T10:00:00Z' }));
    expect([again.duplicates.length, again.parked]).toEqual([1, []]);
    expect((await proposals.page({ state: 'waiting' })).rows).toEqual([]);
    expect(await desk.balances()).toEqual(BOOKED);
  });

  it('with other lines under an id that is taken is set aside, and the first stands', async () => {
    await desk.payroll(payroll());
    const { parked, duplicates } = await desk.payroll(payroll({ messageId: 'PAY-1-2', effectiveDate: '2026-06-29' }));
    expect([duplicates, parked.map(({ faults }) => faults[0]?.rule)]).toEqual([
      [],
      ['is the id of another batch, which was sent with other lines'],
    ]);
    await approve(await waiting());
    expect(await db.rows('select effective_date::text as day from ledger.journal')).toEqual([{ day: '2026-06-30' }]);
  });

  it('is paid by treasury for its unit, once it is booked', async () => {
    await desk.payroll(payroll({ unit: 'risk' }));
    const paid = (factId: string) => ({
      ...fact('payroll-paid', { batchId: 'PAY-1', on: '2026-06-30', nostro: 'NOSTRO-EUR' }),
      factId,
    });
    const early = await desk.tell(paid('early'));
    expect(early.parked.map(({ faults }) => faults[0]?.rule)).toEqual(['waits for a second person']);
    await approve(await waiting());
    const twice = await desk.tell(paid('once'), paid('twice'));
    expect(twice.parked.map(({ faults }) => faults[0]?.rule)).toEqual(['is paid already']);
    expect(await desk.balances()).toEqual({
      'house.risk 2980 house.treasury EUR': '-715000',
      'house.risk 5400 EUR': '715000',
      'house.treasury 1010 NOSTRO-EUR EUR': '-715000',
      'house.treasury 1980 house.risk EUR': '715000',
    });
  });

  it('is not booked after a rejection', async () => {
    await desk.payroll(payroll());
    const row = await waiting();
    await proposals.reject(row.proposalId, { reason: 'the June list is older' }, person('luis', 'approver'));
    await expect(approve(row)).rejects.toMatchObject({ problem: { status: 409 } });
    expect(await desk.balances()).toEqual({});
  });

  it('that does not hold is set aside with every reason, and the corrected one is taken', async () => {
    const [first, second] = payroll().lines;
    const wrong = payroll({
      unit: 'kitchen',
      period: '2026-07',
      controlTotal: '5500.01',
      lines: [
        { ...first!, netPay: '2200.01' },
        { ...second!, employee: 'E-1' },
      ],
    });
    const neighbour = payroll({ messageId: 'PAY-2-1', batchId: 'PAY-2' });
    const { parked } = await desk.payroll(wrong, neighbour);
    expect(parked.map(({ faults }) => faults.map(({ field, value, rule }) => [field, value, rule]))).toEqual([
      [
        ['/unit', 'kitchen', 'kitchen is not a unit of the house'],
        ['/effectiveDate', '2026-06-30', '2026-06-30 is not a day of 2026-07'],
        ['/controlTotal', '5500.01', 'the total is 5500.01 EUR, the lines add up to 5500.00 EUR'],
        [
          '/lines/0/netPay',
          '2200.01',
          "line 1: gross pay and the house's social security differ from what is owed by -1 minor units",
        ],
        ['/lines/1/employee', 'E-1', 'line 2: E-1 is in the batch already'],
      ],
    ]);
    expect((await proposals.page({ state: 'waiting' })).total).toBe(1);
    const { parked: none } = await desk.payroll(payroll({ messageId: 'PAY-1-2' }));
    expect([none, (await proposals.page({ state: 'waiting' })).total]).toEqual([[], 2]);
  });

  it.each([
    ['more decimals than the currency has', payroll({ controlTotal: '1.001' }), '/controlTotal', /decimals of EUR/],
    ['a currency that is none', payroll({ currency: 'XQX' }), '/currency', /ISO 4217/],
    ['no line', payroll({ lines: [], controlTotal: '0.00' }), '/lines', /no line/],
  ])('with %s is refused by name', async (_, batch, field, rule) => {
    const { parked } = await desk.payroll(batch);
    expect(parked.map(({ faults }) => [faults[0]?.field, faults[0]?.rule])).toEqual([
      [field, expect.stringMatching(rule) as string],
    ]);
  });
});
