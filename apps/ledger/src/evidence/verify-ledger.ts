import { BEGINNING_OF_CHAIN, chainHash, contentHash, journalId } from '#domain/ledger';
import type { Database, Transaction } from '#platform/database';
import { rootOf } from './ledger-root.js';
import { inSnapshot } from './snapshot.js';
import { storedJournals, type StoredJournal } from './stored-journals.js';

export interface LedgerFault {
  readonly book: string;
  /** Place in the chain of the book; null for what has none. */
  readonly sequence: string | null;
  readonly what: string;
}

export interface LedgerVerification {
  /** Nothing is wrong. */
  readonly sound: boolean;
  readonly journals: number;
  readonly postings: number;
  readonly root: string;
  /** The first ones, by book and sequence; the first of a book is where to look. */
  readonly faults: readonly LedgerFault[];
  readonly faultCount: number;
}

const FAULTS_SHOWN = 100;

/** Counts all faults and keeps the first. */
class Findings {
  readonly first: LedgerFault[] = [];
  count = 0;

  add(book: string, sequence: string | bigint | null, what: string): void {
    this.count += 1;
    if (this.first.length < FAULTS_SHOWN)
      this.first.push({ book, sequence: sequence === null ? null : String(sequence), what });
  }
}

interface ChainEnd {
  readonly sequence: bigint;
  readonly hash: Buffer;
}

/**
 * Proves the books from their rows, trusting no trigger: content and chain hashes, sequence without gap, double entry per
 * journal, the unit bridge per fact, currency and day, balances and turnover recomputed, heads of the chains, guards in force. Memory
 * does not grow.
 */
export function verifyLedger(db: Database): Promise<LedgerVerification> {
  return inSnapshot(db, async (tx) => {
    const findings = new Findings();
    const ends = new Map<string, ChainEnd>();
    let journals = 0;
    let postings = 0;
    for await (const stored of storedJournals(tx)) {
      postings += stored.postings.length;
      if (stored.journal) journals += 1;
      checkPlace(stored, ends, findings);
      checkDoubleEntry(stored, findings);
    }
    await checkHeads(tx, ends, findings);
    await checkBridge(tx, findings);
    await checkBalances(tx, findings);
    await checkTurnover(tx, findings);
    await checkGuards(tx, findings);
    const { first: faults, count: faultCount } = findings;
    return { sound: faultCount === 0, journals, postings, root: await rootOf(tx), faults, faultCount };
  });
}

/** Content, place and the link to the journal before. */
function checkPlace({ book, sequence, journal }: StoredJournal, ends: Map<string, ChainEnd>, findings: Findings): void {
  if (!journal) {
    findings.add(book, sequence, 'postings without a journal');
    return;
  }
  const { sequence: before, hash: previousHash } = ends.get(book) ?? { sequence: 0n, hash: BEGINNING_OF_CHAIN };
  if (sequence !== before + 1n) findings.add(book, before + 1n, `missing: the chain goes on at ${sequence}`);
  if (!contentHash(journal).equals(journal.contentHash))
    findings.add(book, sequence, `journal ${journal.key} is not what its content hash says`);
  if (journal.id !== journalId(journal.key, { id: journal.rule }, book))
    findings.add(book, sequence, `journal ${journal.key} has an id that does not follow from its key, rule and book`);
  const { sourceEventId, actor, recordedAtMicros, contentHash: content, hash } = journal;
  const expected = chainHash({ sequence, recordedAtMicros, sourceEventId, actor, contentHash: content, previousHash });
  if (!expected.equals(hash)) findings.add(book, sequence, `journal ${journal.key} is not tied to the one before it`);
  ends.set(book, { sequence, hash });
}

function checkDoubleEntry({ book, sequence, journal, postings }: StoredJournal, findings: Findings): void {
  if (!journal) return;
  if (postings.length !== journal.postingCount || postings.length < 2)
    findings.add(
      book,
      sequence,
      `journal ${journal.key} has ${postings.length} postings instead of ${journal.postingCount}`,
    );
  const sums = new Map<string, bigint>();
  for (const { currency, minor_units, effective_date } of postings) {
    sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(minor_units));
    if (effective_date !== journal.effectiveDate)
      findings.add(book, sequence, `journal ${journal.key} has a posting of ${effective_date}`);
  }
  for (const [currency, sum] of sums)
    if (sum !== 0n) findings.add(book, sequence, `journal ${journal.key} is off by ${sum} minor units of ${currency}`);
}

