import { divideHalfEven, money } from '#domain/money';
import { Journal, withoutEmpty, type Accounting, type Posting } from '../books/journal.js';
import type { PostingRule } from '../rules/posting-rule.js';
import { postingRules, ruleOn } from '../rules/rule-book.js';

/** A journal as it stands in the books. */
export interface PostedJournal {
  readonly id: string;
  readonly key: string;
  readonly book: string;
  readonly accounting: Accounting;
  readonly effectiveDate: string;
  readonly tradeId: string;
  readonly postings: readonly Posting[];
}

/** How much of the cash of a fact has settled and therefore stands; both in minor units, positive. */
export interface SettledShare {
  readonly settled: bigint;
  readonly total: bigint;
}

export const NOTHING_SETTLED: SettledShare = { settled: 0n, total: 1n };

/**
 * R15: undoes a journal for what of it never settled, effective on the original's day (the books move it to the first
 * open day where that period is closed). Settled parts stand, pro rata to the cash; the first posting takes the residue.
 * @returns undefined where all has settled
 */
export function reversalOf(original: PostedJournal, share: SettledShare = NOTHING_SETTLED): Journal | undefined {
  if (share.settled >= share.total) return undefined;
  const kept = original.postings.map(({ amount }) =>
    share.settled === 0n ? 0n : divideHalfEven(amount.minorUnits * share.settled, share.total),
  );
  const offPerCurrency = new Map<string, bigint>();
  original.postings.forEach(({ amount: { currency } }, index) =>
    offPerCurrency.set(currency, (offPerCurrency.get(currency) ?? 0n) + (kept[index] ?? 0n)),
  );
  const undone = original.postings.map(({ account, detail, amount: { minorUnits, currency } }, index): Posting => {
    const residue = offPerCurrency.get(currency) ?? 0n;
    offPerCurrency.delete(currency);
    return { account, detail, amount: money((kept[index] ?? 0n) - residue - minorUnits, currency) };
  });
  return undoing(original, 'reversal', postingRules.reversal, undone, original.id);
}

/** Undoes what a partial reversal left, when other terms turn out to have stood from the beginning. */
export function completionOf(original: PostedJournal, reversal: Journal): Journal | undefined {
  const undone = new Map<string, bigint>();
  for (const posting of reversal.postings) {
    const place = placeOf(posting);
    undone.set(place, (undone.get(place) ?? 0n) + posting.amount.minorUnits);
  }
  const rest = original.postings.map((posting): Posting => {
    const { account, detail, amount } = posting;
    const already = undone.get(placeOf(posting)) ?? 0n;
    undone.delete(placeOf(posting));
    return { account, detail, amount: money(-amount.minorUnits - already, amount.currency) };
  });
  return undoing(original, 'completion', postingRules.completion, rest, null);
}

const placeOf = ({ account, detail, amount: { currency } }: Posting): string => `${account}|${detail}|${currency}`;

function undoing(
  original: PostedJournal,
  step: string,
  rule: PostingRule,
  postings: readonly Posting[],
  reverses: string | null,
): Journal | undefined {
  const filled = withoutEmpty(postings);
  if (filled.length === 0) return undefined;
  const { key, effectiveDate, tradeId, book, accounting } = original;
  return Journal.of(
    {
      key: `${key}/${step}`,
      rule: ruleOn(rule.id, effectiveDate),
      effectiveDate,
      tradeId,
      reverses,
      inputs: { original: key },
    },
    book,
    filled,
    accounting,
  );
}

/** A journal of this batch, before it is read back from the books. */
export function asPosted({
  id,
  head: { key, effectiveDate, tradeId },
  book,
  accounting,
  postings,
}: Journal): PostedJournal {
  return { id, key, book, accounting, effectiveDate, tradeId, postings };
}
