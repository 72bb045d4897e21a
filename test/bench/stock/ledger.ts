import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { In, type EntityManager } from 'typeorm';
import {
  cashOf,
  outgoing,
  topics,
  type Captured,
  type JournalPosted,
  type Outgoing,
  type Settled,
  type Terms,
} from './events.js';
import { Once } from './once.js';
import { BalanceRow, JournalRow, PostingRow } from './rows.js';

interface Draft {
  readonly book: string;
  readonly rule: string;
  readonly postings: readonly { readonly account: string; readonly detail: string; readonly minorUnits: bigint }[];
}

const TREASURY = 'house.treasury';

/** Double entry on the trade date and at settlement; the cash is treasury's, so settlement is bridged between two books. */
@Controller()
export class Ledger {
  constructor(private readonly once: Once) {}

  @EventPattern<string>(topics.tradeCaptured)
  book(@Payload() event: Captured): Promise<void> {
    return this.once.handle(event.eventId, async (manager, first) => {
      if (event.side !== 'front') return [];
      return post(manager, first, event, event.terms.tradeDate, [tradeDate(event.terms)]);
    });
  }

  @EventPattern<string>(topics.obligationSettled)
  settle(@Payload() event: Settled): Promise<void> {
    return this.once.handle(event.eventId, (manager, first) =>
      post(manager, first, event, event.terms.settlementDate, settlement(event.terms)),
    );
  }
}

function tradeDate(terms: Terms): Draft {
  const { book, isin, counterparty, consideration, commission } = terms;
  return {
    book,
    rule: 'trade-date',
    postings: [
      { account: '1100', detail: isin, minorUnits: BigInt(consideration) },
      { account: '5200', detail: '', minorUnits: BigInt(commission) },
      { account: '2100', detail: counterparty, minorUnits: -cashOf(terms) },
    ],
  };
}

function settlement(terms: Terms): Draft[] {
  const { book, counterparty, currency } = terms;
  const cash = cashOf(terms);
  return [
    {
      book,
      rule: 'settlement',
      postings: [
        { account: '2100', detail: counterparty, minorUnits: cash },
        { account: '2980', detail: TREASURY, minorUnits: -cash },
      ],
    },
    {
      book: TREASURY,
      rule: 'settlement',
      postings: [
        { account: '1980', detail: book, minorUnits: cash },
        { account: '1010', detail: `NOSTRO-${currency}`, minorUnits: -cash },
      ],
    },
  ];
}

async function post(
  manager: EntityManager,
  first: boolean,
  { tradeId, occurredAt, terms }: Captured | Settled,
  effectiveDate: string,
  drafts: readonly Draft[],
): Promise<Outgoing[]> {
  const idOf = ({ book, rule }: Draft): string => `${tradeId}/${rule}/${book}`;
  if (first) {
    for (const draft of drafts) {
      const off = draft.postings.reduce((sum, { minorUnits }) => sum + minorUnits, 0n);
      if (off !== 0n) throw new Error(`journal ${idOf(draft)} is off by ${off}`);
    }
    await manager
      .getRepository(JournalRow)
      .save(drafts.map((draft) => ({ id: idOf(draft), tradeId, book: draft.book, rule: draft.rule, effectiveDate })));
    await manager.getRepository(PostingRow).save(
      drafts.flatMap((draft) =>
        draft.postings.map(({ account, detail, minorUnits }, index) => ({
          journalId: idOf(draft),
          ord: index + 1,
          account,
          detail,
          currency: terms.currency,
          minorUnits: minorUnits.toString(),
        })),
      ),
    );
    await addToBalances(manager, terms.currency, drafts);
  }
  const posted: JournalPosted = {
    eventId: `posted:${drafts.map(idOf).join(',')}`,
    tradeId,
    occurredAt,
    journals: drafts.map((draft) => ({ id: idOf(draft), book: draft.book, postings: draft.postings.length })),
  };
  return [outgoing(topics.journalPosted, posted)];
}

/** Rows are locked in the order of their ids, so that two transactions never wait for each other. */
async function addToBalances(manager: EntityManager, currency: string, drafts: readonly Draft[]): Promise<void> {
  const changes = new Map<string, bigint>();
  for (const { book, postings } of drafts)
    for (const { account, detail, minorUnits } of postings) {
      const id = [book, account, detail, currency].join('|');
      changes.set(id, (changes.get(id) ?? 0n) + minorUnits);
    }
  const ids = [...changes.keys()].sort();
  const balances = manager.getRepository(BalanceRow);
  const known = new Set((await balances.findBy({ id: In(ids) })).map(({ id }) => id));
  const missing = ids.filter((id) => !known.has(id)).map((id) => ({ id, minorUnits: '0' }));
  if (missing.length > 0) await balances.createQueryBuilder().insert().values(missing).orIgnore().execute();
  const rows = await balances.find({
    where: { id: In(ids) },
    order: { id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
  for (const row of rows) row.minorUnits = (BigInt(row.minorUnits) + (changes.get(row.id) ?? 0n)).toString();
  await balances.save(rows);
}
