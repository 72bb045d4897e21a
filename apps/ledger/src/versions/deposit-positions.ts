import type { OpenDeposit } from '#domain/ledger';
import type { DepositTrade } from '#domain/trade';
import { insertRows, type Transaction } from '#platform/database';

const COLUMNS = {
  trade_id: 'text',
  version: 'integer',
  book: 'text',
  counterparty: 'text',
  direction: 'text',
  currency: 'text',
  principal_minor_units: 'numeric',
  rate_percent: 'numeric',
  day_count: 'text',
  start_date: 'date',
  maturity_date: 'date',
  interest_minor_units: 'numeric',
  withdrawn: 'boolean',
} as const;

export interface BegunDeposit {
  readonly tradeId: string;
  readonly version: number;
  readonly trade: DepositTrade;
}

/** Deposits whose principal has moved accrue from their agreed start; a version withdrawn before takes nothing. */
export async function beginDeposits(tx: Transaction, begun: readonly BegunDeposit[]): Promise<void> {
  if (begun.length === 0) return;
  const ordered = [...begun].sort((left, right) => (left.tradeId < right.tradeId ? -1 : 1));
  // Touching the row makes whoever withdraws the version at this moment wait, or lets us see that it is withdrawn.
  const withdrawn = await tx.rows<{ trade_id: string; version: number }>(
    `with touched as (
       insert into ledger.trade_version as v (trade_id, version)
       select distinct * from unnest($1::text[], $2::integer[]) as given order by 1, 2
       on conflict on constraint trade_version_pk do update set version = excluded.version
       returning v.trade_id, v.version, v.withdrawal
     )
     select trade_id, version from touched where withdrawal is not null`,
    [ordered.map(({ tradeId }) => tradeId), ordered.map(({ version }) => version)],
  );
  const isWithdrawn = new Set(withdrawn.map(({ trade_id, version }) => `${trade_id}|${version}`));
  await insertRows(
    tx,
    'ledger.deposit_position',
    COLUMNS,
    ordered.map(({ tradeId, version, trade }) => ({
      trade_id: tradeId,
      version,
      book: trade.book,
      counterparty: trade.counterparty,
      direction: trade.direction,
      currency: trade.principal.currency,
      principal_minor_units: trade.principal.minorUnits.toString(),
      rate_percent: trade.ratePercent,
      day_count: trade.dayCount,
      start_date: trade.obligations.find(({ leg }) => leg === 'start')?.settlementDate ?? trade.tradeDate,
      maturity_date: trade.obligations.find(({ leg }) => leg === 'maturity')?.settlementDate ?? trade.tradeDate,
      interest_minor_units: trade.interest.minorUnits.toString(),
      withdrawn: isWithdrawn.has(`${tradeId}|${version}`),
    })),
    'on conflict on constraint deposit_position_pk do nothing',
  );
}

/** These versions are void: the end of the day takes back what was accrued. */
export async function withdrawDeposits(
  tx: Transaction,
  versions: readonly { readonly tradeId: string; readonly version: number }[],
): Promise<void> {
  await tx.execute(
    `update ledger.deposit_position set withdrawn = true, done = false
     where (trade_id, version) in (select * from unnest($1::text[], $2::integer[]))`,
    [versions.map(({ tradeId }) => tradeId), versions.map(({ version }) => version)],
  );
}

interface DepositRow {
  readonly trade_id: string;
  readonly version: number;
  readonly book: string;
  readonly counterparty: string;
  readonly direction: OpenDeposit['direction'];
  readonly currency: string;
  readonly principal_minor_units: string;
  readonly rate_percent: string;
  readonly day_count: OpenDeposit['dayCount'];
  readonly start_date: string;
  readonly maturity_date: string;
  readonly interest_minor_units: string;
  readonly accrued_minor_units: string;
  readonly withdrawn: boolean;
}

/** Deposits on which something may still accrue, locked, in the order of trade id and version. @param after the last one done */
export async function openDeposits(
  tx: Transaction,
  after: readonly string[] | null,
  limit: number,
): Promise<OpenDeposit[]> {
  const rows = await tx.rows<DepositRow>(
    `select trade_id, version, book, counterparty, direction, currency, principal_minor_units::text, rate_percent::text,
       day_count, start_date::text, maturity_date::text, interest_minor_units::text, accrued_minor_units::text, withdrawn
     from ledger.deposit_position where not done and (trade_id, version) > ($1::text, $2::integer)
     order by trade_id, version limit ${limit} for update`,
    [after?.[0] ?? '', after?.[1] ?? '0'],
  );
  return rows.map((row) => ({
    tradeId: row.trade_id,
    version: row.version,
    book: row.book,
    counterparty: row.counterparty,
    direction: row.direction,
    principal: { minorUnits: BigInt(row.principal_minor_units), currency: row.currency },
    ratePercent: row.rate_percent,
    dayCount: row.day_count,
    startDate: row.start_date,
    maturityDate: row.maturity_date,
    interest: { minorUnits: BigInt(row.interest_minor_units), currency: row.currency },
    accruedMinorUnits: BigInt(row.accrued_minor_units),
    withdrawn: row.withdrawn,
  }));
}

/** Stores what is accrued now; a deposit past its maturity, or withdrawn, has nothing more to come. */
export async function noteAccrued(
  tx: Transaction,
  accruals: readonly { readonly deposit: OpenDeposit; readonly accruedMinorUnits: bigint }[],
  through: string,
): Promise<void> {
  if (accruals.length === 0) return;
  await tx.execute(
    `update ledger.deposit_position d set accrued_minor_units = a.accrued, done = d.withdrawn or d.maturity_date <= $4::date
     from unnest($1::text[], $2::integer[], $3::numeric[]) as a(trade_id, version, accrued)
     where d.trade_id = a.trade_id and d.version = a.version`,
    [
      accruals.map(({ deposit }) => deposit.tradeId),
      accruals.map(({ deposit }) => deposit.version),
      accruals.map(({ accruedMinorUnits }) => accruedMinorUnits.toString()),
      through,
    ],
  );
}
