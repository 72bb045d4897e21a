import fc from 'fast-check';
import {
  decode,
  deskInstructionDecision,
  instructionReleased,
  obligationFailing,
  obligationSettled,
  type DeskProposalRow,
} from '#contracts';
import type { Database } from '#platform/database';
import type { ProblemException } from '#platform/http';
import type { MessageBus, OutgoingMessage } from '#platform/messaging';
import { agree, nerea } from '#test/people';
import { freshDatabase, type TestDatabase } from '#test/postgres';
import { changed, confirmed, reported, resend, SettlementDesk, tick } from '#test/settlement-desk';
import { amount, worked2Equity } from '#test/worked-trades';
import { Exceptions } from './exceptions.controller.js';
import { HearCustodian } from './hear-custodian.controller.js';
import { HearTrades } from './hear-trades.controller.js';
import { settlement } from './index.js';
import { Obligations } from './obligations.controller.js';
import { PassCutOff } from './pass-cut-off.controller.js';
import { ResendProposals } from './resend-proposals.controller.js';
import { ResendInstructions } from './resend-instructions.controller.js';

let database: TestDatabase;
let db: Database;
let desk: SettlementDesk;

beforeEach(async () => {
  database = await freshDatabase([settlement]);
  db = await database.as('settlement');
  const [trades, custodian, clock] = [new HearTrades(), new HearCustodian(), new PassCutOff()];
  const clerks = new ResendInstructions();
  desk = new SettlementDesk(db, {
    captured: (batch, tx) => trades.captured(batch, tx),
    confirmed: (batch, tx) => trades.confirmed(batch, tx),
    reported: (batch, tx) => custodian.reported(batch, tx),
    ticked: (batch, tx) => clock.ticked(batch, tx),
    decided: (batch, tx) => clerks.decided(batch, tx),
  });
});
afterEach(() => database.drop());

const shares = worked2Equity();
const FIRST = 'E1/1/delivery';
const SECOND = 'E1/1/delivery/2';
const rejected = (instructionId = FIRST) => reported('E1', 'REJECTED', { instructionId, reasonCode: 'SAFE' });
const states = async (): Promise<string[]> =>
  (
    await db.rows<{ line: string }>(
      `select instruction_id || ' ' || state as line from settlement.obligation order by 1`,
    )
  ).map(({ line }) => line);

describe('an instruction that the custodian has rejected', () => {
  beforeEach(() => desk.confirm(confirmed('E1', shares)));

  it('is sent again under a reference of its own, and settles under that', async () => {
    await desk.report(rejected());
    await desk.decide(resend('E1', FIRST));
    expect(await states()).toEqual([`${SECOND} INSTRUCTED`]);
    await desk.report(reported('E1', 'MATCHED', { instructionId: SECOND }));
    await desk.report(reported('E1', 'SETTLED', { instructionId: SECOND }));
    expect(desk.story()).toEqual([
      'instruction-released L8',
      'obligation-progressed L10 CONFIRMED',
      'instruction-released L8',
      'obligation-progressed L11 MATCHED',
      'obligation-settled L18 final',
    ]);
    expect(desk.events(instructionReleased).map(({ instructionId, sequence }) => [instructionId, sequence])).toEqual([
      [FIRST, 1],
      [SECOND, 3],
    ]);
  });

  it('is sent once for one rejection, however many clerks say so, and again for the next', async () => {
    await desk.report(rejected());
    await desk.decide(resend('E1', FIRST), resend('E1', FIRST, { actor: 'tomas', decidedAt: '2026-06-17T11:00:01Z' }));
    await desk.decide(resend('E1', FIRST, { actor: 'bea', decidedAt: '2026-06-17T12:00:00Z' }));
    expect(await states()).toEqual([`${SECOND} INSTRUCTED`]);
    await desk.report(rejected(SECOND));
    await desk.decide(resend('E1', SECOND));
    expect(await states()).toEqual(['E1/1/delivery/3 INSTRUCTED']);
    expect(
      await db.rows('select actor, instruction_id, took_effect from settlement.resend_decision order by 2, 1'),
    ).toEqual([
      { actor: 'bea', instruction_id: FIRST, took_effect: false },
      { actor: 'nerea', instruction_id: FIRST, took_effect: true },
      { actor: 'tomas', instruction_id: FIRST, took_effect: false },
      { actor: 'nerea', instruction_id: SECOND, took_effect: true },
    ]);
  });

  it('is not sent again when the front office cancels the trade instead', async () => {
    await desk.report(rejected());
    await desk.capture(changed('E1', 2));
    await desk.decide(resend('E1', FIRST));
    expect(await states()).toEqual([`${FIRST} CANCELLED`]);
  });

  it('and replaced cannot settle any more: what the custodian says of it is an exception', async () => {
    await desk.report(rejected());
    await desk.decide(resend('E1', FIRST));
    await desk.report(reported('E1', 'MATCHED'), reported('E1', 'SETTLED'));
    expect(await states()).toEqual([`${SECOND} INSTRUCTED`]);
    expect(desk.events(obligationSettled)).toEqual([]);
    expect((await new Exceptions(db, {} as ResendProposals).page({})).rows).toMatchObject([
      { kind: 'settled-after-rejection', tradeId: 'E1', instructionId: SECOND, resendable: false },
    ]);
  });

  it('after the cut-off goes on failing under its new reference', async () => {
    await desk.tick(tick('2026-06-17'));
    await desk.report(rejected());
    await desk.decide(resend('E1', FIRST));
    expect(desk.story()).toEqual(['instruction-released L8', 'obligation-failing L19', 'instruction-released L28']);
    await desk.report(reported('E1', 'SETTLED', { instructionId: SECOND, effectiveDate: '2026-06-18' }));
    expect(desk.events(obligationSettled)).toMatchObject([{ wasFailing: true, effectiveDate: '2026-06-18' }]);
  });
});

