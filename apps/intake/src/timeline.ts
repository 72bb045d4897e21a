import type { TimelineEntry } from '#contracts';
import { transitions } from '#domain/life-cycle';
import type { ToldFact } from './storage/fact.store.js';
import type { ShownVersion } from './storage/version.store.js';

const EVENT_OF = new Map(transitions.map(({ id, event }) => [id, event]));

const WORDS: Readonly<Record<string, string>> = {
  agreed: 'front and middle office agree',
  'break-opened': 'break opened',
  'break-closed': 'break closed',
  confirmed: 'counterparty confirms',
  disputed: 'confirmation disputed',
  withdrawn: 'version withdrawn',
};

interface Placed {
  readonly entry: TimelineEntry;
  /** Among entries of the same time. */
  readonly order: number;
}

/** All that has happened to a trade, by its time: what the offices said, and what later services told. */
export function timelineOf(versions: readonly ShownVersion[], facts: readonly ToldFact[]): TimelineEntry[] {
  return [...versions.map(reported), ...facts.map(told)]
    .sort((left, right) =>
      left.entry.at === right.entry.at ? left.order - right.order : left.entry.at < right.entry.at ? -1 : 1,
    )
    .map(({ entry }) => entry);
}

function reported(reported: ShownVersion): Placed {
  const { side, version, action, status, sentAt, topic, partition, offset } = reported;
  const waits = status === 'waiting' ? `, waits for version ${version - 1}` : '';
  return {
    order: 0,
    entry: {
      at: sentAt,
      transition: transitionOf(reported),
      from: null,
      to: status === 'waiting' || side === 'middle' || action === 'CANCEL' ? null : 'ENRICHED',
      what: `${side} office: ${action}, version ${version}${waits}`,
      actor: `${side} office`,
      eventId: null,
      source: { topic, partition, offset },
    },
  };
}

function transitionOf({ side, version, action, status }: ShownVersion): string | null {
  if (side !== 'front' || status === 'waiting' || status === 'history') return null;
  if (version === 1) return 'L3';
  return action === 'CANCEL' ? 'L22' : 'L23';
}

function told({ kind, sequence, state, transition, reason, actor, at, eventId, ...source }: ToldFact): Placed {
  const { topic, partition, offset } = source;
  return {
    order: sequence ?? 0,
    entry: {
      at,
      transition,
      from: null,
      to: state ?? (kind === 'agreed' ? 'RECONCILED' : kind === 'confirmed' ? 'CONFIRMED' : null),
      what: [WORDS[kind] ?? EVENT_OF.get(transition ?? '') ?? kind, reason].filter(Boolean).join(': '),
      actor,
      eventId,
      source: { topic, partition, offset },
    },
  };
}
