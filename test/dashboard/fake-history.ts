import type { TimelineEntry, TradeDetail, TradeRow } from '#contracts';
import { BUSINESS_DATE, idOf } from './fake-values.js';

const WAY = ['CAPTURED', 'ENRICHED', 'RECONCILED', 'CONFIRMED', 'INSTRUCTED', 'MATCHED', 'SETTLED'] as const;
const TRANSITIONS = ['L1', 'L3', 'L4', 'L6', 'L8', 'L11', 'L18'] as const;
const WORDS = [
  'Front office trade received, version 1',
  'Enriched: settlement date, book, standing instructions',
  'Front and middle office agree',
  'Counterparty confirmed, matched by field',
  'Instruction released to the custodian',
  'Matched in the market',
  'Settled in full',
] as const;
const SOURCES = [
  'front-office.trades.v1',
  null,
  'middle-office.trades.v1',
  'counterparty.confirmations.v1',
  null,
  'custodian.statuses.v1',
  'custodian.statuses.v1',
];

export function timelineOf(row: TradeRow, number: number): TimelineEntry[] {
  const reached =
    row.state === 'FAILING' ? 5 : row.state === 'CANCELLED' ? 1 : WAY.indexOf(row.state as (typeof WAY)[number]);
  const entries: TimelineEntry[] = WAY.slice(0, reached + 1).map((to, step) => ({
    at: `${step < 3 ? row.tradeDate : step === 6 ? BUSINESS_DATE : row.tradeDate}T${String(8 + step).padStart(2, '0')}:02:${String((number + step * 7) % 60).padStart(2, '0')}.000Z`,
    transition: TRANSITIONS[step] ?? null,
    from: step === 0 ? null : (WAY[step - 1] ?? null),
    to,
    what: WORDS[step] ?? '',
    actor: 'system',
    eventId: idOf('event', row.tradeId, String(step)),
    source: SOURCES[step]
      ? { topic: SOURCES[step], partition: number % 24, offset: String(40_000 + number * 3 + step) }
      : null,
  }));
  const last = (transition: string, to: string, what: string, at: string): TimelineEntry => ({
    at,
    transition,
    from: entries.at(-1)?.to ?? null,
    to,
    what,
    actor: 'system',
    eventId: idOf('event', row.tradeId, to),
    source: null,
  });
  if (row.state === 'FAILING')
    entries.push(last('L19', 'FAILING', 'Settlement cut-off passed with a remainder open', '2026-06-16T18:00:00.000Z'));
  if (row.state === 'CANCELLED')
    entries.push(last('L22', 'CANCELLED', 'Cancelled by the front office', `${row.tradeDate}T15:00:00.000Z`));
  return entries;
}

export function versionsOf(row: TradeRow, isin: string, number: number, isBreak: boolean): TradeDetail['versions'] {
  const fields = (price: string): Record<string, string> => ({
    product: row.product,
    side: row.side,
    ...(isin === '' ? {} : { isin }),
    quantity: row.quantity ?? '',
    price,
    currency: row.gross?.currency ?? '',
    counterparty: row.counterparty,
    tradeDate: row.tradeDate,
    settlementDate: row.settlementDate,
  });
  return (['front', 'middle'] as const).map((side, index) => {
    const said = fields(isBreak && side === 'middle' ? wrongPrice(row.price ?? '') : (row.price ?? ''));
    const { settlementDate: _filled, ...received } = said;
    return {
      side,
      version: 1,
      action: 'NEW',
      status: 'current',
      fields: said,
      provenance: [
        {
          field: 'settlementDate',
          value: row.settlementDate,
          rule: 'settlement-cycle',
          why: 'Trade date plus two business days of EUTA',
        },
        { field: 'book', value: row.book, rule: 'portfolio', why: `Portfolio of the desk belongs to ${row.unit}` },
      ],
      source: {
        topic: `${side}-office.trades.v1`,
        partition: number % 24,
        offset: String(40_000 + number * 3 + index),
      },
      rawMessage: JSON.stringify({
        tradeId: row.tradeId,
        version: 1,
        action: 'NEW',
        ...received,
        sentBy: `${side}-office`,
      }),
    };
  });
}

/** Two digits changed places at the end, the usual slip of a hand. */
export function wrongPrice(price: string): string {
  const last = price.at(-1) ?? '';
  const before = price.at(-2) ?? '';
  return before === '.' || before === last
    ? `${price.slice(0, -1)}${last === '9' ? '8' : '9'}`
    : `${price.slice(0, -2)}${last}${before}`;
}
