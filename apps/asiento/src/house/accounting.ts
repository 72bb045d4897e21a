import { createHash } from 'node:crypto';
import { summaryCountedAnew } from '#apps/intake';
import { ledgerRoot, proofFromPostings, type ProofFromPostings } from '#apps/ledger';
import type { IntakeSummary } from '#contracts';
import { digestOfLines, openServiceDatabase, type Database } from '#platform/database';
import type { House } from './house.js';
import { accountedContracts, accountedTopics, businessServices } from './services.js';

/** The figures of a day. Both sums come from two independent counts, never from a subtraction. */
export interface Accounting extends ProofFromPostings {
  /** Counted in the log. */
  readonly messagesIn: number;
  /** Counted where they were handled. */
  readonly messages: { readonly applied: number; readonly duplicates: number; readonly parked: number };
  readonly tradesIn: number;
  readonly trades: IntakeSummary['trades'];
  readonly stateDigest: string;
  readonly ledgerRoot: string;
}

export async function accountFor(house: House): Promise<Accounting> {
  // Counted from the rows: a tally that is kept must not vouch for itself.
  const intake = await summaryCountedAnew(house.admin);
  const { proof, root } = await ofTheLedger(house, async (db) => ({
    proof: await proofFromPostings(db),
    root: await ledgerRoot(db),
  }));
  return {
    messagesIn: await house.bus.count(accountedContracts, house.admin),
    messages: await messagesHandled(house),
    tradesIn: intake.tradesIn,
    trades: intake.trades,
    journals: proof.journals,
    postings: proof.postings,
    booksBalance: proof.booksBalance,
    interUnitZero: proof.interUnitZero,
    stateDigest: await stateDigest(house),
    ledgerRoot: root,
  };
}

/** Whether everything that came in is accounted for and the books hold. */
export function holds({ messagesIn, messages, tradesIn, trades, booksBalance, interUnitZero }: Accounting): boolean {
  const { settled, open, failing, cancelled, parked } = trades;
  return (
    messagesIn === messages.applied + messages.duplicates + messages.parked &&
    tradesIn === settled + open + failing + cancelled + parked &&
    booksBalance &&
    interUnitZero
  );
}

/** Trade events are counted by the versions they became, all other messages by what their service handled. */
async function messagesHandled({ admin }: House): Promise<Accounting['messages']> {
  const byVersions = ['front-office.trades.v1', 'middle-office.trades.v1'];
  const sum = { applied: 0, duplicates: 0, parked: 0 };
  for (const { topic, service } of accountedTopics) {
    const [row] = await admin.rows<{ applied: number; duplicates: number; parked: number }>(
      `select coalesce(sum(applied), 0)::int as applied, coalesce(sum(duplicates), 0)::int as duplicates,
         (select count(*)::int from ${service}.parked_message where topic = $1 and state in ('parked', 'discarded')) as parked
       from ${service}.consumer_position where topic = $1`,
      [topic],
    );
    sum.duplicates += row?.duplicates ?? 0;
    sum.parked += row?.parked ?? 0;
    if (!byVersions.includes(topic)) sum.applied += row?.applied ?? 0;
  }
  const [versions] = await admin.rows<{ applied: number; waiting: number }>(
    `select count(*) filter (where status <> 'waiting')::int as applied, count(*) filter (where status = 'waiting')::int as waiting
     from intake.trade_version`,
  );
  return {
    applied: sum.applied + (versions?.applied ?? 0),
    duplicates: sum.duplicates,
    parked: sum.parked + (versions?.waiting ?? 0),
  };
}

/** SHA-256 over the services' own digests of what is true now, in the order of their names. */
async function stateDigest({ address }: House): Promise<string> {
  const hash = createHash('sha256');
  for (const { name, stateLines } of [...businessServices].sort((left, right) => (left.name < right.name ? -1 : 1))) {
    const database = await openServiceDatabase(address, name, 1);
    try {
      hash.update(`${name} ${await digestOfLines(database, stateLines)}\n`);
    } finally {
      await database.close();
    }
  }
  return hash.digest('hex');
}

async function ofTheLedger<Result>({ address }: House, read: (db: Database) => Promise<Result>): Promise<Result> {
  const database = await openServiceDatabase(address, 'ledger', 2);
  try {
    return await read(database);
  } finally {
    await database.close();
  }
}
