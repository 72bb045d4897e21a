import { breakClosed, encode, obligationFailing, readKept, versionWithdrawn, type EventOf } from '#contracts';
import { holdingChange, type BookedVersion, type SecurityTrade } from '#domain/ledger';
import type { Trade } from '#domain/trade';
import { columnsOf, type Transaction } from '#platform/database';
import type { Received } from '#platform/messaging';
import { placeOf } from '../books/entry.js';

/** What can be heard about a version, before or after it is captured. */
const FACTS = { withdrawal: versionWithdrawn, correction: breakClosed, fail: obligationFailing } as const;

export type FactName = keyof typeof FACTS;

/** A fact about a version, with the place of its message in the log. */
export interface HeardFact<Event> {
  readonly tradeId: string;
  readonly version: number;
  readonly event: Event;
  readonly source: string;
}

export function heard<Event extends { readonly tradeId: string; readonly version: number }>(
  received: Received<Event>,
): HeardFact<Event> {
  const { event } = received;
  return { tradeId: event.tradeId, version: event.version, event, source: placeOf(received) };
}

/** All that the ledger knows of one version of a trade. */
export interface VersionFacts {
  readonly tradeId: string;
  readonly version: number;
  /** Its trade-date journals are booked. */
  readonly captured: boolean;
  readonly holding: {
    readonly book: string;
    readonly isin: string;
    readonly currency: string;
    readonly tradeDate: string;
    readonly quantity: string;
  } | null;
  readonly withdrawal: EventOf<typeof versionWithdrawn> | null;
  readonly correction: EventOf<typeof breakClosed> | null;
  readonly fail: EventOf<typeof obligationFailing> | null;
  /** Where in the log each of them stands. */
  readonly sources: Readonly<Record<FactName, string | null>>;
}

interface VersionRow {
  readonly trade_id: string;
  readonly version: number;
  readonly captured: boolean;
  readonly book: string | null;
  readonly isin: string | null;
  readonly currency: string | null;
  readonly trade_date: string | null;
  readonly quantity: string | null;
  readonly withdrawal: string | null;
  readonly correction: string | null;
  readonly fail: string | null;
  readonly withdrawal_source: string | null;
  readonly correction_source: string | null;
  readonly fail_source: string | null;
}

const RETURNED = `v.trade_id, v.version, v.captured, v.book, v.isin, v.currency, v.trade_date::text, v.quantity::text,
  v.withdrawal, v.correction, v.fail, v.withdrawal_source, v.correction_source, v.fail_source`;

const factIn = <Fact>(text: string | null): Fact | null => (text === null ? null : readKept<Fact>(text));

function factsOf(row: VersionRow): VersionFacts {
  const { book, isin, currency, trade_date: tradeDate, quantity } = row;
  return {
    tradeId: row.trade_id,
    version: row.version,
    captured: row.captured,
    holding: book && isin && currency && tradeDate && quantity ? { book, isin, currency, tradeDate, quantity } : null,
    withdrawal: factIn(row.withdrawal),
    correction: factIn(row.correction),
    fail: factIn(row.fail),
    sources: { withdrawal: row.withdrawal_source, correction: row.correction_source, fail: row.fail_source },
  };
}

const byKey = (left: { tradeId: string; version: number }, right: { tradeId: string; version: number }): number =>
  left.tradeId < right.tradeId ? -1 : left.tradeId > right.tradeId ? 1 : left.version - right.version;

const CAPTURED_COLUMNS = {
  trade_id: 'text',
  version: 'integer',
  book: 'text',
  isin: 'text',
  currency: 'text',
  trade_date: 'date',
  quantity: 'numeric',
  amount_minor_units: 'numeric',
  consideration_minor_units: 'numeric',
  accrued_minor_units: 'numeric',
} as const;

const isSecurity = (trade: Trade): trade is SecurityTrade => trade.product === 'bond' || trade.product === 'equity';

/** What a trade brings to its book before it is delivered; below zero for a sale, as its quantity is. */
export function broughtBy(trade: SecurityTrade): {
  readonly considerationMinorUnits: bigint;
  readonly accruedMinorUnits: bigint;
} {
  const sign = trade.side === 'BUY' ? 1n : -1n;
  return {
    considerationMinorUnits: sign * trade.consideration.minorUnits,
    accruedMinorUnits: trade.product === 'bond' ? sign * trade.accruedInterest.minorUnits : 0n,
  };
}

/**
 * Notes that versions are booked, with what of them stands in a holding. Whoever else is about to note something on the
 * same version waits for the row, so that of two events the later one always sees the earlier.
 * @returns the versions of which a correction or withdrawal was heard before
 */
