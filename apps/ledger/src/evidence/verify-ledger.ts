import { BEGINNING_OF_CHAIN, chainHash, contentHash, journalId } from '#domain/ledger';
import type { Database, Transaction } from '#platform/database';
import { checkCheckpoints } from '../checkpoints/check-checkpoints.js';
import { checkAddedUp } from './added-up.js';
import { checkDecisions } from './decisions.js';
import { Findings, FAULTS_SHOWN, type LedgerFault } from './findings.js';
import { rootOf } from './ledger-root.js';
import { inSnapshot } from './snapshot.js';
import { countJournals, storedJournals, type StoredJournal } from './stored-journals.js';

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

interface ChainEnd {
  readonly sequence: bigint;
  readonly hash: Buffer;
  readonly recordedAtMicros: bigint;
}

const NOTHING_YET: ChainEnd = { sequence: 0n, hash: BEGINNING_OF_CHAIN, recordedAtMicros: 0n };

/**
 * Proves the books from their rows, trusting no trigger: content and chain hashes, sequence without gap, double entry per
 * journal, the unit bridge per fact, currency and day in both accountings, balances and turnover recomputed, heads of the chains,
 * states of the periods, what people decided, what checkpoints signed, guards in force. Memory does not grow.
 */
export function verifyLedger(
  db: Database,
  onProgress?: (journals: number, total: number) => void,
): Promise<LedgerVerification> {
  return inSnapshot(db, async (tx) => {
    const findings = new Findings();
    const ends = new Map<string, ChainEnd>();
    let journals = 0;
    let postings = 0;
    const total = await countJournals(tx);
    for await (const stored of storedJournals(tx)) {
      postings += stored.postings.length;
      if (stored.journal) journals += 1;
      onProgress?.(journals, total);
      checkPlace(stored, ends, findings);
      checkDoubleEntry(stored, findings);
    }
    await checkHeads(tx, ends, findings);
    await checkBridge(tx, findings);
    await checkPeriods(tx, findings);
    await checkDecisions(tx, findings);
    await checkCheckpoints(tx, findings);
    await checkAddedUp(tx, findings);
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
  const { sequence: before, hash: previousHash, recordedAtMicros: earlier } = ends.get(book) ?? NOTHING_YET;
  if (sequence !== before + 1n) findings.add(book, before + 1n, `missing: the chain goes on at ${sequence}`);
  if (!contentHash(journal).equals(journal.contentHash))
    findings.add(book, sequence, `journal ${journal.key} is not what its content hash says`);
  if (journal.id !== journalId(journal.key, { id: journal.rule }, book, journal.accounting))
    findings.add(
      book,
      sequence,
      `journal ${journal.key} has an id that does not follow from its key, rule, book and accounting`,
    );
  const { hash, ...said } = journal;
  const expected = chainHash({ ...said, sequence, previousHash });
  if (!expected.equals(hash)) findings.add(book, sequence, `journal ${journal.key} is not tied to the one before it`);
  // Journals of one call share their moment.
  if (said.recordedAtMicros < earlier)
    findings.add(book, sequence, `journal ${journal.key} is recorded before the one before it`);
  ends.set(book, { sequence, hash, recordedAtMicros: said.recordedAtMicros });
}

function checkDoubleEntry({ book, sequence, journal, postings }: StoredJournal, findings: Findings): void {
  if (!journal) return;
  if (postings.length !== journal.postingCount || postings.length < 2)
    findings.add(
      book,
      sequence,
      `journal ${journal.key} has ${postings.length} postings instead of ${journal.postingCount}`,
    );
  if (postings.some(({ ord }, index) => ord !== index + 1))
    findings.add(book, sequence, `postings of journal ${journal.key} are not numbered from 1`);
  const sums = new Map<string, bigint>();
  for (const { currency, minor_units, effective_date, accounting } of postings) {
    sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(minor_units));
    if (effective_date !== journal.effectiveDate)
      findings.add(book, sequence, `journal ${journal.key} has a posting of ${effective_date}`);
    if (accounting !== journal.accounting)
      findings.add(book, sequence, `journal ${journal.key} has a posting of accounting ${accounting}`);
  }
  for (const [currency, sum] of sums)
    if (sum !== 0n) findings.add(book, sequence, `journal ${journal.key} is off by ${sum} minor units of ${currency}`);
}

/** A tail that was cut shows only here, and with the head cut too only against a copy kept elsewhere. */
async function checkHeads(tx: Transaction, ends: ReadonlyMap<string, ChainEnd>, findings: Findings): Promise<void> {
  const heads = await tx.rows<{ book: string; sequence: string; hash: Buffer; micros: string }>(
    `select book, sequence::text, hash,
       case when recorded_at = '-infinity' then '0' else (extract(epoch from recorded_at) * 1000000)::bigint::text end as micros
     from ledger.chain_head order by book`,
  );
  const known = new Set(heads.map(({ book }) => book));
  for (const { book, sequence, hash, micros } of heads) {
    const end = ends.get(book) ?? NOTHING_YET;
    if (BigInt(sequence) !== end.sequence)
      findings.add(book, end.sequence + 1n, `the head of the chain stands at ${sequence}`);
    else if (!hash.equals(end.hash)) findings.add(book, sequence, 'the head of the chain has another hash');
    else if (BigInt(micros) !== end.recordedAtMicros)
      findings.add(book, sequence, 'the head of the chain has another moment than its last journal');
  }
  for (const book of ends.keys()) if (!known.has(book)) findings.add(book, null, 'the chain has no head');
}

async function checkBridge(tx: Transaction, findings: Findings): Promise<void> {
  const off = await tx.rows<{ key: string; currency: string; effective_date: string; tda: string; sda: string }>(
    `select * from (
       select j.key, p.currency, p.effective_date::text,
         coalesce(sum(p.minor_units) filter (where p.accounting <> 'SDA'), 0)::text as tda,
         coalesce(sum(p.minor_units) filter (where p.accounting <> 'TDA'), 0)::text as sda
       from ledger.posting p join ledger.journal j on j.book = p.book and j.sequence = p.sequence
       where p.account in ('1980', '2980')
       group by j.key, p.currency, p.effective_date
     ) sums where tda <> '0' or sda <> '0'
     order by key, currency limit ${FAULTS_SHOWN}`,
  );
  for (const { key, currency, effective_date, tda, sda } of off)
    findings.add(
      '(all books)',
      null,
      tda === '0'
        ? `the unit bridge of ${key} is off by ${sda} minor units of ${currency} on ${effective_date} in SDA`
        : `the unit bridge of ${key} is off by ${tda} minor units of ${currency} on ${effective_date} in TDA`,
    );
}

/** The state of a month follows from the changes that were recorded of it, each begun where the one before ended. */
async function checkPeriods(tx: Transaction, findings: Findings): Promise<void> {
  const off = await tx.rows<{ period: string; state: string; said: string }>(
    `select p.period::text, p.state, coalesce(c.to_state, 'open') as said
     from ledger.period p
     left join lateral (
       select to_state from ledger.period_change c where c.period = p.period order by change_no desc limit 1) c on true
     where p.state <> coalesce(c.to_state, 'open')
     union all
     select period::text, from_state, coalesce(before, 'open')
     from (select period, change_no, from_state, lag(to_state) over (partition by period order by change_no) as before
           from ledger.period_change) c
     where from_state <> coalesce(before, 'open')
     union all
     select distinct c.period::text, 'not there', c.to_state from ledger.period_change c
     where not exists (select from ledger.period p where p.period = c.period)
     order by 1`,
  );
  for (const { period, state, said } of off)
    findings.add('(all books)', null, `period ${period.slice(0, 7)} is ${state}, its changes say ${said}`);
  const without = await tx.rows<{ name: string; period: boolean }>(
    `select coalesce(p.name, c.relname) as name, p.name is not null as period
     from (select 'posting_' || to_char(period, 'YYYY_MM') as name from ledger.period) p
     full join (
       select relname::text from pg_class join pg_inherits on inhrelid = oid where inhparent = 'ledger.posting'::regclass
     ) c on c.relname = p.name
     where p.name is null or c.relname is null order by 1`,
  );
  for (const { name, period } of without)
    findings.add('(all books)', null, `${name} has no ${period ? 'partition' : 'period'}`);
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
         ('period', 'period_kept'), ('period', 'period_not_truncated'), ('period_change', 'period_change_append_only'),
         ('period_change', 'period_change_sealed'), ('proposal', 'proposal_kept'), ('proposal', 'proposal_not_truncated'),
         ('decision', 'decision_append_only'), ('decision', 'decision_sealed'), ('checkpoint', 'checkpoint_append_only'),
         ('checkpoint', 'checkpoint_sealed')
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
