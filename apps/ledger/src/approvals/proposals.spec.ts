import type { LedgerSubject, ProposalRow } from '#contracts';
import { Journal, postingRules, type Accounting } from '#domain/ledger';
import { negate } from '#domain/money';
import type { Database } from '#platform/database';
import { caused, LedgerDesk } from '#test/ledger-desk';
import { captured, endOfDay } from '#test/ledger-events';
import { person } from '#test/people';
import { freshDatabase, type TestDatabase } from '#test/postgres';
import { amount, worked1Bond } from '#test/worked-trades';
import { handlers } from '../handlers.js';
import { PeriodsController } from '../http/periods.controller.js';
import { ProposalsController } from '../http/proposals.controller.js';
import { ledger, postBatch, verifyLedger } from '../index.js';

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
  await desk.book(captured('T1', worked1Bond()));
}, 60_000);
afterEach(async () => {
  expect((await verifyLedger(db)).faults).toEqual([]);
  await database.drop();
});

const period = (to: 'soft' | 'hard' | 'open', month = '2026-06'): LedgerSubject => ({ kind: 'period', month, to });
const propose = (subject: LedgerSubject, actor = 'ana'): Promise<ProposalRow> =>
  proposals.propose({ subject, reason: 'June is complete' }, person(actor, 'controller'));
const approve = ({ proposalId, shown }: ProposalRow, actor = 'luis'): Promise<ProposalRow> =>
  proposals.approve(proposalId, { shown, reason: 'checked the trial balance' }, person(actor, 'approver'));
const unidentified = (day: string, accounting: Accounting = 'common', text = '5'): Journal =>
  Journal.of(
    {
      key: `CREDIT/${day}`,
      rule: postingRules.bondTradeDate,
      effectiveDate: day,
      tradeId: 'CREDIT',
      reverses: null,
      inputs: {},
    },
    'house.treasury',
    [
      { account: '1010', detail: 'NOSTRO-EUR', amount: amount(text) },
      { account: '2900', detail: 'CIERESM0', amount: negate(amount(text)) },
    ],
    accounting,
  );
const stateOf = async (month = '2026-06'): Promise<string | undefined> =>
  (await periods.all()).rows.find((row) => row.month === month)?.state;

