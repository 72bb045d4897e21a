import { DataSource, EntitySchema, In, type EntityManager } from 'typeorm';
import { adminUrlOf, type DatabaseAddress } from '#platform/database';
import {
  balanceKey,
  balancesOf,
  type PlainBalance,
  type PlainJournal,
  type PlainPosting,
  type PlainRows,
} from './plain-rows.js';

const JournalRow = new EntitySchema<PlainJournal>({
  name: 'PlainJournal',
  schema: 'plain',
  tableName: 'journal',
  columns: {
    journal_id: { type: 'uuid', primary: true },
    book: { type: 'text' },
    sequence: { type: 'bigint' },
    key: { type: 'text' },
    rule: { type: 'text' },
    rule_version: { type: 'smallint' },
    effective_date: { type: 'date' },
    trade_id: { type: 'text' },
    accounting: { type: 'text' },
    source_event_id: { type: 'uuid' },
    source: { type: 'text' },
    inputs: { type: 'text' },
    postings: { type: 'smallint' },
    content_hash: { type: 'bytea' },
    hash: { type: 'bytea' },
    recorded_at: { type: 'timestamptz' },
  },
});

const PostingRow = new EntitySchema<PlainPosting>({
  name: 'PlainPosting',
  schema: 'plain',
  tableName: 'posting',
  columns: {
    book: { type: 'text', primary: true },
    sequence: { type: 'bigint', primary: true },
    ord: { type: 'smallint', primary: true },
    effective_date: { type: 'date', primary: true },
    accounting: { type: 'text' },
    account: { type: 'text' },
    detail: { type: 'text' },
    currency: { type: 'text' },
    minor_units: { type: 'numeric' },
  },
});

const BalanceRow = new EntitySchema<PlainBalance>({
  name: 'PlainBalance',
  schema: 'plain',
  tableName: 'balance',
  columns: {
    book: { type: 'text', primary: true },
    account: { type: 'text', primary: true },
    detail: { type: 'text', primary: true },
    currency: { type: 'text', primary: true },
    effective_date: { type: 'date', primary: true },
    accounting: { type: 'text', primary: true },
    debit: { type: 'numeric' },
    credit: { type: 'numeric' },
    postings: { type: 'bigint' },
  },
});

/** Journals of one transaction: the best of 5 to 250 in trials; `save` compares all keys of a batch with each other. */
const BATCH = 50;

export async function openTypeorm(address: DatabaseAddress): Promise<DataSource> {
  const source = new DataSource({
    type: 'postgres',
    url: adminUrlOf(address),
    entities: [JournalRow, PostingRow, BalanceRow],
  });
  return source.initialize();
}

/** As TypeORM's own documentation writes many rows: repositories and `save` of arrays, a transaction a batch. */
export async function writeByTypeorm(source: DataSource, { journals, postings }: PlainRows): Promise<void> {
  for (let from = 0; from < journals.length; from += BATCH) {
    const some = postings.slice(from, from + BATCH).flat();
    await source.transaction(async (manager) => {
      await manager.getRepository(JournalRow).save(journals.slice(from, from + BATCH));
      await manager.getRepository(PostingRow).save(some);
      await addToBalances(manager, balancesOf(some));
    });
  }
}

async function addToBalances(manager: EntityManager, changes: readonly PlainBalance[]): Promise<void> {
  const repository = manager.getRepository(BalanceRow);
  const all = (name: 'book' | 'account' | 'detail') => In([...new Set(changes.map((change) => change[name]))]);
  const found = await repository.find({
    where: { book: all('book'), account: all('account'), detail: all('detail') },
    lock: { mode: 'pessimistic_write' },
  });
  const held = new Map(found.map((balance) => [balanceKey(balance), balance]));
  await repository.save(
    changes.map((change) => {
      const before = held.get(balanceKey(change));
      if (!before) return change;
      return {
        ...change,
        debit: String(BigInt(before.debit) + BigInt(change.debit)),
        credit: String(BigInt(before.credit) + BigInt(change.credit)),
        postings: String(BigInt(before.postings) + BigInt(change.postings)),
      };
    }),
  );
}
