import type { breakClosed, EventOf } from '#contracts';
import { breakReason, type BreakKind, type FieldComparison } from '#domain/matching';
import { formatAmount, type Money } from '#domain/money';
import type { Trade } from '#domain/trade';
import { insertRows, updateRows, type Transaction } from '#platform/database';
import type { Opening } from '../reassess.js';

export interface BreakRecord {
  readonly breakId: string;
  readonly tradeId: string;
  readonly kind: BreakKind;
  readonly state: 'open' | 'closed';
  readonly outcome: string | null;
  readonly frontVersion: number | null;
  readonly middleVersion: number | null;
  readonly reason: string;
  readonly comparison: readonly FieldComparison[];
  readonly counterparty: string;
  readonly grossAmount: string | null;
  readonly grossCurrency: string | null;
  readonly openedAt: string;
}

/** Opens breaks, or brings open ones up to the newer versions; a break that stays open keeps the time it was opened. */
export async function openBreaks(tx: Transaction, openings: readonly Opening[]): Promise<void> {
  await insertRows(
    tx,
    'reconciliation.break',
    {
      break_id: 'uuid',
      trade_id: 'text',
      kind: 'text',
      state: 'text',
      front_version: 'int',
      middle_version: 'int',
      reason: 'text',
      comparison: 'text',
      counterparty: 'text',
      gross_amount: 'text',
      gross_currency: 'text',
      opened_at: 'text',
    },
    openings.map(({ event, comparison, middleVersion, trade }) => ({
      break_id: event.breakId,
      trade_id: event.tradeId,
      kind: event.kind,
      state: 'open',
      front_version: event.version,
      middle_version: middleVersion,
      reason: breakReason(event.kind, comparison),
      comparison: JSON.stringify(comparison),
      counterparty: trade.counterparty,
      gross_amount: formatAmount(grossOf(trade)),
      gross_currency: grossOf(trade).currency,
      opened_at: event.occurredAt,
    })),
    `on conflict on constraint break_pk do update set
       state = 'open', outcome = null, closed_at = null,
       opened_at = case when break.state = 'open' then break.opened_at else excluded.opened_at end,
       front_version = excluded.front_version, middle_version = excluded.middle_version,
       reason = excluded.reason, comparison = excluded.comparison, counterparty = excluded.counterparty,
       gross_amount = excluded.gross_amount, gross_currency = excluded.gross_currency`,
  );
}

export async function closeBreaks(tx: Transaction, closings: readonly EventOf<typeof breakClosed>[]): Promise<void> {
  await updateRows(
    tx,
    'reconciliation.break',
    ['break_id'],
    { break_id: 'uuid', state: 'text', outcome: 'text', closed_at: 'text' },
    closings.map(({ breakId, outcome, occurredAt }) => ({
      break_id: breakId,
      state: 'closed',
      outcome,
      closed_at: occurredAt,
    })),
  );
}

interface BreakRow extends Omit<BreakRecord, 'comparison'> {
  readonly comparison: string;
}

const SELECT = `select break_id as "breakId", trade_id as "tradeId", kind, state, outcome, front_version as "frontVersion",
    middle_version as "middleVersion", reason, comparison, counterparty, gross_amount as "grossAmount",
    gross_currency as "grossCurrency", opened_at as "openedAt"
  from reconciliation.break`;

const recordOf = (row: BreakRow): BreakRecord => ({
  ...row,
  comparison: JSON.parse(row.comparison) as FieldComparison[],
});

export async function findBreak(tx: Transaction, breakId: string): Promise<BreakRecord | undefined> {
  const [row] = await tx.rows<BreakRow>(`${SELECT} where break_id = $1`, [breakId]);
  return row && recordOf(row);
}

export interface BreakPageQuery {
  readonly kind: BreakKind | undefined;
  /** Opening time and id of the last row of the page before. */
  readonly after: readonly string[] | undefined;
  readonly limit: number;
}

/** Open breaks, the oldest first. */
export async function openBreakPage(tx: Transaction, { kind, after, limit }: BreakPageQuery): Promise<BreakRecord[]> {
  const rows = await tx.rows<BreakRow>(
    `${SELECT} where state = 'open' and ($1::text is null or kind = $1)
       and ($2::text is null or (opened_at, break_id) > ($2::text collate "C", $3::uuid))
     order by opened_at, break_id limit $4`,
    [kind ?? null, after?.[0] ?? null, after?.[1] ?? null, limit],
  );
  return rows.map(recordOf);
}

export async function countOpenBreaks(tx: Transaction): Promise<Record<string, number>> {
  const rows = await tx.rows<{ kind: string; count: number }>(
    `select kind, count(*)::int as count from reconciliation.break where state = 'open' group by kind order by kind`,
  );
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
}

/** The amount at stake, as the blotter shows it. */
function grossOf(trade: Trade): Money {
  switch (trade.product) {
    case 'equity':
    case 'bond':
      return trade.consideration;
    case 'deposit':
      return trade.principal;
    default:
      return trade.near.bought;
  }
}