describe('a month', () => {
  it('is closed softly by one person, for good by two, and opened again by two, one step at a time', async () => {
    await desk.end(endOfDay('2026-06-30'));
    await propose(period('soft'));
    expect(await stateOf()).toBe('soft');
    const hard = await propose(period('hard'));
    expect(await stateOf()).toBe('soft');
    expect(await approve(hard)).toMatchObject({ state: 'approved', proposedBy: 'ana', decidedBy: 'luis' });
    expect(await stateOf()).toBe('hard');
    await approve(await propose(period('soft')));
    await approve(await propose(period('open')));
    const [row] = (await periods.all()).rows;
    expect(row?.changes.map(({ from, to, approvedBy }) => [from, to, approvedBy])).toEqual([
      ['open', 'soft', null],
      ['soft', 'hard', 'luis'],
      ['hard', 'soft', 'luis'],
      ['soft', 'open', 'luis'],
    ]);
  });

  it.each<[string, (hard: ProposalRow) => Promise<unknown>, string]>([
    ['by who proposed it', (hard) => approve(hard, 'ana'), 'another person has to approve'],
    ['by who proposed it in other letters', (hard) => approve(hard, 'ANA'), 'another person has to approve'],
    [
      'of something else than was shown',
      (hard) => approve({ ...hard, shown: '0'.repeat(64) }),
      'what was shown is not',
    ],
    ['of what nobody proposed', (hard) => approve({ ...hard, proposalId: 'nothing' }), 'there is no proposal nothing'],
  ])('stays as it is after an approval %s', async (_, act, why) => {
    await propose(period('soft'));
    const hard = await propose(period('hard'));
    await expect(act(hard)).rejects.toMatchObject({
      problem: { status: 409, detail: expect.stringContaining(why) as string },
    });
    expect(await stateOf()).toBe('soft');
    expect((await proposals.page({ state: 'waiting' })).rows.map(({ proposalId }) => proposalId)).toEqual([
      hard.proposalId,
    ]);
    await desk.end(endOfDay('2026-06-30'));
    await approve(hard);
    expect(await stateOf()).toBe('hard');
  });

  it('is not closed for good while something stands in the way, which is named, and the proposal goes on waiting', async () => {
    await propose(period('soft'));
    const hard = await propose(period('hard'));
    await expect(approve(hard)).rejects.toMatchObject({
      problem: { status: 409, detail: '2026-06 is not ready to be closed for good: no business day has ended yet.' },
    });
    await desk.end(endOfDay('2026-06-30'));
    await approve(hard);
    expect(await stateOf()).toBe('hard');
  });

  it('is not closed for good by who did not see what somebody was just posting to it', async () => {
    await desk.end(endOfDay('2026-06-30'));
    await propose(period('soft'));
    const hard = await propose(period('hard'));
    const posting = await db.session();
    await posting.execute('begin isolation level read committed');
    await postBatch(posting, [{ ...caused, adjusting: true, journal: unidentified('2026-06-30') }]);
    const approved = approve(hard).then(
      () => 'approved',
      (error: { problem: { detail: string } }) => error.problem.detail,
    );
    await new Promise((resolve) => setTimeout(resolve, 150));
    await posting.execute('commit');
    await posting.release();
    expect(await approved).toBe(
      '2026-06 is not ready to be closed for good: house.treasury holds -5.00 EUR CIERESM0 on 2900.',
    );
    expect(await stateOf()).toBe('soft');
  });

  it('is not closed for good while suspense of one accounting hides behind that of the other', async () => {
    await desk.end(endOfDay('2026-06-30'));
    await db.transaction((tx) =>
      postBatch(tx, [
        { ...caused, journal: unidentified('2026-06-30', 'TDA') },
        { ...caused, journal: unidentified('2026-06-30', 'SDA', '-5') },
      ]),
    );
    expect((await periods.readiness('2026-06')).blockers.map(({ name }) => name)).toEqual(['suspense-open']);
  });

  it('is closed and posted to at once without a deadlock, also where the posting opens another month', async () => {
    const posting = await db.session();
    await posting.execute('begin isolation level read committed');
    await postBatch(posting, [{ ...caused, journal: unidentified('2026-06-30') }]);
    const closed = propose(period('soft'));
    await new Promise((resolve) => setTimeout(resolve, 150));
    await postBatch(posting, [{ ...caused, journal: unidentified('2026-09-01', 'SDA') }]);
    await posting.execute('commit');
    await posting.release();
    expect((await closed).state).toBe('approved');
    expect(await stateOf()).toBe('soft');
  });

  it('is not closed by a proposal that was rejected, nor by one that was decided already', async () => {
    await propose(period('soft'));
    const hard = await propose(period('hard'));
    await proposals.reject(hard.proposalId, { reason: 'a break is open' }, person('luis', 'approver'));
    await expect(approve(hard)).rejects.toMatchObject({ problem: { status: 409 } });
    expect(await stateOf()).toBe('soft');
  });

  it('is not closed by a proposal that its proposer has taken back, which nobody else can', async () => {
    await propose(period('soft'));
    const hard = await propose(period('hard'));
    const withdraw = (who: string): Promise<ProposalRow> =>
      proposals.withdraw(hard.proposalId, { reason: 'a break is open' }, person(who, 'controller'));
    await expect(withdraw('marta')).rejects.toMatchObject({ problem: { status: 403, code: 'not-your-proposal' } });
    expect(await withdraw('ana')).toMatchObject({ state: 'rejected', decidedBy: 'ana' });
    await expect(approve(hard)).rejects.toMatchObject({ problem: { status: 409 } });
    expect(await stateOf()).toBe('soft');
  });

  it('is closed in spite of messages that are set aside where both agree to that, and to nothing else', async () => {
    await db.execute(
      `insert into ledger.parked_message (parked_message_id, topic, partition, message_offset, key, sent_at, headers, body, faults)
       values (gen_random_uuid(), 'back-office.facts.v1', 0, 1, 'K', '2026-06-15T08:00:00Z', '{}', '{}', '[]')`,
    );
    await propose(period('soft'));
    const inSpite = await propose({ ...period('hard'), inSpiteOf: ['messages-parked'] } as LedgerSubject);
    await expect(approve(inSpite)).rejects.toMatchObject({
      problem: { detail: expect.stringContaining('no business day has ended yet') as string },
    });
    await desk.end(endOfDay('2026-06-30'));
    await expect(approve(await propose(period('hard')))).rejects.toMatchObject({
      problem: { detail: expect.stringContaining('1 messages that the ledger could not book') as string },
    });
    await approve(inSpite);
    expect(await stateOf()).toBe('hard');
  });

  it('books what comes late into the next open month, and says where it belongs', async () => {
    await propose(period('soft'));
    await desk.book(captured('LATE', worked1Bond()));
    const [row] = await db.rows<{ day: string; inputs: string }>(
      `select effective_date::text as day, inputs from ledger.journal where trade_id = 'LATE'`,
    );
    expect([row?.day, (JSON.parse(row?.inputs ?? '{}') as Record<string, string>)['belongsTo']]).toEqual([
      '2026-07-01',
      '2026-06-15',
    ]);
  });

  it('names what stands in the way of closing it, and is ready once nothing does', async () => {
    const before = await periods.readiness('2026-06');
    expect([before.ready, before.blockers.map(({ name }) => name)]).toEqual([false, ['day-not-ended']]);
    await desk.tick(endOfDay('2026-06-30'));
    expect((await periods.readiness('2026-06')).blockers).toEqual([
      {
        name: 'day-under-way',
        what: 'the end of 2026-06-30 is still being posted',
        remedy: expect.any(String) as string,
      },
    ]);
    await desk.end(endOfDay('2026-07-01'));
    expect((await periods.readiness('2026-06')).blockers.map(({ name }) => name)).toEqual(['day-under-way']);
  });
});

describe('the database', () => {
  it.each([
    `update ledger.proposal set state = 'approved', decided_by = 'ana', decided_at = now() where state = 'waiting'`,
    `update ledger.proposal set state = 'approved', decided_by = ' ANA', decided_at = now() where state = 'waiting'`,
    `update ledger.proposal set state = 'approved', decided_by = ' Ana', decided_at = now() where kind = 'hard-close'`,
    `update ledger.proposal set subject = '{}'`,
    `delete from ledger.proposal`,
    `update ledger.decision set refused = ''`,
    `delete from ledger.decision`,
  ])('refuses the service: %s', async (statement) => {
    await propose(period('soft'));
    await propose(period('hard'));
    await expect(db.execute(statement)).rejects.toThrow(/permission denied|proposal_two_people|kept as it is/);
  });
});