describe('a trade that is confirmed but not instructed by the cut-off', () => {
  beforeEach(async () => {
    await desk.confirm(confirmed('E1', shares));
    await desk.report(rejected());
    await desk.tick(tick('2026-06-17'), tick('2026-06-18'));
  });

  it('keeps its state, is late to instruct, and is told once so that the books show the fail (R10)', async () => {
    expect(desk.story()).toEqual([
      'instruction-released L8',
      'obligation-progressed L10 CONFIRMED',
      'obligation-failing L19',
    ]);
    expect(desk.events(obligationFailing)).toMatchObject([
      {
        since: '2026-06-17',
        pay: amount('50000.00'),
        quantity: '1000',
        reasonCode: 'SAFE',
        reason: 'not instructed by the cut-off, rejected: safekeeping account wrong',
        lateInstruct: true,
      },
    ]);
    expect(await states()).toEqual([`${FIRST} CONFIRMED`]);
    expect(await new Obligations(db).summary()).toMatchObject({ exceptions: { 'late-instruct': 1 }, failing: [] });
    await desk.report(reported('E1', 'PENDING', { reasonCode: 'LATE' }));
    expect(await states()).toEqual([`${FIRST} CONFIRMED`]);
  });

  it('fails as soon as it is instructed, without a second fail in the books, and settles late', async () => {
    await desk.decide(resend('E1', FIRST));
    expect(desk.story().slice(3)).toEqual(['instruction-released L8', 'obligation-progressed L19 FAILING']);
    await desk.report(reported('E1', 'SETTLED', { instructionId: SECOND, effectiveDate: '2026-06-19' }));
    expect(desk.events(obligationFailing)).toHaveLength(1);
    expect(desk.events(obligationSettled)).toMatchObject([{ wasFailing: true, part: 'final' }]);
  });

  it('moves to another book with its fail', async () => {
    const elsewhere = worked2Equity({ book: 'house.debt', unit: 'debt' });
    await desk.capture(changed('E1', 2, { trade: elsewhere, amendment: 'internal' }));
    expect(desk.story().slice(3)).toEqual(['version-withdrawn AMEND', 'obligation-failing L27']);
    expect(desk.events(obligationFailing)[1]).toMatchObject({ version: 2, lateInstruct: true });
  });
});

describe('the order in which rejection, decision and the rest are heard', () => {
  const facts: Record<string, () => Promise<unknown>> = {
    confirm: () => desk.confirm(confirmed('E1', shares)),
    rejected: () => desk.report(rejected()),
    resend: () => desk.decide(resend('E1', FIRST)),
    again: () => desk.report(rejected(SECOND)),
    resendAgain: () => desk.decide(resend('E1', SECOND, { actor: 'tomas' })),
    matched: () => desk.report(reported('E1', 'MATCHED', { instructionId: 'E1/1/delivery/3' })),
    part: () =>
      desk.report(reported('E1', 'PARTIALLY_SETTLED', { instructionId: 'E1/1/delivery/3', settledQuantity: '400' })),
  };

  it('does not matter: it ends in the same state', async () => {
    const names = Object.keys(facts);
    const orders = fc.sample(fc.shuffledSubarray(names, { minLength: names.length }), { numRuns: 6, seed: 17 });
    for (const order of [names, names.toReversed(), ...orders]) {
      await db.execute('delete from settlement.obligation');
      await db.execute('delete from settlement.trade');
      await db.execute('delete from settlement.resend_decision');
      for (const name of order) await facts[name]?.();
      expect([order, await states(), await desk.stateLines(settlement.stateLines)]).toEqual([
        order,
        ['E1/1/delivery/3 PARTIALLY_SETTLED'],
        [
          'settlement.obligation|E1|1|delivery|PARTIALLY_SETTLED|settled|2000000|-|400|open|3000000|-|600|failing|-|-',
          'settlement.trade|E1|1|1|stands|held|-|waiting|-|refused|-',
        ],
      ]);
    }
  });
});

