import fc from 'fast-check';
import { transitions } from '#domain/life-cycle';
import { money } from '#domain/money';
import type { ObligationTerms } from '#domain/trade';
import { amount, worked2Equity, worked3Spot } from '#test/worked-trades';
import {
  hearStatus,
  instruct,
  instructionIdOf,
  isNothing,
  nextPart,
  nothingOf,
  passCutOff,
  reasonText,
  remainderOf,
  requestCancellation,
  sumOf,
  wholeOf,
  type Obligation,
  type Outcome,
  type StatusReport,
  type Step,
} from './index.js';

const AT = '2026-06-17T09:00:00Z';
const cause = { id: 'cause', at: AT };
const purchase = worked2Equity();
const spot = worked3Spot();

function instructed(trade = purchase as typeof purchase | typeof spot): Obligation {
  const [begun] = instruct('T1', 1, trade, () => 'CUSTODIAN', cause);
  if (!begun) throw new Error('a trade without obligations');
  return begun.obligation;
}

let messages = 0;
const report = (status: StatusReport['status'], more: Partial<StatusReport> = {}): StatusReport => ({
  messageId: `m${(messages += 1)}`,
  status,
  occurredAt: AT,
  ...(status === 'SETTLED' || status === 'PARTIALLY_SETTLED' ? { effectiveDate: '2026-06-17' } : {}),
  ...more,
});

type Fact = StatusReport | { readonly cutOff: string } | 'cancel';

/** Applies facts one after the other; gives where it ended and all that was said on the way. */
function after(obligation: Obligation, ...facts: readonly Fact[]): Outcome {
  let outcome: Outcome = { obligation, steps: [], contradictions: [] };
  for (const fact of facts) {
    const next =
      fact === 'cancel'
        ? requestCancellation(outcome.obligation, cause)
        : 'cutOff' in fact
          ? passCutOff(outcome.obligation, fact.cutOff, cause)
          : hearStatus(outcome.obligation, fact);
    outcome = {
      obligation: next.obligation,
      steps: [...outcome.steps, ...next.steps],
      contradictions: [...outcome.contradictions, ...next.contradictions],
    };
  }
  return outcome;
}

const way = ({ steps }: Outcome): string[] => steps.map(({ transition, to }) => `${transition} ${to}`);
const settledSteps = ({ steps }: Outcome) =>
  steps.filter((step): step is Extract<Step, { kind: 'settled' }> => step.kind === 'settled');

describe('an obligation follows its custodian', () => {
  it('from the instruction over the match to settlement', () => {
    expect(way(after(instructed(), report('ACCEPTED'), report('MATCHED'), report('SETTLED')))).toEqual([
      'L11 MATCHED',
      'L18 SETTLED',
    ]);
  });

  it('without a match where only cash moves', () => {
    expect(way(after(instructed(spot), report('ACCEPTED'), report('SETTLED')))).toEqual(['L18 SETTLED']);
  });

  it('through the match that a settlement implies', () => {
    expect(way(after(instructed(), report('SETTLED'), report('MATCHED')))).toEqual(['L11 MATCHED', 'L18 SETTLED']);
  });

  it('back to confirmed when rejected, and out when the trade is cancelled then', () => {
    const rejected = after(instructed(), report('REJECTED', { reasonCode: 'SAFE' }));
    expect(way(rejected)).toEqual(['L10 CONFIRMED']);
    expect(rejected.steps[0]).toMatchObject({ reasonCode: 'SAFE', reason: 'rejected: safekeeping account wrong' });
    expect(way(after(rejected.obligation, 'cancel'))).toEqual(['L22 CANCELLED']);
  });

  it('un-matched and matched again, by the time of the reports', () => {
    const matched = report('MATCHED', { occurredAt: '2026-06-17T09:00:00Z' });
    const unmatched = report('UNMATCHED', { occurredAt: '2026-06-17T09:00:00.5Z' });
    expect(after(instructed(), matched, unmatched).obligation.state).toBe('INSTRUCTED');
    expect(after(instructed(), unmatched, matched).obligation.state).toBe('INSTRUCTED');
  });
});

