import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { worked1Bond, worked2Equity, worked3Spot } from '#test/worked-trades';
import {
  addToExposure,
  addToLadder,
  bondTerms,
  canonicalCash,
  cashLadderView,
  Changes,
  exposureView,
  followedTerms,
  followsFrom,
  formatQuantity,
  heldBy,
  NoNostroNamed,
  proofAfter,
  scaleQuantity,
  tradedBy,
  unheard,
  unheardVersion,
  unproved,
  withCancellation,
  withCapture,
  withCorrection,
  withFail,
  withInstruction,
  withSettledPart,
  withWithdrawal,
  type BondVersion,
  type FollowedObligation,
} from './index.js';

const accountOf = (id: string) => ({ nostro: `NOSTRO-${id.slice(-3)}`, currency: id.slice(-3) });
const cash = (minorUnits: bigint, currency = 'EUR') => ({ minorUnits, currency });
const spot = worked3Spot();
const terms = followedTerms(spot.obligations[0] as (typeof spot.obligations)[number], 'BRUMGB20', accountOf);

function ladderOf(obligation: FollowedObligation): Record<string, bigint[]> {
  const ladder = new Changes(cashLadderView);
  addToLadder(ladder, obligation, 1n);
  return Object.fromEntries(
    ladder.all().map(({ key, figures }) => [`${key.nostro} ${key.valueDate}`, [figures.expected, figures.failing]]),
  );
}

describe('an obligation in the views', () => {
  it('is expected on the nostro of each currency, on its intended date', () => {
    expect(ladderOf(withInstruction(unheard('o'), terms))).toEqual({
      'NOSTRO-EUR 2026-06-17': [100_000_000n, 0n],
      'NOSTRO-USD 2026-06-17': [-108_500_000n, 0n],
    });
  });

  it('is exposure both ways until it has settled', () => {
    const exposure = new Changes(exposureView);
    addToExposure(exposure, withFail(withInstruction(unheard('o'), terms), null), 1n);
    expect(exposure.all().map(({ figures }) => Object.values(figures))).toEqual([
      [0n, 100_000_000n, 100_000_000n, 1n, 1n],
      [108_500_000n, 0n, 108_500_000n, 1n, 1n],
    ]);
    const settled = withSettledPart(
      withInstruction(unheard('o'), terms),
      { pay: cash(108_500_000n, 'USD'), receive: cash(100_000_000n) },
      null,
    );
    const none = new Changes(exposureView);
    addToExposure(none, settled, 1n);
    expect(none.all()).toEqual([]);
  });

  it('counts what had settled when the rest was cancelled', () => {
    const delivery = followedTerms(worked2Equity().obligations[0] as never, 'ARTAESM0', accountOf);
    const cancelled = withCancellation(
      withSettledPart(withInstruction(unheard('o'), delivery), { pay: cash(2_000_000n), receive: null }, null),
    );
    expect(ladderOf(cancelled)).toEqual({ 'NOSTRO-EUR 2026-06-17': [-2_000_000n, 0n] });
  });

  it('needs an account of ours in every currency that moves', () => {
    expect(() => followedTerms(spot.obligations[0] as never, 'BRUMGB20', () => undefined)).toThrow(NoNostroNamed);
  });

  it('ends the same whatever is heard first', () => {
    const facts = [
      (one: FollowedObligation) => withInstruction(one, terms),
      (one: FollowedObligation) => withSettledPart(one, { pay: cash(1n, 'USD'), receive: cash(2n) }, terms),
      (one: FollowedObligation) => withSettledPart(one, { pay: cash(3n, 'USD'), receive: cash(4n) }, terms),
      (one: FollowedObligation) => withFail(one, terms),
      withCancellation,
    ];
    const tidy = facts.reduce((one, fact) => fact(one), unheard('o'));
    fc.assert(
      fc.property(fc.shuffledSubarray(facts, { minLength: facts.length }), (shuffled) => {
        expect(shuffled.reduce((one, fact) => fact(one), unheard('o'))).toEqual(tidy);
      }),
    );
  });
});

describe('a bond in the debt view', () => {
  const bond = bondTerms(worked1Bond());
  const sold = bondTerms(worked1Bond({ side: 'SELL', quantity: '250000.5' }));
  if (!bond || !sold) throw new Error('these are bonds');

  it('counts from capture, by its corrected terms, and keeps what had settled when it became void', () => {
    expect(tradedBy(unheardVersion('T', 1))).toBeNull();
    expect(tradedBy(withCapture(unheardVersion('T', 1), bond))?.quantity).toBe('1000000');
    expect(tradedBy(withCorrection(withCapture(unheardVersion('T', 1), bond), 2, sold))?.quantity).toBe('-250000.5');
    expect(tradedBy(withWithdrawal(withCapture(unheardVersion('T', 1), sold), '100000'))?.quantity).toBe('-100000');
    expect(bondTerms(worked2Equity())).toBeNull();
  });

  it('ends the same whatever is heard first', () => {
    const facts = [
      (one: BondVersion) => withCapture(one, bond),
      (one: BondVersion) => withCorrection(one, 2, sold),
      (one: BondVersion) => withCorrection(one, 4, bond),
      (one: BondVersion) => withWithdrawal(one, '400000'),
    ];
    const tidy = facts.reduce((one, fact) => fact(one), unheardVersion('T', 1));
    fc.assert(
      fc.property(fc.shuffledSubarray(facts, { minLength: facts.length }), (shuffled) => {
        expect(shuffled.reduce((one, fact) => fact(one), unheardVersion('T', 1))).toEqual(tidy);
      }),
    );
  });

  it.each([
    ['1100', { cost: 5n, accruedInterest: 0n }],
    ['2410', { cost: 5n, accruedInterest: 0n }],
    ['1150', { cost: 0n, accruedInterest: 5n }],
    ['2100', null],
  ])('account %s adds %o', (account, held) => {
    expect(heldBy({ account, amount: cash(5n) })).toEqual(held);
  });

  it('has exact nominals', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 33n), max: 10n ** 33n }), (scaled) => {
        expect(scaleQuantity(formatQuantity(scaled))).toBe(scaled);
      }),
    );
  });
});

describe('the proof of a view', () => {
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  const key = { nostro: 'NOSTRO-EUR', currency: 'EUR', valueDate: '2026-06-17' };
  const states = [1n, 2n, 3n].map((settled) => canonicalCash(key, { expected: 3n, settled, failing: 0n }));

  it('shows a reader that nothing is missing, doubled or altered', () => {
    const proofs = states.map(() => unproved);
    states.reduce((before, state, index) => (proofs[index] = proofAfter(before, state, sha256)), unproved);
    const [first = unproved, second = unproved, third = unproved] = proofs;
    expect(followsFrom(unproved, first, states[0] ?? '', sha256)).toBe(true);
    expect(followsFrom(first, second, states[1] ?? '', sha256)).toBe(true);
    expect(followsFrom(first, third, states[2] ?? '', sha256)).toBe(false);
    expect(followsFrom(second, second, states[1] ?? '', sha256)).toBe(false);
    expect(followsFrom(first, second, states[2] ?? '', sha256)).toBe(false);
  });
});
