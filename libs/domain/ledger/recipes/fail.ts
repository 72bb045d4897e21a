import { Decimal, money, toDecimal, toMoney, type Money } from '#domain/money';
import { credit, debit, Journal, shown, withoutEmpty, type JournalHead } from '../books/journal.js';
import { postingRules, ruleOn } from '../rules/rule-book.js';

/** What remained of a delivery against payment when the cut-off of its intended date passed. */
export interface Fail {
  readonly tradeId: string;
  readonly version: number;
  readonly leg: string;
  readonly book: string;
  readonly counterparty: string;
  readonly since: string;
  readonly pay: Money | null;
  readonly receive: Money | null;
}

const failKey = ({ tradeId, version, leg, since }: Fail): string => `${tradeId}/${version}/failing/${leg}/${since}`;

/** R10 at the cut-off: what remains moves from 2100 to 2110, or from 1200 to 1210. Nothing where no cash is due; by settlement date nothing was open. */
export function failJournal(fail: Fail): Journal | undefined {
  const { tradeId, book, since, pay, receive } = fail;
  if (!pay && !receive) return undefined;
  return Journal.of(
    {
      key: failKey(fail),
      rule: ruleOn(postingRules.failAtCutOff.id, since),
      effectiveDate: since,
      tradeId,
      reverses: null,
      inputs: { since, ...(pay ? { payable: shown(pay) } : {}), ...(receive ? { receivable: shown(receive) } : {}) },
    },
    book,
    reclass(fail, pay, receive),
    'TDA',
  );
}

function reclass({ counterparty }: Fail, pay: Money | null, receive: Money | null): Journal['postings'] {
  return withoutEmpty([
    ...(pay ? [debit('2100', counterparty, pay), credit('2110', counterparty, pay)] : []),
    ...(receive ? [debit('1210', counterparty, receive), credit('1200', counterparty, receive)] : []),
  ]);
}

/** R15 on a fail whose trade version is withdrawn: takes back what never settled; late parts have cleared the rest. */
export function failReversal(
  fail: Fail,
  remaining: { readonly pay: Money | null; readonly receive: Money | null },
): Journal | undefined {
  const original = failJournal(fail);
  const undone = reclass(fail, remaining.pay, remaining.receive);
  if (!original || undone.length === 0) return undefined;
  const head: JournalHead = {
    key: `${failKey(fail)}/reversal`,
    rule: ruleOn(postingRules.reversal.id, fail.since),
    effectiveDate: fail.since,
    tradeId: fail.tradeId,
    reverses: original.id,
    inputs: { original: original.head.key },
  };
  return Journal.of(
    head,
    fail.book,
    undone.map(({ account, detail, amount: { minorUnits, currency } }) => ({
      account,
      detail,
      amount: money(-minorUnits, currency),
    })),
    'TDA',
  );
}

export interface LateCash {
  readonly tradeId: string;
  readonly version: number;
  readonly book: string;
  readonly counterparty: string;
  readonly amount: Money;
  /** Exact decimal, per cent a year. */
  readonly ratePercent: string;
  readonly days: number;
  /** Days of the year of the money market of the currency. */
  readonly basis: 360 | 365;
  readonly on: string;
}

/** R10: interest claimed for cash that came late, D1230 C4100. Posted when a clerk sends the claim, not by the day. */
export function interestClaim({
  tradeId,
  version,
  book,
  counterparty,
  amount,
  ratePercent,
  days,
  basis,
  on,
}: LateCash): Journal {
  const interest = toMoney(
    toDecimal(amount).times(new Decimal(ratePercent).div(100)).times(days).div(basis),
    amount.currency,
  );
  return Journal.of(
    {
      key: `${tradeId}/${version}/interest-claim/${on}`,
      rule: ruleOn(postingRules.interestClaim.id, on),
      effectiveDate: on,
      tradeId,
      reverses: null,
      inputs: { counterparty, amount: shown(amount), ratePercent, days: String(days), basis: String(basis) },
    },
    book,
    [debit('1230', counterparty, interest), credit('4100', '', interest)],
  );
}
