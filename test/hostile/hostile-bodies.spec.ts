import fc from 'fast-check';
import {
  acceptBreakRequest,
  approvalRequest,
  deskApprovalRequest,
  deskRejectionRequest,
  discardRequest,
  proposalRequest,
  rejectionRequest,
  resendRequest,
  resubmitRequest,
} from '#contracts';
import { verifyLedger } from '#apps/ledger';
import { adminUrlOf, openDatabase, openServiceDatabase, type Database } from '#platform/database';
import type { HouseApi } from '#apps/asiento';
import { playThrough } from '#test/day';
import { houseUnderTest, type HouseUnderTest } from '#test/house';
import { nastyNames, nastyTexts } from './fuzz/nasty.js';

interface Way {
  readonly name: string;
  readonly path: string;
  readonly schema: { safeParse(body: unknown): { readonly success: boolean } };
  /** Fields with what could stand there. */
  readonly fields: Readonly<Record<string, fc.Arbitrary<unknown>>>;
}

const nasty = fc.oneof(
  fc.constantFrom(...nastyTexts, ...nastyNames),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 40 }).map((text) => `${text}\0x`),
  fc.constant('x'.repeat(5_000)),
);
const anything = fc.oneof(nasty, fc.jsonValue({ maxDepth: 3 }), fc.constant(undefined), fc.double(), fc.boolean());
const reason = fc.oneof({ weight: 6, arbitrary: fc.constant('looked at it') }, { weight: 1, arbitrary: nasty });
const month = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('2026-06', '1900-01', '2199-12', '2026-13', '2026-6') },
  { weight: 1, arbitrary: nasty },
);
const subject = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('period'), month, to: fc.constantFrom('soft', 'hard', 'open', 'Soft') }),
  },
  fc.record({ kind: fc.constant('payroll'), batchId: nasty }),
  anything,
);

/** How many bodies each way is sent: as they come, and of the right form with wrong things in it. */
const BODIES = 60;
const AT_ONCE = 6;

let under: HouseUnderTest;
let all: Database;
let ways: Way[];
/** Holds every right to propose; the other one approves. */
let anybody: HouseApi;
let approver: HouseApi;

const first = async (path: string, id: string): Promise<string> => {
  const { rows } = await under.house.api.get<{ rows: Record<string, string>[] }>(path);
  if (!rows[0]?.[id]) throw new Error(`nothing to try at ${path}`);
  return encodeURIComponent(rows[0][id]);
};

beforeAll(async () => {
  under = await houseUnderTest();
  await playThrough(under.house, { seed: 'bodies', trades: 60, trouble: 'heavy' });
  await under.quiet();
  all = await openDatabase({ url: adminUrlOf(under.house.address), applicationName: 'test' });
  anybody = await under.as('ana', 'clerk', 'controller');
  approver = await under.as('luis', 'approver');
  const proposal = await anybody.post<{ proposalId: string }>('/api/ledger/proposals', {
    subject: { kind: 'payroll', batchId: 'PAY-1' },
    reason: 'the month is over',
  });
  await under.quiet();
  const parked = await first('/api/intake/parked?kind=parked&limit=1', 'parkedMessageId');
  const found = await first('/api/reconciliation/breaks?limit=1', 'breakId');
  const obligation = await first('/api/settlement/obligations?limit=1', 'obligationId');
  const discard = await anybody.post<{ proposalId: string }>(`/api/intake/parked/${parked}/discard`, { reason: 'old' });
  const desk = `/api/intake/desk-proposals/${discard.proposalId}`;
  const clerk = { reason };
  ways = [
    { name: 'propose', path: '/api/ledger/proposals', schema: proposalRequest, fields: { subject, ...clerk } },
    {
      name: 'approve',
      path: `/api/ledger/proposals/${encodeURIComponent(proposal.proposalId)}/approve`,
      schema: approvalRequest,
      fields: { shown: fc.oneof(fc.constant('0'.repeat(64)), nasty), ...clerk },
    },
    { name: 'reject', path: '/api/ledger/proposals/nothing/reject', schema: rejectionRequest, fields: clerk },
    { name: 'withdraw', path: '/api/ledger/proposals/nothing/withdraw', schema: rejectionRequest, fields: clerk },
    {
      name: 'approve at a desk',
      path: `${desk}/approve`,
      schema: deskApprovalRequest,
      fields: { shown: fc.oneof(fc.constant('0'.repeat(64)), nasty), ...clerk },
    },
    { name: 'reject at a desk', path: `${desk}/reject`, schema: deskRejectionRequest, fields: clerk },
    { name: 'withdraw at a desk', path: `${desk}/withdraw`, schema: deskRejectionRequest, fields: clerk },
    {
      name: 'accept a break',
      path: `/api/reconciliation/breaks/${found}/accept`,
      schema: acceptBreakRequest,
      fields: { side: fc.constantFrom('front', 'middle', 'both'), ...clerk },
    },
    {
      name: 'resubmit',
      path: `/api/intake/parked/${parked}/resubmit`,
      schema: resubmitRequest,
      fields: { body: nasty, ...clerk },
    },
    { name: 'discard', path: '/api/intake/parked/nothing/discard', schema: discardRequest, fields: clerk },
    {
      name: 'resend',
      path: `/api/settlement/obligations/${obligation}/resend`,
      schema: resendRequest,
      fields: { instructionId: nasty, ...clerk },
    },
  ];
}, 300_000);
afterAll(async () => {
  await all.close();
  await under.close();
});

