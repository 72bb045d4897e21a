import { jest } from '@jest/globals';
import {
  counterpartyConfirmation,
  custodianStatus,
  encode,
  frontOfficeTrade,
  middleOfficeTrade,
  type EventContract,
  type EventOf,
  type IntakeSummary,
  type DeskProposalRow,
  type Page,
  type SettlementExceptionRow,
  type SettlementSummary,
  type TradeDetail,
} from '#contracts';
import { accountFor, holds } from '#apps/asiento';
import { referenceData } from '#domain/parties';
import { enrich, invertedEconomics } from '#domain/trade';
import { approvalsCommand } from '../../apps/asiento/src/commands/approvals.js';
import { exceptionsCommand } from '../../apps/asiento/src/commands/exceptions.js';
import { houseUnderTest, type HouseUnderTest } from '#test/house';

const terms = {
  product: 'equity',
  tradeDate: '2026-06-15',
  portfolio: 'EQ-EUROPE',
  counterparty: 'ARTAESM0',
  side: 'BUY',
  isin: 'ES0A51E00013',
  quantity: '1000',
  price: '50.00',
  currency: 'EUR',
} as const;

describe('a rejected instruction in a running house', () => {
  let under: HouseUnderTest;
  beforeAll(async () => {
    under = await houseUnderTest();
  }, 120_000);
  afterAll(() => under.close());

  const tell = <Contract extends EventContract>(contract: Contract, event: EventOf<Contract>): Promise<void> =>
    under.house.bus.send([
      {
        topic: contract.topic,
        key: contract.key(event),
        time: '2026-06-15T10:00:00Z',
        body: encode(contract, event),
      },
    ]);

  it('is an exception for the clerk, who sends it again over HTTP; it matches under its new reference', async () => {
    const { api } = under.house;
    const reported = { action: 'NEW', tradeId: 'R1', version: 1, sourceSystem: 'alpha', terms } as const;
    await tell(frontOfficeTrade, reported);
    await tell(middleOfficeTrade, reported);
    const enriched = enrich(terms, referenceData);
    if (enriched.kind === 'refused') throw new Error('the terms are refused');
    await tell(counterpartyConfirmation, {
      messageId: 'C1',
      counterparty: 'ARTAESM0',
      counterpartyReference: 'ARTA-1',
      tradeId: 'R1',
      revision: 1,
      kind: 'CONFIRM',
      terms: invertedEconomics(enriched.trade),
      sentAt: '2026-06-15T10:00:00Z',
    });
    await under.quiet();
    await tell(custodianStatus, {
      messageId: 'S1',
      custodian: 'KUSTBEB0',
      instructionId: 'R1/1/delivery',
      tradeId: 'R1',
      status: 'REJECTED',
      reasonCode: 'SAFE',
      occurredAt: '2026-06-15T11:00:00Z',
    });
    await under.quiet();

    const state = async () => (await api.get<TradeDetail>('/api/intake/trades/R1')).row;
    expect(await state()).toMatchObject({ state: 'CONFIRMED', reason: 'rejected: safekeeping account wrong' });
    expect((await api.get<SettlementSummary>('/api/settlement/summary')).exceptions).toEqual({ rejected: 1 });
    const [row] = (await api.get<Page<SettlementExceptionRow>>('/api/settlement/exceptions')).rows;
    expect(row).toMatchObject({ tradeId: 'R1', instructionId: 'R1/1/delivery', resendable: true });

    const path = `/api/settlement/obligations/${row?.obligationId ?? ''}/resend`;
    const act = { instructionId: 'R1/1/delivery', reason: 'account opened' };
    const clerk = await under.as('nerea', 'clerk');
    const proposed = await clerk.post<DeskProposalRow>(path, act);
    expect(await under.approve('settlement', proposed)).toMatchObject({ outcome: 'R1/1/delivery is sent again' });
    await under.quiet();
    expect(await state()).toMatchObject({ state: 'MATCHED' });
    await expect(clerk.post(path, act)).rejects.toThrow(/It stands under the reference R1\/1\/delivery\/2/);

    const timeline = (await api.get<TradeDetail>('/api/intake/trades/R1')).timeline;
    expect(timeline.filter(({ transition }) => transition === 'L8')).toHaveLength(2);
    expect((await api.get<IntakeSummary>('/api/intake/summary')).trades.open).toBe(1);
    expect(holds(await accountFor(under.house))).toBe(true);
  });

  it('is listed on the command line, and sent again from there', async () => {
    const session = await under.keepSession('nerea', 'clerk');
    const run = async (...words: string[]): Promise<string> => {
      const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
      try {
        const command = words[0] === 'approve' ? approvalsCommand() : exceptionsCommand();
        await command.parseAsync([...words, '--url', under.house.api.url, ...session], { from: 'user' });
        return write.mock.calls.map(([text]) => String(text)).join('');
      } finally {
        write.mockRestore();
      }
    };
    expect(await run('list')).toBe('No exceptions: the custodians have contradicted and rejected nothing.\n');
    await tell(custodianStatus, {
      messageId: 'S2',
      custodian: 'KUSTBEB0',
      instructionId: 'R1/1/delivery/2',
      tradeId: 'R1',
      status: 'REJECTED',
      occurredAt: '2026-06-15T12:00:00Z',
    });
    await under.quiet();
    expect(await run('list')).toContain('R1/1/delivery/2');
    const decision = ['--reason', 'account opened', '--as', 'nerea'];
    const said = await run('resend', 'R1/1/delivery/2', ...decision);
    const [, proposalId = ''] =
      /^resend [0-9a-f-]+: waiting; another person decides: .* approve (\S+) /.exec(said) ?? [];
    await under.keepSession('ingrid', 'approver');
    const agreed = ['--reason', 'called the custodian', '--as', 'ingrid'];
    expect(await run('approve', proposalId, ...agreed)).toMatch(/: approved, R1\/1\/delivery\/2 is sent again\n$/);
    await expect(run('resend', 'R1/1/delivery/2', ...decision)).rejects.toThrow(/no rejected instruction/);
  });
});
