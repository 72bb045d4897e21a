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

/** Fills the blotter as days of trading would leave it: values by arithmetic on the trade's number, no chance. */
export async function fillTrades(address: DatabaseAddress, trades: number): Promise<void> {
  await asAdmin(address, async (db) => {
    await db.execute(
      `insert into intake.trade (
         trade_id, version, state, reason, product, side, instrument, quantity, price, gross, gross_currency, counterparty,
         unit, book, capacity, beneficial_owner, trade_date, settlement_date, updated_at, front_applied, middle_applied)
       select 'B' || lpad(n::text, 8, '0'), 1,
         -- Most of a blotter is history: one trade in ten is still on its way.
         case when n % 10 > 0 then 'SETTLED'
              else (array['RECONCILED', 'CONFIRMED', 'INSTRUCTED', 'MATCHED', 'FAILING', 'CANCELLED'])[1 + n / 10 % 6] end,
         null, (array['equity', 'bond', 'fx-spot', 'equity', 'fx-forward', 'deposit'])[1 + n * 7 % 6],
         (array['BUY', 'SELL'])[1 + n % 2], 'ES0A51E' || lpad((n % 40)::text, 5, '0'), (100 + n % 900)::text,
         (40 + n % 400 / 100.0)::text, ((100 + n % 900) * 40)::text || '.00', (array['EUR', 'USD', 'GBP'])[1 + n % 3],
         'CPTY' || lpad((n * 31 % 50)::text, 3, '0'), (array['risk', 'debt', 'treasury'])[1 + n % 3],
         (array['house.risk', 'house.debt', 'house.treasury'])[1 + n % 3], (array['house', 'client'])[1 + (n % 7)::integer / 6], null,
         to_char(date '2026-01-01' + (n * 250 / $1)::integer, 'YYYY-MM-DD'),
         to_char(date '2026-01-03' + (n * 250 / $1)::integer, 'YYYY-MM-DD'),
         to_char(timestamp '2026-01-01 08:00:00' + n * 20 * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 1, 1
       from generate_series(1::bigint, $1::bigint) as n`,
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
    for (const table of ['intake.trade', 'intake.trade_version', 'intake.fact', 'ledger.journal', 'ledger.posting'])
      await db.execute(`vacuum (analyze) ${table}`);
  });
}