/** A tail that was cut shows only here, and with the head cut too only against a copy kept elsewhere. */
async function checkHeads(tx: Transaction, ends: ReadonlyMap<string, ChainEnd>, findings: Findings): Promise<void> {
  const heads = await tx.rows<{ book: string; sequence: string; hash: Buffer }>(
    'select book, sequence::text, hash from ledger.chain_head order by book',
  );
  const known = new Set(heads.map(({ book }) => book));
  for (const { book, sequence, hash } of heads) {
    const end = ends.get(book) ?? { sequence: 0n, hash: BEGINNING_OF_CHAIN };
    if (BigInt(sequence) !== end.sequence)
      findings.add(book, end.sequence + 1n, `the head of the chain stands at ${sequence}`);
    else if (!hash.equals(end.hash)) findings.add(book, sequence, 'the head of the chain has another hash');
  }
  for (const book of ends.keys()) if (!known.has(book)) findings.add(book, null, 'the chain has no head');
}

async function checkBridge(tx: Transaction, findings: Findings): Promise<void> {
  const off = await tx.rows<{ key: string; currency: string; effective_date: string; off: string }>(
    `select j.key, p.currency, p.effective_date::text, sum(p.minor_units)::text as off
     from ledger.posting p join ledger.journal j on j.book = p.book and j.sequence = p.sequence
     where p.account in ('1980', '2980')
     group by j.key, p.currency, p.effective_date having sum(p.minor_units) <> 0
     order by j.key, p.currency limit ${FAULTS_SHOWN}`,
  );
  for (const { key, currency, effective_date, off: sum } of off)
    findings.add(
      '(all books)',
      null,
      `the unit bridge of ${key} is off by ${sum} minor units of ${currency} on ${effective_date}`,
    );
}

/** A sum that is kept, beside what the postings sum to; null where there is none. */
interface Kept {
  readonly book: string;
  readonly account: string;
  readonly kept: string | null;
  readonly recomputed: string | null;
}

function tellKept(what: string, off: readonly Kept[], findings: Findings): void {
  for (const { book, account, kept, recomputed } of off)
    findings.add(
      book,
      null,
      `${what} ${account} is kept as ${kept ?? 'nothing'}, its postings sum to ${recomputed ?? 'nothing'}`,
    );
}

async function checkBalances(tx: Transaction, findings: Findings): Promise<void> {
  const off = await tx.rows<Kept>(
    `select book, concat_ws(' ', account, nullif(detail, ''), currency, effective_date) as account,
            b.minor_units::text as kept, p.minor_units::text as recomputed
     from ledger.balance b
     full join (
       select book, account, detail, currency, effective_date, sum(minor_units) as minor_units
       from ledger.posting group by book, account, detail, currency, effective_date
     ) p using (book, account, detail, currency, effective_date)
     where b.minor_units is distinct from p.minor_units
     order by 1, 2 limit ${FAULTS_SHOWN}`,
  );
  tellKept('balance', off, findings);
}

/** What has been added up for the readers is what the postings up to there add up to. */
async function checkTurnover(tx: Transaction, findings: Findings): Promise<void> {
  const off = await tx.rows<Kept>(
    `select book, concat_ws(' ', account, currency) as account,
            nullif(concat_ws(' / ', t.debit, t.credit), '') as kept, nullif(concat_ws(' / ', p.debit, p.credit), '') as recomputed
     from ledger.turnover t
     full join (
       select book, account, currency, count(*) as postings,
         coalesce(sum(minor_units) filter (where minor_units > 0), 0) as debit,
         coalesce(-sum(minor_units) filter (where minor_units < 0), 0) as credit
       from ledger.posting join ledger.turnover_reach r using (book)
       where posting.sequence <= r.sequence
       group by book, account, currency
     ) p using (book, account, currency)
     where (t.debit, t.credit, t.postings) is distinct from (p.debit, p.credit, p.postings)
     order by 1, 2 limit ${FAULTS_SHOWN}`,
  );
  tellKept('turnover', off, findings);
}

/** Every table of the books carries its guards, and they fire whatever the session says. */
async function checkGuards(tx: Transaction, findings: Findings): Promise<void> {
  const off = await tx.rows<{ tablename: string; guard: string; state: string | null }>(
    `with guarded as (
       select c.oid, c.relname, guard
       from pg_class c
       join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'ledger'
       join (values
         ('journal', 'journal_append_only'), ('journal', 'journal_complete'),
         ('posting', 'posting_append_only'), ('posting', 'posting_balances'),
         ('period', 'period_kept'), ('period', 'period_not_truncated')
       ) as wanted(family, guard) on c.relname = family or (family = 'posting' and c.relispartition and c.relkind = 'r')
     )
     select 'ledger.' || g.relname as tablename, g.guard, t.tgenabled::text as state
     from guarded g left join pg_trigger t on t.tgrelid = g.oid and t.tgname = g.guard
     where t.tgenabled is distinct from 'A'
     order by 1, 2`,
  );
  for (const { tablename, guard, state } of off)
    findings.add('(all books)', null, `guard ${guard} of ${tablename} is ${state === null ? 'not there' : 'off'}`);
}
