import type { Blocker } from '#contracts';
import { formatAmount } from '#domain/money';
import type { Transaction } from '#platform/database';
import { lastDayOf } from './close-accounts.js';

interface Named {
  readonly name: Blocker['name'];
  readonly what: string;
  readonly remedy: string;
}

/** What stands in the way of closing a month for good, named, with what to do about it; none when it is ready. */
export async function blockersOf(db: Transaction, month: string): Promise<Blocker[]> {
  const through = lastDayOf(month);
  // One after the other: a transaction has one connection.
  return [
    ...(await dayNotEnded(db, through)),
    ...(await stepsUnderWay(db, through)),
    ...(await suspense(db, through)),
    ...(await bridgeOff(db, through)),
    ...(await factsWaiting(db)),
    ...(await messagesParked(db)),
    ...(await proposalsWaiting(db)),
  ];
}

async function dayNotEnded(db: Transaction, through: string): Promise<Named[]> {
  const [row] = await db.rows<{ ended: string | null }>('select ended::text from ledger.business_day');
  const ended = row?.ended ?? null;
  if (ended !== null && ended >= through) return [];
  return [
    {
      name: 'day-not-ended',
      what: ended === null ? 'no business day has ended yet' : `the last business day that ended is ${ended}`,
      remedy: `Wait for the end of the last business day of the month, or of the first after ${through}.`,
    },
  ];
}

async function stepsUnderWay(db: Transaction, through: string): Promise<Named[]> {
  const rows = await db.rows<{ day: string; step: string | null }>(
    `select d.business_date::text as day, (select s.step from ledger.day_step s
       where s.business_date = d.business_date and not s.finished order by s.ord limit 1) as step
     from ledger.day d where not d.finished and d.business_date <= $1 order by 1`,
    [through],
  );
  return rows.map(({ day, step }) => ({
    name: 'day-under-way',
    what: `the end of ${day} is still being posted${step === null ? '' : ` (${step})`}`,
    remedy: 'Wait until ledger.day-ended.v1 is said for it; if it does not move, see the runbook.',
  }));
}

/** R13: what nobody has identified does not close with the month. */
async function suspense(db: Transaction, through: string): Promise<Named[]> {
  const rows = await db.rows<{ book: string; currency: string; detail: string; total: string }>(
    `select book, currency, detail, total::text
     from (
       select s.*, case when by_trade_date <> 0 then by_trade_date else by_settlement_date end as total
       from (
         select book, currency, detail, coalesce(sum(debit - credit) filter (where accounting <> 'SDA'), 0) as by_trade_date,
           coalesce(sum(debit - credit) filter (where accounting <> 'TDA'), 0) as by_settlement_date
         from ledger.balances(null) where account = '2900' and effective_date <= $1 group by 1, 2, 3
       ) s
     ) either where total <> 0 order by 1, 2, 3`,
    [through],
  );
  return rows.map(({ book, currency, detail, total }) => ({
    name: 'suspense-open',
    what: `${book} holds ${formatAmount({ minorUnits: BigInt(total), currency })} ${currency} ${detail} on 2900`,
    remedy: 'Match it to what it belongs to, or escalate it.',
  }));
}

async function bridgeOff(db: Transaction, through: string): Promise<Named[]> {
  const rows = await db.rows<{ currency: string; day: string }>(
    `select currency, effective_date::text as day from ledger.balances(null)
     where account in ('1980', '2980') and effective_date <= $1 group by 1, 2
     having sum(debit - credit) filter (where accounting <> 'SDA') <> 0
       or sum(debit - credit) filter (where accounting <> 'TDA') <> 0 order by 2, 1 limit 20`,
    [through],
  );
  return rows.map(({ currency, day }) => ({
    name: 'bridge-off',
    what: `the unit bridge is off in ${currency} on ${day}`,
    remedy: 'Run asiento verify; this cannot come about by posting.',
  }));
}

async function factsWaiting(db: Transaction): Promise<Named[]> {
  const [row] = await db.rows<{ waiting: number; first: string | null }>(
    `select count(*)::integer as waiting, min(trade_id) as first from ledger.trade_version
     where not captured and (withdrawal is not null or correction is not null)`,
  );
  if (!row || row.waiting === 0) return [];
  return [
    {
      name: 'facts-waiting',
      what: `${row.waiting} withdrawals or corrections wait for a version that has not been captured, the first of ${row.first ?? ''}`,
      remedy: 'Look at the trade; its version may be parked in the repair queue.',
    },
  ];
}

async function messagesParked(db: Transaction): Promise<Named[]> {
  const [row] = await db.rows<{ parked: number }>(
    `select count(*)::integer as parked from ledger.parked_message where state = 'parked'`,
  );
  if (!row || row.parked === 0) return [];
  return [
    {
      name: 'messages-parked',
      what: `${row.parked} messages that the ledger could not book are set aside`,
      remedy:
        'Have what they tell sent again as it should be; then propose the close in spite of messages-parked, with the reason.',
    },
  ];
}

async function proposalsWaiting(db: Transaction): Promise<Named[]> {
  const rows = await db.rows<{ proposal_id: string; kind: string }>(
    `select proposal_id, kind from ledger.proposal where state = 'waiting' and kind = 'payroll' order by proposed_at limit 20`,
  );
  return rows.map(({ proposal_id, kind }) => ({
    name: 'proposal-waiting',
    what: `${kind} ${proposal_id} waits for a second person`,
    remedy: 'Approve or reject it.',
  }));
}