export async function noteCaptured(tx: Transaction, versions: readonly BookedVersion[]): Promise<VersionFacts[]> {
  const columns = Object.fromEntries(
    Object.keys(CAPTURED_COLUMNS).map((name) => [name, [] as (string | null)[]]),
  ) as Record<keyof typeof CAPTURED_COLUMNS, (string | null)[]>;
  for (const { tradeId, version, trade } of [...versions].sort(byKey)) {
    const change = isSecurity(trade) ? holdingChange(trade) : undefined;
    columns.trade_id.push(tradeId);
    columns.version.push(String(version));
    columns.book.push(change ? trade.book : null);
    columns.isin.push(change && isSecurity(trade) ? trade.isin : null);
    columns.currency.push(change?.amount.currency ?? null);
    columns.trade_date.push(change ? trade.tradeDate : null);
    columns.quantity.push(change?.quantity ?? null);
    columns.amount_minor_units.push(change?.amount.minorUnits.toString() ?? null);
    const brought = isSecurity(trade) ? broughtBy(trade) : undefined;
    columns.consideration_minor_units.push(brought?.considerationMinorUnits.toString() ?? null);
    columns.accrued_minor_units.push(brought?.accruedMinorUnits.toString() ?? null);
  }
  const { places, parameters } = columnsOf(Object.values(CAPTURED_COLUMNS), Object.values(columns));
  const names = Object.keys(CAPTURED_COLUMNS).join(', ');
  const rows = await tx.rows<VersionRow>(
    `with noted as (
       insert into ledger.trade_version as v (${names}, captured)
       select given.*, true from unnest(${places.join(', ')}) as given
       on conflict on constraint trade_version_pk do update set captured = true, book = excluded.book, isin = excluded.isin,
         currency = excluded.currency, trade_date = excluded.trade_date, quantity = excluded.quantity,
         amount_minor_units = excluded.amount_minor_units, consideration_minor_units = excluded.consideration_minor_units,
         accrued_minor_units = excluded.accrued_minor_units
       returning v.*
     )
     select ${RETURNED} from noted v
     where v.withdrawal is not null or v.correction is not null
     order by v.trade_id, v.version`,
    parameters,
  );
  return rows.map(factsOf);
}

/**
 * Notes one kind of fact about versions, captured or not.
 * @returns all that is known of these versions, in their order
 */
export async function noteFacts<Name extends FactName>(
  tx: Transaction,
  name: Name,
  facts: readonly HeardFact<EventOf<(typeof FACTS)[Name]>>[],
): Promise<VersionFacts[]> {
  const latest = new Map(facts.map((fact) => [`${fact.tradeId}|${fact.version}`, fact]));
  const ordered = [...latest.values()].sort(byKey);
  const rows = await tx.rows<VersionRow>(
    `with noted as (
       insert into ledger.trade_version as v (trade_id, version, ${name}, ${name}_source)
       select * from unnest($1::text[], $2::integer[], $3::text[], $4::text[])
       on conflict on constraint trade_version_pk do update set ${name} = excluded.${name}, ${name}_source = excluded.${name}_source
       returning v.*
     )
     select ${RETURNED} from noted v order by v.trade_id, v.version`,
    [
      ordered.map(({ tradeId }) => tradeId),
      ordered.map(({ version }) => version),
      ordered.map(({ event }) => encode(FACTS[name], event as never)),
      ordered.map(({ source }) => source),
    ],
  );
  return rows.map(factsOf);
}

/** What of a version stands in its holding after a correction or withdrawal. */
export interface StandingHolding {
  readonly tradeId: string;
  readonly version: number;
  readonly book: string;
  readonly isin: string;
  readonly currency: string;
  readonly tradeDate: string;
  readonly quantity: string;
  readonly amountMinorUnits: bigint;
  /** On other terms than before; absent where the terms are what they were. */
  readonly brought?: ReturnType<typeof broughtBy>;
}

export async function noteStanding(tx: Transaction, standing: readonly StandingHolding[]): Promise<void> {
  if (standing.length === 0) return;
  await tx.execute(
    `update ledger.trade_version v
     set book = s.book, isin = s.isin, currency = s.currency, trade_date = s.trade_date, quantity = s.quantity,
         amount_minor_units = s.amount, consideration_minor_units = coalesce(s.consideration, v.consideration_minor_units),
         accrued_minor_units = coalesce(s.accrued, v.accrued_minor_units), delivered = false
     from unnest($1::text[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::date[], $7::numeric[], $8::numeric[],
         $9::numeric[], $10::numeric[])
       as s(trade_id, version, book, isin, currency, trade_date, quantity, amount, consideration, accrued)
     where v.trade_id = s.trade_id and v.version = s.version`,
    [
      standing.map(({ tradeId }) => tradeId),
      standing.map(({ version }) => version),
      standing.map(({ book }) => book),
      standing.map(({ isin }) => isin),
      standing.map(({ currency }) => currency),
      standing.map(({ tradeDate }) => tradeDate),
      standing.map(({ quantity }) => quantity),
      standing.map(({ amountMinorUnits }) => amountMinorUnits.toString()),
      standing.map(({ brought }) => brought?.considerationMinorUnits.toString() ?? null),
      standing.map(({ brought }) => brought?.accruedMinorUnits.toString() ?? null),
    ],
  );
}
