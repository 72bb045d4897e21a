import type { Entry } from '#apps/ledger';
import { chanceOf } from '#apps/simulator';
import { idOf } from '#domain/identity';
import { Journal, postingRules, type AccountNumber, type Posting } from '#domain/ledger';

/** Whether postings spread over many accounts, or half of all meet on one nostro. */
export type Mix = 'spread' | 'hot';

const BOOKS = ['house.treasury', 'house.debt', 'house.risk'] as const;
const DAYS = ['2026-06-15', '2026-06-16', '2026-06-17', '2026-06-18', '2026-06-19'] as const;
const ACCOUNTS: readonly AccountNumber[] = ['1010', '1100', '1200', '2100', '5200', '4200'];
/** Sub-accounts (counterparties, securities) of the spread mix. */
const DETAILS = 5_000;
/** Postings of a journal: four on average, as the trade-date and settlement journals of a day have. */
const SIZES = [2, 4, 4, 6] as const;

/**
 * Worked-out journals, the same for the same seed; each balances.
 * @param from number of the first, for a stretch of a longer row
 * @param dayOf business date of a journal by its number; any of a week where it is not given
 */
export function seededEntries(
  seed: string,
  journals: number,
  mix: Mix,
  from = 0,
  dayOf?: (index: number) => string,
): Entry[] {
  return Array.from({ length: journals }, (_, step) => {
    const index = from + step;
    const chance = chanceOf(seed, mix, index);
    const tradeId = `B${String(index + 1).padStart(8, '0')}`;
    const size = chance.pick(SIZES);
    const amounts = balancing(size, () => BigInt(1 + chance.below(100_000_000)));
    const postings = amounts.map((minorUnits, ord): Posting => {
      const amount = { minorUnits, currency: 'EUR' };
      if (mix === 'hot' && ord % 2 === 0) return { account: '1010', detail: 'NOSTRO-EUR', amount };
      return { account: chance.pick(ACCOUNTS), detail: `P${chance.below(DETAILS)}`, amount };
    });
    const head = {
      key: `${tradeId}/1/trade-date`,
      rule: postingRules.equityTradeDate,
      effectiveDate: dayOf?.(index) ?? (mix === 'hot' ? DAYS[0] : chance.pick(DAYS)),
      tradeId,
      reverses: null,
      inputs: { side: 'BUY', isin: 'ES0A51E00013', counterparty: 'ARTAESM0', tradeDate: DAYS[0] },
    };
    return {
      journal: Journal.of(head, mix === 'hot' ? BOOKS[0] : chance.pick(BOOKS), postings),
      sourceEventId: idOf('bench', tradeId),
      source: `front-office.trades.v1/0/${index}`,
      actor: null,
      approver: null,
      occurredAt: `${DAYS[0]}T09:00:00Z`,
      adjusting: false,
    };
  });
}

/** Amounts that are never zero and sum to zero. */
function balancing(size: number, draw: () => bigint): bigint[] {
  const amounts = Array.from({ length: size - 1 }, (_, ord) => (ord % 2 === 0 ? draw() : -draw()));
  const rest = -amounts.reduce((sum, amount) => sum + amount, 0n);
  if (rest !== 0n) return [...amounts, rest];
  const [first = 1n, ...others] = amounts;
  return [first + 1n, ...others, -1n];
}
