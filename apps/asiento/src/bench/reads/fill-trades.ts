import { postBatch } from '#apps/ledger';
import { openServiceDatabase, type DatabaseAddress } from '#platform/database';
import { seededEntries } from '../ledger/seeded-journals.js';
import { asAdmin } from '../scratch-server.js';

/** Trades whose versions and facts are filled in too; a timeline is read by its trade's key, whatever else is there. */
export const MOST_TIMELINES = 100_000;
/** Journals in the books at most: what posting a million would cost belongs to another bench. */
export const MOST_JOURNALS = 100_000;
const POSTED_AT_ONCE = 5_000;

export const tradeIdOf = (index: number): string => `B${String(index + 1).padStart(8, '0')}`;

/** The counterparty of all deposits, last in the alphabet: whoever sorts by counterparty walks past everybody else. */
const LENDER = 'CPTZ';
export const FILTERS = {
  product: ['equity', 'bond', 'fx-spot', 'fx-forward', 'deposit'],
  unit: ['risk', 'debt', 'treasury'],
  capacity: ['house', 'client'],
  counterparty: ['CPTY007', LENDER],
  state: ['open', 'SETTLED', 'CANCELLED', 'FAILING', 'CONFIRMED', 'MATCHED'],
} as const;

/**
 * Fills the blotter as days of trading would leave it: values by arithmetic on the trade's number, no chance. Hard on whoever
 * walks a list until enough rows fit: all open trades are at the end (the last 5 %), all cancelled ones in the first half,
 * clients trade bonds for no unit but debt, deposits are the treasury's and all with one counterparty.
 */
export async function fillTrades(address: DatabaseAddress, trades: number): Promise<void> {
  await asAdmin(address, async (db) => {
    await db.execute(
      `insert into intake.trade (
         trade_id, version, state, reason, product, side, instrument, quantity, price, gross, gross_currency, counterparty,
         unit, book, capacity, beneficial_owner, trade_date, settlement_date, updated_at, front_applied, middle_applied)
       select 'B' || lpad(n::text, 8, '0'), 1,
         case when n * 100 <= $1 * 95
              then case when n % 50 = 0 and n * 2 < $1 then 'CANCELLED' when n % 397 = 0 and n * 10 > $1 * 8 then 'FAILING' else 'SETTLED' end
              else (array['MATCHED', 'MATCHED', 'MATCHED', 'INSTRUCTED', 'CONFIRMED', 'RECONCILED', 'MATCHED', 'FAILING'])[1 + n / 10 % 8] end,
         null, product,
         (array['BUY', 'SELL'])[1 + n % 2], 'ES0A51E' || lpad((n % 40)::text, 5, '0'), (100 + n % 900)::text,
         (40 + n % 400 / 100.0)::text, ((100 + n % 900) * 40)::text || '.00', (array['EUR', 'USD', 'GBP'])[1 + n % 3],
         case when product = 'deposit' then '${LENDER}' else 'CPTY' || lpad((n * 31 % 50)::text, 3, '0') end, unit, 'house.' || unit,
         case when product in ('equity', 'bond') and n % 7 = 6 and (product = 'equity' or unit = 'debt') then 'client' else 'house' end, null,
         to_char(date '2026-01-01' + (n * 250 / $1)::integer, 'YYYY-MM-DD'),
         to_char(date '2026-01-03' + (n * 250 / $1)::integer, 'YYYY-MM-DD'),
         to_char(timestamp '2026-01-01 08:00:00' + n * 20 * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 1, 1
       from generate_series(1::bigint, $1::bigint) as n
       cross join lateral (select (array['equity', 'bond', 'fx-spot', 'equity', 'fx-forward', 'deposit'])[1 + n * 7 % 6]) as p(product)
       cross join lateral (
         select case when product = 'deposit' then 'treasury' else (array['risk', 'debt', 'treasury'])[1 + n / 6 % 3] end) as u(unit)`,
      [trades],
    );
    await db.execute(
      `insert into intake.trade_version (
         trade_id, side, version, action, status, terms, provenance, topic, partition, message_offset, sent_at, raw_message)
       select 'B' || lpad(n::text, 8, '0'), side, 1, 'NEW', 'current', null, '[]', side || '-office.trades.v1', 0, n,
         '2026-06-15T09:00:00Z', repeat('x', 330)
       from generate_series(1::bigint, $1::bigint) as n, unnest(array['front', 'middle']) as side`,
      [Math.min(trades, MOST_TIMELINES)],
    );
    await db.execute(
      `insert into intake.fact (trade_id, event_id, kind, version, sequence, state, transition, actor, at, topic, partition, message_offset)
       select 'B' || lpad(n::text, 8, '0'), gen_random_uuid(), kind, 1, place, null, null, 'rule', '2026-06-15T09:00:0' || place || 'Z',
         'settlement.obligation-progressed.v1', 0, n
       from generate_series(1::bigint, $1::bigint) as n,
         unnest(array['agreed', 'confirmed', 'instructed', 'matched', 'settled']) with ordinality as facts(kind, place)`,
      [Math.min(trades, MOST_TIMELINES)],
    );
  });
}

/** One journal a trade, four postings on average, through the guarded books. */
export async function fillBooks(
  address: DatabaseAddress,
  seed: string,
  journals: number,
  onPosted: (journals: number) => void,
): Promise<void> {
  const db = await openServiceDatabase(address, 'ledger', 1);
  try {
    for (let from = 0; from < journals; from += POSTED_AT_ONCE) {
      const entries = seededEntries(seed, Math.min(POSTED_AT_ONCE, journals - from), 'spread', from);
      await db.transaction((tx) => postBatch(tx, entries));
      onPosted(from + entries.length);
    }
  } finally {
    await db.close();
  }
}

/** As the server's own housekeeping would leave the tables before long. */
export async function keepHouse(address: DatabaseAddress): Promise<void> {
  await asAdmin(address, async (db) => {
    for (const table of [
      'intake.trade',
      'intake.open_trade',
      'intake.ended_trade',
      'intake.trade_version',
      'intake.fact',
      'ledger.journal',
      'ledger.posting',
      'ledger.balance',
    ])
      await db.execute(`vacuum (analyze) ${table}`);
  });
}