interface Sent {
  readonly text: string;
  readonly type: string;
}

async function send({ path }: Way, { text, type }: Sent): Promise<{ status: number; body: string }> {
  const who = /\/(approve|reject)$/.test(path) ? approver : anybody;
  const response = await who.ask(path, { method: 'POST', headers: { 'content-type': type }, body: text });
  return { status: response.status, body: await response.text() };
}

/** What each answered that is a fault of ours, and how many were taken. */
async function sendAll(way: Way, bodies: readonly Sent[]): Promise<{ wrong: string[]; taken: number }> {
  const wrong: string[] = [];
  let taken = 0;
  for (let from = 0; from < bodies.length; from += AT_ONCE)
    await Promise.all(
      bodies.slice(from, from + AT_ONCE).map(async (sent) => {
        const { status, body } = await send(way, sent);
        if (status >= 200 && status < 300) taken += 1;
        // Refused for who sends it, the body would never have been looked at.
        const stopped = status === 401 || /"(right-missing|fresh-factor-needed|csrf-refused)"/.test(body);
        if (stopped || status >= 500 || status < 200 || !body.startsWith('{'))
          wrong.push(`${way.name} ${sent.text.slice(0, 200)}: ${status} ${body.slice(0, 200)}`);
      }),
    );
  return { wrong, taken };
}

/** Every row of the services, apart from how far they have read and what they keep for readers. */
async function everything(): Promise<Record<string, string>> {
  const tables = await all.rows<{ name: string }>(
    `select schemaname || '.' || tablename as name from pg_tables
     where schemaname in ('intake', 'reconciliation', 'settlement', 'ledger')
       and tablename not in ('consumer_position', 'balance', 'turnover', 'added_up') order by 1`,
  );
  const found: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await all.rows<{ digest: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as digest from ${name} t`,
    );
    found[name] = row?.digest ?? '';
  }
  return found;
}

describe('what a clerk sends', () => {
  it('without the form that is asked for is refused by every way, and changes nothing', async () => {
    await under.quiet();
    const before = await everything();
    let sent = 0;
    for (const way of ways) {
      const parts = fc.record(Object.fromEntries(Object.keys(way.fields).map((name) => [name, anything])), {
        requiredKeys: [],
      });
      const formless = fc
        .oneof(parts, fc.jsonValue({ maxDepth: 4 }))
        .filter((body) => !way.schema.safeParse(JSON.parse(JSON.stringify(body) ?? 'null')).success)
        .map((body): Sent => ({ text: JSON.stringify(body) ?? '', type: 'application/json' }));
      const broken = fc.oneof(
        fc.string({ maxLength: 60 }).map((text): Sent => ({ text: `{"reason":${text}`, type: 'application/json' })),
        fc.constantFrom<Sent[]>(
          { text: `${'['.repeat(20_000)}${']'.repeat(20_000)}`, type: 'application/json' },
          { text: '{"__proto__":{"isAdministrator":true},"reason":"looked at it"}', type: 'application/json' },
          { text: '{"constructor":{"prototype":{"x":1}}}', type: 'application/json' },
          { text: 'reason=looked', type: 'application/x-www-form-urlencoded' },
          { text: '<a/>', type: 'application/xml' },
          { text: '\ufeff{}', type: 'application/json; charset=utf-16' },
          { text: `{"reason":"${'x'.repeat(3_000_000)}"}`, type: 'application/json' },
          { text: '', type: 'application/json' },
        ),
      );
      const bodies = fc.sample(fc.oneof({ weight: 3, arbitrary: formless }, { weight: 1, arbitrary: broken }), {
        numRuns: BODIES,
        seed: 1,
      });
      sent += bodies.length;
      expect(await sendAll(way, bodies)).toEqual({ wrong: [], taken: 0 });
    }
    await under.quiet();
    expect(await everything()).toEqual(before);
    process.stderr.write(`hostile bodies: ${sent} without form\n`);
  }, 300_000);

  it('of the right form with wrong things in it is taken as a whole or refused, never by a fault of ours', async () => {
    let [sent, taken] = [0, 0];
    const wrong: string[] = [];
    for (const way of ways) {
      const bodies = fc
        .sample(fc.record(way.fields), { numRuns: BODIES, seed: 2 })
        .map((body): Sent => ({ text: JSON.stringify(body), type: 'application/json' }));
      const outcome = await sendAll(way, bodies);
      sent += bodies.length;
      taken += outcome.taken;
      wrong.push(...outcome.wrong);
    }
    process.stderr.write(`hostile bodies: ${sent} of the right form, ${taken} taken\n`);
    expect(wrong).toEqual([]);
    expect(taken).toBeGreaterThan(0);
    await under.quiet();
    const db = await openServiceDatabase(under.house.address, 'ledger');
    try {
      // Every proposal is what its decisions say, and every month what its changes say.
      expect((await verifyLedger(db)).faults).toEqual([]);
    } finally {
      await db.close();
    }
  }, 300_000);
});
