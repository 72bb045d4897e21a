import { Controller } from '@nestjs/common';
import {
  frontOfficeTrade,
  middleOfficeTrade,
  tradeCaptured,
  type EventOf,
  type Fault,
  type TradeEvent,
} from '#contracts';
import { idOf } from '#domain/identity';
import { referenceData } from '#domain/parties';
import { economics, enrich, foldVersions, type Provenance, type Trade } from '#domain/trade';
import { type Transaction } from '#platform/database';
import { HandlesBatch, type Batch, type Received } from '#platform/messaging';
import { reassess } from './reassess.js';
import { lockTrades, sideOf, writeSides, type SideName, type TradeRecord } from './storage/trade.store.js';
import {
  currentTerms,
  moveVersions,
  waitingVersions,
  writeVersions,
  type KeptVersion,
} from './storage/version.store.js';

type Captured = EventOf<typeof tradeCaptured>;

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

async function capture(batch: Batch<TradeEvent>, tx: Transaction, side: SideName): Promise<void> {
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
  const statuses: { version: KeptVersion; status: string }[] = [];
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
  batch.publish(tradeCaptured, await eventsOf(tx, side, applied));
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

function readVersion(
  { event, message }: Received<TradeEvent>,
  side: SideName,
): KeptVersion | { faults: readonly Fault[] } {
  const wrong = wrongVersion(event);
  if (wrong) return { faults: [wrong] };
  let trade: Trade | null = null;
  let provenance: readonly Provenance[] = [];
  if (event.action !== 'CANCEL') {
    const enrichment = enrich(event.terms, referenceData);
    if (enrichment.kind === 'refused') return { faults: enrichment.faults };
    ({ trade, provenance } = enrichment);
  }
  return {
    tradeId: event.tradeId,
    side,
    version: event.version,
    action: event.action,
    trade,
    provenance,
    topic: message.topic,
    partition: message.partition,
    offset: message.offset.toString(),
    sentAt: message.time,
    rawMessage: message.body,
  };
}

function wrongVersion({ action, version }: TradeEvent): Fault | undefined {
  if (action === 'NEW' && version !== 1)
    return {
      field: '/version',
      value: String(version),
      rule: 'a NEW has version 1',
      remedy: 'Send AMEND for later versions.',
    };
  if (action === 'AMEND' && version === 1)
    return {
      field: '/version',
      value: '1',
      rule: 'an AMEND has version 2 or higher',
      remedy: 'Send NEW for version 1.',
    };
  return undefined;
}

/** What later services hear: every applied version, with what it replaces. */
async function eventsOf(
  tx: Transaction,
  side: SideName,
  applied: readonly { item: KeptVersion; replaces: number | null }[],
): Promise<Captured[]> {
  const terms = new Map<string, Trade | null>();
  for (const { item } of applied) terms.set(`${item.tradeId}|${item.version}`, item.trade);
  const unknown = applied.filter(
    ({ item, replaces }) => item.action === 'AMEND' && replaces !== null && !terms.has(`${item.tradeId}|${replaces}`),
  );
  for (const [key, trade] of await currentTerms(
    tx,
    side,
    unknown.map(({ item, replaces }) => ({ tradeId: item.tradeId, version: replaces ?? 0 })),
  ))
    terms.set(key, trade);
  return applied.map(({ item, replaces }) => ({
    eventId: idOf('trade-captured', item.tradeId, side, item.version),
    tradeId: item.tradeId,
    side,
    version: item.version,
    action: item.action,
    amendment: item.action === 'AMEND' ? amendmentOf(terms.get(`${item.tradeId}|${replaces}`), item.trade) : null,
    replaces,
    trade: item.trade,
    source: { topic: item.topic, partition: item.partition, offset: item.offset },
    occurredAt: item.sentAt,
  }));
}

function amendmentOf(before: Trade | null | undefined, after: Trade | null): 'economic' | 'internal' {
  if (!before || !after) return 'economic';
  const [was, is] = [economics(before), economics(after)];
  const owner = before.capacity === after.capacity && before.beneficialOwner === after.beneficialOwner;
  const same = owner && Object.keys({ ...was, ...is }).every((field) => was[field] === is[field]);
  return same ? 'internal' : 'economic';
}

/** Front terms are the trade's; the middle office's stand in while the front office is silent. */
function withSide(
  record: TradeRecord,
  side: SideName,
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
