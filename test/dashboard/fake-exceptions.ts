import type {
  Amount,
  BreakDetail,
  DisputeRow,
  ObligationRow,
  ParkedDetail,
  Problem,
  SettlementExceptionRow,
  TradeRow,
} from '#contracts';
import { wrongPrice } from './fake-history.js';
import { BUSINESS_DATE, idOf, money } from './fake-values.js';

export function breakOf(row: TradeRow, isin: string, number: number): BreakDetail {
  const missing = number % 3 === 0;
  const breakId = idOf('break', row.tradeId);
  const wrong = wrongPrice(row.price ?? '');
  const field = (name: string, front: string, middle: string | null, tolerance: string | null, differs: boolean) => ({
    field: name,
    front,
    middle: missing ? null : middle,
    tolerance,
    differs: differs || missing,
  });
  return {
    breakId,
    tradeId: row.tradeId,
    kind: missing ? 'missing-middle' : 'economics',
    reason: missing
      ? 'The middle office has not sent this trade by the matching cut-off'
      : `price ${row.price ?? ''} / ${wrong}`,
    fields: missing ? [] : ['price'],
    openedAt: `${BUSINESS_DATE}T09:12:00.000Z`,
    counterparty: row.counterparty,
    gross: row.gross,
    state: 'open',
    outcome: null,
    comparison: [
      field('product', row.product, row.product, null, false),
      field('side', row.side, row.side, null, false),
      ...(isin === '' ? [] : [field('isin', isin, isin, null, false)]),
      field('quantity', row.quantity ?? '', row.quantity, null, false),
      field('price', row.price ?? '', wrong, '0.01', true),
      field('currency', row.gross?.currency ?? '', row.gross?.currency ?? '', null, false),
      field('counterparty', row.counterparty, row.counterparty, null, false),
      field('tradeDate', row.tradeDate, row.tradeDate, null, false),
      field('settlementDate', row.settlementDate, row.settlementDate, null, false),
    ],
    decisions: [],
    proposal: null,
  };
}

export function disputeOf(row: TradeRow, number: number): DisputeRow {
  const differs = number % 2 === 0;
  return {
    tradeId: row.tradeId,
    version: 1,
    counterparty: row.counterparty,
    kind: differs ? 'differs' : 'unanswered',
    reason: differs ? 'Settlement date differs' : 'No answer by the matching cut-off',
    differences: differs
      ? [{ field: 'settlementDate', ours: row.settlementDate, theirs: '2026-06-22', tolerance: null }]
      : [],
    counterfactual: differs
      ? `matches if the settlement date is ${row.settlementDate}`
      : 'matches when the counterparty confirms our terms',
    since: `${BUSINESS_DATE}T12:00:00.000Z`,
  };
}

export function obligationOf(row: TradeRow, isin: string): ObligationRow {
  const pays = row.side === 'BUY' ? row.gross : null;
  const receives = row.side === 'BUY' ? null : row.gross;
  const done = row.state === 'SETTLED';
  const nothing = (amount: Amount | null): Amount | null => amount && money(0n, amount.currency);
  return {
    obligationId: idOf('obligation', row.tradeId),
    tradeId: row.tradeId,
    version: 1,
    leg: 'delivery',
    state: row.state,
    reasonCode: row.state === 'FAILING' ? 'LACK' : null,
    reason: row.state === 'FAILING' ? row.reason : null,
    settlementDate: row.settlementDate,
    counterparty: row.counterparty,
    custodian: 'KUSTBEB0',
    instructionId: `AS-${row.tradeId}-1`,
    pay: pays,
    receive: receives,
    remainingPay: done ? nothing(pays) : pays,
    remainingReceive: done ? nothing(receives) : receives,
    security:
      isin === ''
        ? null
        : {
            isin,
            quantity: row.quantity ?? '0',
            remaining: done ? '0' : (row.quantity ?? '0'),
            direction: row.side === 'BUY' ? 'receive' : 'deliver',
          },
  };
}

/** The first is rejected and can be sent again; the others are contradictions. */
export function exceptionOf(obligation: ObligationRow, number: number): SettlementExceptionRow {
  const { tradeId, obligationId, instructionId, counterparty, custodian } = obligation;
  const resendable = number === 0;
  return {
    exceptionId: idOf('exception', tradeId),
    tradeId,
    obligationId,
    instructionId,
    counterparty,
    custodian,
    kind: resendable ? 'rejected' : 'over-settlement',
    reason: resendable ? 'rejected: safekeeping account wrong' : '1001 is reported as settled, 1000 is open',
    since: `${BUSINESS_DATE}T11:0${number}:00.000Z`,
    resendable,
  };
}

export function parkedMessage(number: number): ParkedDetail {
  const key = `FO-9${String(number).padStart(5, '0')}`;
  const waiting = number % 4 === 3;
  const body = {
    tradeId: key,
    version: waiting ? 3 : 1,
    action: waiting ? 'AMEND' : 'NEW',
    product: 'equity',
    side: 'BUY',
    isin: 'ES0199901002',
    quantity: waiting ? '500' : '-500',
    price: '189.25',
    tradeDate: '2026-06-17',
    counterparty: 'NRLDSE20',
  };
  const parkedMessageId = idOf('parked', key);
  return {
    parkedMessageId,
    key,
    topic: 'front-office.trades.v1',
    offset: String(90_000 + number),
    parkedAt: `${BUSINESS_DATE}T08:${String(10 + number).padStart(2, '0')}:00.000Z`,
    kind: waiting ? 'waiting' : 'parked',
    faults: [
      waiting
        ? {
            field: 'version',
            value: '3',
            rule: 'Waits for version 2.',
            remedy: 'Ask the front office for version 2, or set this one aside.',
          }
        : {
            field: 'quantity',
            value: '-500',
            rule: 'A quantity is positive.',
            remedy: 'Give the quantity without sign; the side says the direction.',
          },
    ],
    body: JSON.stringify(body),
    state: waiting ? 'waiting' : 'parked',
    decisions: [],
    proposal: null,
  };
}

/** What is wrong with a repaired message; empty when it can be used. */
export function faultsOf(body: string): NonNullable<Problem['errors']> {
  try {
    const message = JSON.parse(body) as { readonly quantity?: string; readonly isin?: string };
    if (message.quantity?.startsWith('-'))
      return [
        {
          field: 'quantity',
          value: message.quantity,
          rule: 'A quantity is positive.',
          remedy: 'Give the quantity without sign.',
        },
      ];
    if (message.isin === '')
      return [
        {
          field: 'isin',
          value: '',
          rule: 'An ISIN has twelve characters.',
          remedy: 'Give the ISIN of the instrument.',
        },
      ];
    return [];
  } catch {
    return [{ field: 'body', value: body.slice(0, 20), rule: 'A message is JSON.', remedy: 'Correct the text.' }];
  }
}
