import fc from 'fast-check';
import { money } from '#domain/money';
import type { Trade } from '#domain/trade';
import {
  isEmpty,
  nothingSettled,
  originalParts,
  partOf,
  PartRefused,
  remainder,
  withPart,
  type Obligation,
} from './index.js';

function delivery(minorUnits: bigint, currency: string, quantity: string): Obligation {
  const terms = {
    leg: 'delivery' as const,
    settlementDate: '2026-06-17',
    method: 'DVP' as const,
    pay: money(minorUnits, currency),
    receive: null,
    security: { isin: 'ES0A51E00013', quantity, direction: 'receive' as const },
    ourInstructions: ['a'],
    theirInstructions: ['b'],
  };
  return {
    obligationId: 'o',
    tradeId: 't',
    version: 1,
    terms,
    trade: {} as Trade,
    instructionId: 'i',
    custodian: 'c',
    state: 'MATCHED',
    sequence: 1,
    settled: nothingSettled(terms),
    failing: false,
    reasonCode: null,
    beforeCancel: null,
  };
}

describe('partial settlement', () => {
  it('takes the rounded share first and the residue last', () => {
    const first = delivery(10000n, 'EUR', '3');
    const one = partOf(first, '1');
    const after = withPart(first, one);
    const two = partOf(after, '1');
    const last = partOf(withPart(after, two), undefined);
    expect([one.pay?.minorUnits, two.pay?.minorUnits, last.pay?.minorUnits]).toEqual([3333n, 3334n, 3333n]);
  });

  it.each(['JPY', 'EUR', 'KWD', 'BHD', 'CLF'])(
    'parts and remainder always add up to the original in %s',
    (currency) => {
      fc.assert(
        fc.property(
          fc.bigInt(1n, 10n ** 24n),
          fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 8 }),
          (cash, parts) => {
            const total = parts.reduce((sum, part) => sum + part, 0) + 1;
            let obligation = delivery(cash, currency, String(total));
            for (const part of parts) {
              obligation = withPart(obligation, partOf(obligation, String(part)));
              const open = remainder(obligation);
              expect((open.pay?.minorUnits ?? 0n) + (obligation.settled.pay?.minorUnits ?? 0n)).toBe(cash);
            }
            obligation = withPart(obligation, partOf(obligation, undefined));
            expect(obligation.settled).toEqual(originalParts(obligation.terms));
            expect(isEmpty(remainder(obligation))).toBe(true);
          },
        ),
      );
    },
  );

  it.each(['4', '0', '-1'])('refuses %s of 3', (quantity) => {
    expect(() => partOf(delivery(10000n, 'EUR', '3'), quantity)).toThrow(PartRefused);
  });
});
