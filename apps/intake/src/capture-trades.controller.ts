import { Controller } from '@nestjs/common';
import { frontOfficeTrade, middleOfficeTrade, tradeCaptured, type TradeEvent } from '#contracts';
import { foldVersions, type Office } from '#domain/trade';
import type { Transaction } from '#platform/database';
import { HandlesBatch, type Batch } from '#platform/messaging';
import { capturedEvents } from './captured-events.js';
import { readVersion } from './read-version.js';
import { reassess } from './reassess.js';
import { lockTrades, sideOf, writeSides, type TradeRecord } from './storage/trade.store.js';
import {
  moveVersions,
  waitingVersions,
  writeVersions,
  type KeptVersion,
  type VersionStatus,
} from './storage/version.store.js';

/** Captures and enriches what the front and the middle office report, version by version. */
@Controller()
export class CaptureTrades {
  @HandlesBatch(frontOfficeTrade)
  front(batch: Batch<TradeEvent>, tx: Transaction): Promise<void> {
    return capture(batch, tx, 'front');
  }

  @HandlesBatch(middleOfficeTrade)
  middle(batch: Batch<TradeEvent>, tx: Transaction): Promise<void> {
    return capture(batch, tx, 'middle');
  }
}

async function capture(batch: Batch<TradeEvent>, tx: Transaction, side: Office): Promise<void> {
  const arrived: KeptVersion[] = [];
  for (const received of batch.received) {
    const read = readVersion(received, side);
    if ('faults' in read) batch.park(received, read.faults);
    else arrived.push(read);
  }
  if (arrived.length === 0) return;

  const ids = [...new Set(arrived.map(({ tradeId }) => tradeId))];
  const trades = await lockTrades(tx, ids, arrived[0]?.sentAt ?? '');
  const waiting = await waitingVersions(tx, side, ids);
  const news = byTrade(arrived);
  const earlier = byTrade(waiting);

  const applied: { item: KeptVersion; replaces: number | null }[] = [];
  const statuses: { version: KeptVersion; status: VersionStatus }[] = [];
  const sides = new Map<string, TradeRecord>();
  for (const [tradeId, versions] of news) {
    const record = trades.get(tradeId);
    if (!record) throw new Error(`trade ${tradeId} is not locked`);
    const fold = foldVersions(sideOf(record, side), earlier.get(tradeId) ?? [], versions);
    const last = fold.applied.at(-1)?.item;
    for (const { item } of fold.applied)
      statuses.push({ version: item, status: item === last ? 'current' : 'superseded' });
    for (const item of fold.history) statuses.push({ version: item, status: 'history' });
    for (const item of fold.waiting) statuses.push({ version: item, status: 'waiting' });
    applied.push(...fold.applied);
    const tombstone = fold.applied[0]?.item.action === 'CANCEL' && fold.applied[0].replaces === null;
    sides.set(tradeId, withSide(record, side, { ...fold.state, tombstone }, last));
  }
  await writeVersions(
    tx,
    statuses.filter(({ version }) => !waiting.includes(version)),
  );
  await moveVersions(
    tx,
    statuses.filter(({ version }) => waiting.includes(version)),
    applied,
  );
  batch.publish(tradeCaptured, await capturedEvents(tx, side, applied));
  await writeSides(tx, await reassess(tx, [...sides.values()]));
}

function byTrade(versions: readonly KeptVersion[]): Map<string, KeptVersion[]> {
  const groups = new Map<string, KeptVersion[]>();
  for (const version of versions) {
    const group = groups.get(version.tradeId);
    if (group) group.push(version);
    else groups.set(version.tradeId, [version]);
  }
  return groups;
}

/** Front terms are the trade's; the middle office's stand in while the front office is silent. */
function withSide(
  record: TradeRecord,
  side: Office,
  { applied, cancelled, tombstone }: { applied: number; cancelled: boolean; tombstone: boolean },
  last: KeptVersion | undefined,
): TradeRecord {
  const updatedAt = last && last.sentAt > record.updatedAt ? last.sentAt : record.updatedAt;
  const terms = last?.trade && (side === 'front' || record.frontApplied === 0) ? last.trade : record.terms;
  return side === 'front'
    ? {
        ...record,
        frontApplied: applied,
        frontCancelled: cancelled,
        frontTombstone: record.frontTombstone || tombstone,
        terms,
        updatedAt,
      }
    : { ...record, middleApplied: applied, middleCancelled: cancelled, terms, updatedAt };
}