describe('the settlement cut-off', () => {
  it('lets nothing fail that settled before it', () => {
    const done = after(instructed(), report('SETTLED'), { cutOff: '2026-06-17' });
    expect(way(done)).toEqual(['L11 MATCHED', 'L18 SETTLED']);
    expect(settledSteps(done)[0]?.wasFailing).toBe(false);
  });

  it('does not reach what is due later', () => {
    expect(after(instructed(), { cutOff: '2026-06-16' }).obligation.state).toBe('INSTRUCTED');
  });

  it('fails what is open, with the reason told last, once', () => {
    const failing = after(
      instructed(),
      report('MATCHED'),
      report('PENDING', { reasonCode: 'LACK', occurredAt: '2026-06-17T08:00:00Z' }),
      report('FAILING', { reasonCode: 'CLAC', occurredAt: '2026-06-17T10:00:00Z' }),
      { cutOff: '2026-06-17' },
      { cutOff: '2026-06-17' },
      { cutOff: '2026-06-18' },
    );
    expect(way(failing)).toEqual(['L11 MATCHED', 'L19 FAILING']);
    expect(failing.steps[1]).toMatchObject({
      since: '2026-06-17',
      reasonCode: 'CLAC',
      reason: 'counterparty has too few securities',
    });
  });

  it('makes a late settlement clear the fail', () => {
    const late = after(
      instructed(),
      { cutOff: '2026-06-17' },
      report('MATCHED'),
      report('PARTIALLY_SETTLED', { settledQuantity: '400' }),
      report('SETTLED'),
    );
    expect(way(late)).toEqual(['L19 FAILING', 'L20 FAILING', 'L20 FAILING', 'L18 SETTLED']);
    expect(settledSteps(late).map(({ part, wasFailing, moved }) => [part, wasFailing, moved.quantity])).toEqual([
      ['partial', true, '400'],
      ['final', true, '600'],
    ]);
  });

  it('passes while a cancellation is unanswered, and counts when the custodian denies', () => {
    const pending = after(instructed(), report('MATCHED'), 'cancel', { cutOff: '2026-06-17' });
    expect(pending.obligation.state).toBe('CANCEL_PENDING');
    const denied = after(pending.obligation, report('CANCEL_DENIED'));
    expect(way(denied)).toEqual(['L26 FAILING']);
    expect(denied.steps[0]?.kind).toBe('failing');
    expect(denied.contradictions.map(({ kind }) => kind)).toEqual(['cancel-denied']);
  });
});

describe('a cancellation', () => {
  it('leaves settled parts standing', () => {
    const cancelled = after(
      instructed(),
      report('PARTIALLY_SETTLED', { settledQuantity: '400' }),
      'cancel',
      report('CANCELLED'),
    );
    expect(way(cancelled)).toEqual(['L11 MATCHED', 'L16 PARTIALLY_SETTLED', 'L24 CANCEL_PENDING', 'L25 CANCELLED']);
    expect(cancelled.steps.at(-1)).toMatchObject({ remaining: { pay: amount('30000.00'), quantity: '600' } });
  });

  it('still waits for its answer when a part settles meanwhile', () => {
    const overtaken = after(
      instructed(),
      report('MATCHED'),
      'cancel',
      report('PARTIALLY_SETTLED', { settledQuantity: '400' }),
    );
    expect(way(overtaken).slice(1)).toEqual(['L24 CANCEL_PENDING', 'L26 PARTIALLY_SETTLED', 'L24 CANCEL_PENDING']);
    expect(after(overtaken.obligation, report('CANCELLED')).obligation.state).toBe('CANCELLED');
    expect(after(overtaken.obligation, report('SETTLED')).obligation.state).toBe('SETTLED');
    expect(after(overtaken.obligation, report('CANCEL_DENIED')).obligation.state).toBe('PARTIALLY_SETTLED');
  });

  it('is heard even when the answer comes before the question', () => {
    const early = after(instructed(), report('MATCHED'), report('CANCELLED'));
    expect(early.obligation.state).toBe('MATCHED');
    expect(early.contradictions.map(({ kind }) => kind)).toEqual(['cancelled-unasked']);
    expect(way(after(early.obligation, 'cancel'))).toEqual(['L24 CANCEL_PENDING', 'L25 CANCELLED']);
  });

  it('of what is failing can be denied without a second fail', () => {
    const denied = after(instructed(), { cutOff: '2026-06-17' }, 'cancel', report('CANCEL_DENIED'));
    expect(way(denied)).toEqual(['L19 FAILING', 'L24 CANCEL_PENDING', 'L26 FAILING']);
    expect(denied.steps.filter(({ kind }) => kind === 'failing')).toHaveLength(1);
  });
});

