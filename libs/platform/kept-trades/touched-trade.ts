import type { Received } from '#platform/messaging';

/** A trade of which something new was heard. */
export interface TouchedTrade<Kept> {
  /** As it was kept before this batch; null when it was unknown. */
  readonly before: Kept | null;
  readonly now: Kept;
  /** Time of the last message that concerned it. */
  readonly at: string;
}

/** What one message does to what is kept of its trade. */
export interface Step<Kept> {
  /** Time of the message. */
  readonly at: string;
  readonly change: (kept: Kept) => Kept;
}

/** Applies the messages of a batch in order, several of one trade one after the other. */
export function touch<Event extends { readonly tradeId: string }, Kept>(
  received: readonly Received<Event>[],
  kept: ReadonlyMap<string, Kept>,
  unknownTrade: (tradeId: string) => Kept,
  stepOf: (event: Event) => Step<Kept>,
): TouchedTrade<Kept>[] {
  const touched = new Map<string, TouchedTrade<Kept>>();
  for (const { event } of received) {
    const { tradeId } = event;
    const before = kept.get(tradeId) ?? null;
    const { at, change } = stepOf(event);
    touched.set(tradeId, { before, now: change(touched.get(tradeId)?.now ?? before ?? unknownTrade(tradeId)), at });
  }
  return [...touched.values()];
}

/** Trades of which nothing new was said, to be looked at again because time has passed. */
export function lookAgain<Kept>(kept: Iterable<Kept>, at: string): TouchedTrade<Kept>[] {
  return [...kept].map((record) => ({ before: record, now: record, at }));
}
