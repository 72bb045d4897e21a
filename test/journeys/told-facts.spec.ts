import { accountFor, holds } from '#apps/asiento';
import { backOfficeFact, encode, payrollBatch, type CloseReadiness, type Page, type ProposalRow } from '#contracts';
import type { OutgoingMessage } from '#platform/messaging';
import { houseUnderTest, type HouseUnderTest } from '#test/house';
import { eur, fact, payroll, worked6Repo } from '#test/told-facts';

let under: HouseUnderTest;
beforeAll(async () => {
  under = await houseUnderTest();
}, 60_000);
afterAll(() => under.close());

const told = (one: ReturnType<typeof fact>): OutgoingMessage => ({
  ...{ topic: backOfficeFact.topic, key: backOfficeFact.key(one), time: one.occurredAt },
  body: encode(backOfficeFact, one),
});

const batch = (one: ReturnType<typeof payroll>): OutgoingMessage => ({
  ...{ topic: payrollBatch.topic, key: payrollBatch.key(one), time: one.occurredAt, body: encode(payrollBatch, one) },
});

describe('what other systems of the house tell', () => {
  it('is all accounted for: used, known already, or set aside with the field, the value and the rule', async () => {
    const { house, quiet } = under;
    const repo = told(worked6Repo());
    await house.bus.send([
      ...[repo, repo],
      told(worked6Repo({ repoId: 'RP2', cash: { amount: '100.5', currency: 'JPY' } })),
      told(worked6Repo({ repoId: 'RP3', cash: eur(`1${'0'.repeat(30)}`) })),
      { ...repo, body: '{"kind":"repo-opened",' },
      ...[batch(payroll()), batch(payroll({ messageId: 'PAY-2-1', batchId: 'PAY-2', controlTotal: '1.00' }))],
    ]);
    await quiet();
    const accounting = await accountFor(house);
    expect(holds(accounting)).toBe(true);
    expect([accounting.messagesIn, accounting.messages]).toEqual([7, { applied: 2, duplicates: 1, parked: 4 }]);
    const parked = await house.admin.rows<{ topic: string; faults: { field: string; value: string; rule: string }[] }>(
      `select topic, faults from ledger.parked_message order by topic, faults::text`,
    );
    expect(parked.flatMap(({ faults }) => faults.map(({ field, value, rule }) => [field, value, rule]))).toEqual(
      expect.arrayContaining([
        ['/cash/amount', '100.5', '100.5 JPY has more than the 0 decimals of JPY'],
        ['/cash/amount', `1${'0'.repeat(30)}`, expect.stringMatching(/must match pattern/) as string],
        ['', expect.any(String) as string, expect.stringMatching(/is not JSON/) as string],
        ['/controlTotal', '1.00', 'the total is 1.00 EUR, the lines add up to 5500.00 EUR'],
      ]),
    );
  });

  it('shows the payroll that waits for a second person, and names it among what stands in the way of a close', async () => {
    const { house } = under;
    const { rows } = await house.api.get<Page<ProposalRow>>('/api/ledger/proposals?state=waiting');
    expect(rows.map(({ kind, proposedBy }) => [kind, proposedBy])).toEqual([['payroll', 'carmen']]);
    const { blockers } = await house.api.get<CloseReadiness>('/api/ledger/periods/2026-06/readiness');
    expect(blockers.map(({ name }) => name)).toEqual(expect.arrayContaining(['proposal-waiting', 'messages-parked']));
  });
});