describe('parts of a settlement', () => {
  it.each([
    ['more than is open', report('PARTIALLY_SETTLED', { settledQuantity: '1000.5' }), 'over-settlement'],
    ['nothing', report('PARTIALLY_SETTLED', { settledQuantity: '0' }), 'over-settlement'],
    ['less than nothing', report('PARTIALLY_SETTLED', { settledQuantity: '-1' }), 'over-settlement'],
    ['a last part that is too large', report('SETTLED', { settledQuantity: '1001' }), 'over-settlement'],
  ])('cannot be %s', (_, given, kind) => {
    const refused = after(instructed(), given);
    expect(refused.contradictions.map((one) => one.kind)).toEqual([kind]);
    expect(refused.obligation.settled.quantity).toBe('0');
  });

  it('cannot be told of cash', () => {
    const refused = after(instructed(spot), report('PARTIALLY_SETTLED', { settledQuantity: '1' }));
    expect(refused.contradictions.map(({ kind }) => kind)).toEqual(['part-of-cash']);
  });

  it('cannot settle what was cancelled, nor more than everything', () => {
    const cancelled = after(instructed(), 'cancel', report('CANCELLED'), report('SETTLED'));
    expect([cancelled.obligation.state, ...cancelled.contradictions.map(({ kind }) => kind)]).toEqual([
      'CANCELLED',
      'settled-after-cancel',
    ]);
    const twice = after(
      instructed(),
      report('SETTLED', { settledQuantity: '1000' }),
      report('SETTLED', { settledQuantity: '1' }),
    );
    expect(twice.contradictions.map(({ kind }) => kind)).toEqual(['over-settlement']);
  });

  it('that make up the whole are a settlement', () => {
    const parts = after(
      instructed(),
      report('PARTIALLY_SETTLED', { settledQuantity: '400' }),
      report('PARTIALLY_SETTLED', { settledQuantity: '600' }),
    );
    expect(way(parts)).toEqual(['L11 MATCHED', 'L16 PARTIALLY_SETTLED', 'L18 SETTLED']);
  });

  it('wait for the ones that are reported later', () => {
    const last = after(instructed(), report('SETTLED', { settledQuantity: '600', effectiveDate: '2026-06-18' }));
    expect(last.obligation.state).toBe('INSTRUCTED');
    const all = after(last.obligation, report('PARTIALLY_SETTLED', { settledQuantity: '400' }));
    expect(settledSteps(all).map(({ moved, effectiveDate }) => [moved.quantity, effectiveDate])).toEqual([
      ['400', '2026-06-17'],
      ['600', '2026-06-18'],
    ]);
  });

  const CURRENCIES = ['JPY', 'EUR', 'KWD', 'BHD', 'CLF'];

  it.each(CURRENCIES)('and remainder are always the original in %s', (currency) => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 10n ** 24n }),
        fc.array(fc.bigInt({ min: 1n, max: 10n ** 9n }), { minLength: 1, maxLength: 8 }),
        (minorUnits, quantities) => {
          const total = quantities.reduce((sum, quantity) => sum + quantity, 0n);
          const terms: Pick<ObligationTerms, 'pay' | 'receive' | 'security'> = {
            pay: money(minorUnits, currency),
            receive: null,
            security: { isin: 'ES0A51E00013', quantity: total.toString(), direction: 'receive' },
          };
          const whole = wholeOf(terms);
          let settled = nothingOf(terms);
          for (const quantity of quantities) {
            const part = nextPart(quantity.toString(), whole, settled);
            expect((part.pay?.minorUnits ?? 0n) >= 0n).toBe(true);
            settled = sumOf(settled, part);
            expect(sumOf(settled, remainderOf(whole, settled))).toEqual(whole);
          }
          expect(settled).toEqual(whole);
          expect(isNothing(remainderOf(whole, settled))).toBe(true);
        },
      ),
    );
  });
});

/** What must not depend on the order in which reports come. */
function truth({ obligation }: Outcome) {
  const { state, settled, fail, evidence } = obligation;
  return { state, settled, fail, matched: evidence.matching?.matched ?? false, reason: evidence.reason?.code ?? null };
}