describe('what clerks read and do', () => {
  let deliver: (messages: readonly OutgoingMessage[]) => Promise<void>;
  let api: Exceptions;
  let proposals: ResendProposals;
  const resendAgreed = async (id: string, body: unknown): Promise<DeskProposalRow> =>
    agree(proposals, await api.resend(id, body, nerea));
  const act = (instructionId: string, changes = {}) => ({
    instructionId,
    reason: 'account opened',
    ...changes,
  });
  const refusal = async (call: Promise<unknown>): Promise<unknown> => {
    const { problem } = (await call.catch((error: unknown) => error)) as ProblemException;
    return [problem.status, problem.code];
  };
  const obligationId = async (): Promise<string> =>
    (
      await db.rows<{ id: string }>(`select obligation_id::text as id from settlement.obligation where trade_id = 'E1'`)
    )[0]?.id ?? '';

  beforeEach(async () => {
    deliver = async (messages) => {
      await desk.decide(...messages.map(({ body }) => decode(deskInstructionDecision, String(body))));
    };
    const bus = { send: (messages: readonly OutgoingMessage[]) => deliver(messages) } as MessageBus;
    proposals = new ResendProposals(db, bus);
    api = new Exceptions(db, proposals);
    await desk.confirm(...['E1', 'E2', 'E3'].map((tradeId) => confirmed(tradeId, shares)));
    await desk.capture(changed('E2', 2));
    await desk.report(
      reported('E2', 'CANCEL_DENIED', { occurredAt: '2026-06-16T09:00:00Z' }),
      reported('E3', 'PARTIALLY_SETTLED', { settledQuantity: '1001', occurredAt: '2026-06-16T10:00:00Z' }),
      rejected(),
    );
  });

  it('is the exceptions, oldest first, page by page, by kind and trade, counted', async () => {
    const first = await api.page({ limit: '2' });
    expect(first.rows.map(({ tradeId, kind }) => [tradeId, kind])).toEqual([
      ['E2', 'cancel-denied'],
      ['E3', 'over-settlement'],
    ]);
    const second = await api.page({ limit: '2', cursor: first.next });
    expect([first.total, second.total, second.next]).toEqual([3, 3, undefined]);
    expect(second.rows).toEqual([
      {
        exceptionId: await obligationId(),
        tradeId: 'E1',
        obligationId: await obligationId(),
        instructionId: FIRST,
        counterparty: 'ARTAESM0',
        custodian: 'KUSTBEB0',
        kind: 'rejected',
        reason: 'rejected: safekeeping account wrong',
        since: '2026-06-17T09:00:00Z',
        resendable: true,
      },
    ]);
    expect((await api.page({ kind: 'over-settlement' })).rows).toMatchObject([
      { tradeId: 'E3', reason: '1001 is reported as settled, 1000 is open', resendable: false },
    ]);
    expect((await api.page({ tradeId: 'E2' })).total).toBe(1);
    expect((await new Obligations(db).summary()).exceptions).toEqual({
      'cancel-denied': 1,
      'over-settlement': 1,
      rejected: 1,
    });
    expect(await refusal(api.page({ kind: 'anything' }))).toEqual([400, 'parameter-refused']);
  });

  it('is one act that sends a rejected instruction again once another person agrees; a second one is refused', async () => {
    const id = await obligationId();
    const waiting = await api.resend(id, act(FIRST), nerea);
    expect((await api.page({ kind: 'rejected' })).total).toBe(1);
    expect(await agree(proposals, waiting)).toMatchObject({ state: 'approved', outcome: `${FIRST} is sent again` });
    expect(await states()).toContain(`${SECOND} INSTRUCTED`);
    expect((await api.page({ kind: 'rejected' })).total).toBe(0);
    expect(await refusal(api.resend(id, act(FIRST), nerea))).toEqual([409, 'instruction-replaced']);
    expect(await refusal(api.resend(id, act(SECOND), nerea))).toEqual([409, 'not-rejected']);
  });

  it('refuses what is not rejected, not known or without a reason, and tells whom something newer has overtaken', async () => {
    expect(await refusal(api.resend('E1', act(FIRST), nerea))).toEqual([404, 'obligation-unknown']);
    expect(await refusal(api.resend(await obligationId(), act(FIRST, { reason: ' ' }), nerea))).toEqual([
      422,
      'body-refused',
    ]);
    const asBefore = deliver;
    deliver = async (messages) => {
      await desk.capture(changed('E1', 2));
      await asBefore(messages);
    };
    expect(await refusal(resendAgreed(await obligationId(), act(FIRST)))).toEqual([409, 'decision-overtaken']);
    expect(await refusal(api.resend(await obligationId(), act(FIRST), nerea))).toEqual([409, 'not-rejected']);
  });
});
