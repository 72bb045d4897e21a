import { Controller } from '@nestjs/common';
import { breakClosed, journalPosted, tradeCaptured, versionWithdrawn, type EventOf } from '#contracts';
import { referenceData } from '#domain/parties';
import {
  bondTerms,
  heldBy,
  scaleQuantity,
  tradedBy,
  unheardVersion,
  withCapture,
  withCorrection,
  withWithdrawal,
  type BondVersion,
} from '#domain/units';
import type { Transaction } from '#platform/database';
import { HandlesBatch, type Batch } from '#platform/messaging';
import { lockVersions, updateVersions, versionKey } from './storage/bond-version.store.js';
import { ViewChanges } from './tell-views.js';

interface VersionFact {
  readonly tradeId: string;
  readonly version: number;
  readonly at: string;
  readonly fold: (version: BondVersion) => BondVersion;
}

const bondOf = (isin: string) => {
  const instrument = referenceData.findInstrument(isin);
  return instrument?.kind === 'bond' ? instrument : undefined;
};

/** Follows bonds from the trade to the books: nominal as it is booked, cost and accrued interest as they are posted. */
@Controller()
export class FollowBonds {
  @HandlesBatch(tradeCaptured)
  captured(batch: Batch<EventOf<typeof tradeCaptured>>, tx: Transaction): Promise<void> {
    const facts = batch.received.flatMap(({ event }): VersionFact[] => {
      const { side, action, trade, tradeId, version, occurredAt } = event;
      const terms = side === 'front' && action === 'NEW' && trade ? bondTerms(trade) : null;
      return terms ? [{ tradeId, version, at: occurredAt, fold: (known) => withCapture(known, terms) }] : [];
    });
    return follow(batch, tx, facts);
  }

  /** A later version counts from when the one before it is void, as it does in the books. */
  @HandlesBatch(versionWithdrawn)
  withdrawn(batch: Batch<EventOf<typeof versionWithdrawn>>, tx: Transaction): Promise<void> {
    const facts = batch.received.flatMap(({ event }): VersionFact[] => {
      const { tradeId, version, nextVersion, next, settled, occurredAt: at } = event;
      const kept = settled.find(({ leg }) => leg === 'delivery')?.quantity ?? null;
      const terms = next && bondTerms(next);
      return [
        { tradeId, version, at, fold: (known) => withWithdrawal(known, kept) },
        ...(terms
          ? [{ tradeId, version: nextVersion, at, fold: (known: BondVersion) => withCapture(known, terms) }]
          : []),
      ];
    });
    return follow(batch, tx, facts);
  }

  @HandlesBatch(breakClosed)
  corrected(batch: Batch<EventOf<typeof breakClosed>>, tx: Transaction): Promise<void> {
    const facts = batch.received.flatMap(({ event }): VersionFact[] => {
      const { tradeId, version, sequence, correction, occurredAt } = event;
      const terms = correction && bondTerms(correction.stands);
      if (!terms || version === null) return [];
      return [{ tradeId, version, at: occurredAt, fold: (known) => withCorrection(known, sequence, terms) }];
    });
    return follow(batch, tx, facts);
  }

  /** By trade date: the books by settlement date show the same security again. */
  @HandlesBatch(journalPosted)
  async posted(batch: Batch<EventOf<typeof journalPosted>>, tx: Transaction): Promise<void> {
    const views = new ViewChanges();
    for (const { event } of batch.received) {
      views.note(event.occurredAt);
      // A mark changes what a holding is worth, not what it cost.
      if (event.rule.startsWith('R14.')) continue;
      for (const { book, accounting, postings } of event.journals)
        for (const posting of accounting === 'SDA' ? [] : postings) {
          const held = heldBy(posting);
          if (held && bondOf(posting.detail))
            views.debt.add({ book, isin: posting.detail, currency: posting.amount.currency }, held);
        }
    }
    await views.tell(batch, tx);
  }
}

async function follow(batch: Batch<unknown>, tx: Transaction, facts: readonly VersionFact[]): Promise<void> {
  if (facts.length === 0) return;
  const views = new ViewChanges();
  const before = await lockVersions(tx, facts);
  const now = new Map<string, BondVersion>();
  for (const { fold, at, ...id } of facts) {
    const key = versionKey(id);
    now.set(key, fold(now.get(key) ?? before.get(key) ?? unheardVersion(id.tradeId, id.version)));
    views.note(at);
  }
  for (const [key, version] of now) {
    const was = before.get(key);
    if (was) addTraded(views, was, -1n);
    addTraded(views, version, 1n);
  }
  await updateVersions(tx, [...now.values()]);
  await views.tell(batch, tx);
}

function addTraded(views: ViewChanges, version: BondVersion, sign: bigint): void {
  const traded = tradedBy(version);
  const bond = traded && bondOf(traded.isin);
  if (!traded || !bond) return;
  const key = { book: traded.book, isin: traded.isin, currency: bond.currency };
  views.debt.add(key, { tradedNominal: scaleQuantity(traded.quantity) }, sign);
}