const legal = new Map(transitions.map((row) => [row.id, row]));

function expectLegal({ steps }: Outcome): void {
  steps.forEach((step, index) => {
    const row = legal.get(step.transition);
    expect(row?.from).toContain(step.from);
    expect(row?.to).toContain(step.from === step.to ? 'same' : step.to);
    if (index > 0)
      expect([step.from, step.sequence]).toEqual([steps[index - 1]?.to, (steps[index - 1]?.sequence ?? 0) + 1]);
  });
}

/** What a custodian could truly say before and after the cut-off of the intended date. */
const story = fc
  .record({
    unmatchedBetween: fc.boolean(),
    reasons: fc.array(fc.constantFrom('LACK', 'CLAC', 'CMON'), { maxLength: 3 }),
    parts: fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 3 }),
    end: fc.constantFrom('rest', 'exact', 'never', 'cancelled', 'denied'),
    cutOffAfter: fc.nat({ max: 9 }),
  })
  .map(({ unmatchedBetween, reasons, parts, end, cutOffAfter }) => {
    let minute = 0;
    const next = (status: StatusReport['status'], more: Partial<StatusReport> = {}): StatusReport =>
      report(status, { occurredAt: `2026-06-17T10:${String((minute += 1)).padStart(2, '0')}:00Z`, ...more });
    const settled = parts.reduce((sum, part) => sum + part, 0);
    const reports = [
      next('ACCEPTED'),
      next('MATCHED'),
      ...(unmatchedBetween ? [next('UNMATCHED'), next('MATCHED')] : []),
      ...reasons.map((reasonCode) => next('PENDING', { reasonCode })),
      ...(end === 'cancelled' ? [] : parts.map((part) => next('PARTIALLY_SETTLED', { settledQuantity: String(part) }))),
      ...(end === 'rest' ? [next('SETTLED')] : []),
      ...(end === 'exact' ? [next('SETTLED', { settledQuantity: String(1000 - settled) })] : []),
      ...(end === 'cancelled' ? [next('CANCELLED')] : []),
      ...(end === 'denied' ? [next('CANCEL_DENIED')] : []),
    ];
    const asks: Fact[] = end === 'cancelled' || end === 'denied' ? ['cancel'] : [];
    const facts: Fact[] = [...reports.slice(0, 2), ...asks, ...reports.slice(2)];
    return { before: facts.slice(0, cutOffAfter), later: facts.slice(cutOffAfter) };
  });

const mixed = (facts: readonly Fact[]) =>
  fc
    .tuple(fc.shuffledSubarray([...facts], { minLength: facts.length }), fc.shuffledSubarray([...facts]))
    .map(([all, again]) => [...all, ...again]);

describe('the order of reports', () => {
  it('and their repetition between two cut-offs make no difference, and every step is legal', () => {
    fc.assert(
      fc.property(
        story.chain(({ before, later }) => fc.tuple(fc.constant({ before, later }), mixed(before), mixed(later))),
        ([{ before, later }, shuffledBefore, shuffledLater]) => {
          const cutOff = { cutOff: '2026-06-17' };
          const tidy = after(instructed(), ...before, cutOff, ...later);
          const shuffled = after(instructed(), ...shuffledBefore, cutOff, ...shuffledLater);
          expect(truth(shuffled)).toEqual(truth(tidy));
          expectLegal(tidy);
          expectLegal(shuffled);
          const moved = settledSteps(shuffled).map((step) => step.moved);
          expect(moved.reduce(sumOf, nothingOf(purchase.obligations[0] as ObligationTerms))).toEqual(
            shuffled.obligation.settled,
          );
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('our references', () => {
  it('can be read, and leave room for an answer however long the trade id is', () => {
    expect(instructionIdOf('T260615-0000001', 1, 'delivery')).toBe('T260615-0000001/1/delivery');
    const long = instructionIdOf('X'.repeat(64), 12, 'maturity');
    expect(long).toMatch(/^X{23}\.[0-9a-f]{20}$/);
    expect(instructionIdOf('X'.repeat(64), 13, 'maturity')).not.toBe(long);
  });

  it('name reasons in words, and unknown ones by their code', () => {
    expect([reasonText('MONY'), reasonText('ZZZZ')]).toEqual(['we have too little cash', 'reason code ZZZZ']);
  });
});
