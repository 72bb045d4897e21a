import { contentHash, type Journal } from '#domain/ledger';
import { columnsOf, type Transaction } from '#platform/database';
import type { Entry } from './entry.js';
import { asLedgerRefusal } from './ledger-refusal.js';

const JOURNAL_COLUMNS = {
  journal_ids: 'uuid',
  books: 'text',
  keys: 'text',
  rules: 'text',
  rule_versions: 'smallint',
  effective_dates: 'date',
  trade_ids: 'text',
  source_event_ids: 'uuid',
  actors: 'text',
  reversed_ids: 'uuid',
  inputs: 'text',
  posting_counts: 'smallint',
  content_hashes: 'bytea',
} as const;

const POSTING_COLUMNS = {
  posting_of: 'integer',
  ords: 'smallint',
  accounts: 'text',
  details: 'text',
  currencies: 'text',
  amounts: 'numeric',
} as const;

type Columns<Types> = Record<keyof Types, (string | null)[]>;

const emptyColumns = <Types extends object>(types: Types): Columns<Types> =>
  Object.fromEntries(Object.keys(types).map((name) => [name, []])) as unknown as Columns<Types>;

/**
 * Posts the entries with one call of `ledger.post_batch`, all or none; the database gives sequence and chain hash.
 * Within a batch no journal may come twice.
 * @returns ids of journals that were posted before with the same content, and were left out
 * @throws LedgerRefusal
 */
export async function postBatch(tx: Transaction, entries: readonly Entry[]): Promise<Set<string>> {
  if (entries.length === 0) return new Set();
  const journals = emptyColumns(JOURNAL_COLUMNS);
  const postings = emptyColumns(POSTING_COLUMNS);
  entries.forEach((entry, index) => add(entry, String(index + 1), journals, postings));
  const first = columnsOf(Object.values(JOURNAL_COLUMNS), Object.values(journals));
  const second = columnsOf(Object.values(POSTING_COLUMNS), Object.values(postings), first.parameters.length + 1);
  try {
    const left = await tx.rows<{ journal_id: string }>(
      `select journal_id from ledger.post_batch(${[...first.places, ...second.places].join(', ')}) as posted_before(journal_id)`,
      [...first.parameters, ...second.parameters],
    );
    return new Set(left.map(({ journal_id }) => journal_id));
  } catch (error) {
    throw asLedgerRefusal(error);
  }
}

function add(
  { journal, sourceEventId, actor }: Entry,
  number: string,
  journals: Columns<typeof JOURNAL_COLUMNS>,
  postings: Columns<typeof POSTING_COLUMNS>,
): void {
  const { key, rule, effectiveDate, tradeId, reverses } = journal.head;
  const inputs = JSON.stringify(journal.head.inputs);
  const evidence = journal.postings.map(({ account, detail, amount: { minorUnits, currency } }) => ({
    account,
    detail,
    currency,
    minorUnits: minorUnits.toString(),
  }));
  journals.journal_ids.push(journal.id);
  journals.books.push(journal.book);
  journals.keys.push(key);
  journals.rules.push(rule.id);
  journals.rule_versions.push(String(rule.version));
  journals.effective_dates.push(effectiveDate);
  journals.trade_ids.push(tradeId);
  journals.source_event_ids.push(sourceEventId);
  journals.actors.push(actor);
  journals.reversed_ids.push(reverses);
  journals.inputs.push(inputs);
  journals.posting_counts.push(String(evidence.length));
  journals.content_hashes.push(`\\x${contentHashOf(journal, inputs, evidence).toString('hex')}`);
  evidence.forEach(({ account, detail, currency, minorUnits }, ord) => {
    postings.posting_of.push(number);
    postings.ords.push(String(ord + 1));
    postings.accounts.push(account);
    postings.details.push(detail);
    postings.currencies.push(currency);
    postings.amounts.push(minorUnits);
  });
}

function contentHashOf(
  { id, book, head: { key, rule, effectiveDate, tradeId, reverses } }: Journal,
  inputs: string,
  postings: Parameters<typeof contentHash>[0]['postings'],
): Buffer {
  return contentHash({
    id,
    book,
    accounting: 'common',
    key,
    rule: rule.id,
    ruleVersion: rule.version,
    effectiveDate,
    tradeId,
    reverses,
    inputs,
    postings,
  });
}
