import type { EventOf, tradeCaptured } from '#contracts';
import { idOf } from '#domain/identity';
import { economics, type Office, type Trade } from '#domain/trade';
import type { Transaction } from '#platform/database';
import { currentTerms, type KeptVersion } from './storage/version.store.js';

type Captured = EventOf<typeof tradeCaptured>;

/** What later services hear: every applied version, with what it replaces. */
export async function capturedEvents(
  tx: Transaction,
  side: Office,
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
