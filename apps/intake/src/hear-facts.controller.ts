import { Controller } from '@nestjs/common';
import {
  breakClosed,
  breakOpened,
  cancellationRequested,
  instructionReleased,
  obligationFailing,
  obligationProgressed,
  obligationSettled,
  tradeAgreed,
  tradeConfirmed,
  tradeDisputed,
  versionWithdrawn,
  type EventOf,
} from '#contracts';
import type { State } from '#domain/life-cycle';
import type { Transaction } from '#platform/database';
import { HandlesBatch, type Batch, type Received } from '#platform/messaging';
import type { Fact } from './life-of-trade.js';
import { reassess } from './reassess.js';
import { keepFacts, type ToldFact } from './storage/fact.store.js';
import { lockKnownTrades, lockTrades, writeMoves } from './storage/trade.store.js';

/** What an event says beside its trade, its id and its time; all else is said by nobody. */
type Said = Partial<Omit<Fact, 'kind'> & Pick<ToldFact, 'transition' | 'actor'>>;

const differences = (of: readonly { field: string; ours: string | null; theirs: string | null }[]): string =>
  of.map(({ field, ours, theirs }) => `${field} differs: ${ours ?? 'nothing'} / ${theirs ?? 'nothing'}`).join('; ');

/** Hears from the later services how a trade goes on, keeps it as facts, and moves the trade as far as they carry it. */
@Controller()
export class HearFacts {
  @HandlesBatch(tradeAgreed)
  agreed(batch: Batch<EventOf<typeof tradeAgreed>>, tx: Transaction): Promise<void> {
    return keep(batch, tx, 'agreed', ({ version, sequence, acceptedSide }) => ({
      version,
      sequence,
      transition: 'L4',
      reason: acceptedSide === 'middle' ? 'terms of the middle office' : null,
    }));
  }

  @HandlesBatch(breakOpened)
  opened(batch: Batch<EventOf<typeof breakOpened>>, tx: Transaction): Promise<void> {
    return keep(batch, tx, 'break-opened', ({ version, sequence, kind, differences: fields }) => ({
      version,
      sequence,
      reason:
        kind === 'economics'
          ? differences(fields)
          : `${kind === 'missing-middle' ? 'middle' : 'front'} office is silent after the cut-off`,
    }));
  }

  @HandlesBatch(breakClosed)
  closed(batch: Batch<EventOf<typeof breakClosed>>, tx: Transaction): Promise<void> {
    return keep(batch, tx, 'break-closed', ({ version, sequence, outcome, reason, actor }) => ({
      version,
      sequence,
      reason: reason ?? outcome,
      ...(actor === null ? {} : { actor }),
    }));
  }

  @HandlesBatch(tradeConfirmed)
  confirmed(batch: Batch<EventOf<typeof tradeConfirmed>>, tx: Transaction): Promise<void> {
    return keep(batch, tx, 'confirmed', ({ version, sequence }) => ({ version, sequence, transition: 'L6' }));
  }

  @HandlesBatch(tradeDisputed)
  disputed(batch: Batch<EventOf<typeof tradeDisputed>>, tx: Transaction): Promise<void> {
    return keep(batch, tx, 'disputed', ({ version, sequence, kind, counterparty, differences: fields }) => ({
      version,
      sequence,
      reason:
        kind === 'differs'
          ? `${counterparty}: ${differences(fields)}`
          : `${counterparty} has not confirmed by the cut-off`,
    }));
  }

  @HandlesBatch(instructionReleased)
  instructed(batch: Batch<EventOf<typeof instructionReleased>>, tx: Transaction): Promise<void> {
    return keep(batch, tx, 'obligation', (event) => ({
      ...ofObligation(event),
      // Sent again while it fails already (L28).
      state: event.transition === 'L28' ? 'FAILING' : 'INSTRUCTED',
      reason:
        event.transition === 'L28'
          ? 'sent again after a rejection'
          : `settlement date ${event.settlementDate} not reached`,
    }));
  }

  @HandlesBatch(cancellationRequested)
  cancelling(batch: Batch<EventOf<typeof cancellationRequested>>, tx: Transaction): Promise<void> {
    return keep(batch, tx, 'obligation', (event) => ({ ...ofObligation(event), state: 'CANCEL_PENDING' }));
  }

  @HandlesBatch(obligationProgressed)
  progressed(batch: Batch<EventOf<typeof obligationProgressed>>, tx: Transaction): Promise<void> {
    return keep(batch, tx, 'obligation', (event) => ({
      ...ofObligation(event),
      state: event.to as State,
      reason: event.reason,
    }));
  }

  @HandlesBatch(obligationSettled)
  settled(batch: Batch<EventOf<typeof obligationSettled>>, tx: Transaction): Promise<void> {
    return keep(batch, tx, 'obligation', (event) => ({
      ...ofObligation(event),
      state: event.part === 'final' ? 'SETTLED' : event.wasFailing ? 'FAILING' : 'PARTIALLY_SETTLED',
      reason: event.part === 'final' ? null : 'a part has settled, the remainder is open',
    }));
  }

  @HandlesBatch(obligationFailing)
  failing(batch: Batch<EventOf<typeof obligationFailing>>, tx: Transaction): Promise<void> {
    return keep(batch, tx, 'obligation', (event) => ({
      ...ofObligation(event),
      state: event.lateInstruct ? 'CONFIRMED' : 'FAILING',
      reason: event.reasonCode === null ? event.reason : `${event.reason} (${event.reasonCode})`,
    }));
  }

  @HandlesBatch(versionWithdrawn)
  withdrawn(batch: Batch<EventOf<typeof versionWithdrawn>>, tx: Transaction): Promise<void> {
    return keep(batch, tx, 'withdrawn', ({ version, by }) => ({
      version,
      state: by === 'CANCEL' ? 'CANCELLED' : null,
      transition: by === 'CANCEL' ? 'L22' : 'L23',
    }));
  }
}

function ofObligation(event: { version: number; obligationId: string; sequence: number; transition: string }): Said {
  const { version, obligationId, sequence, transition } = event;
  return { version, obligationId, sequence, transition };
}

async function keep<Event extends { tradeId: string; eventId: string; occurredAt: string }>(
  batch: Batch<Event>,
  tx: Transaction,
  kind: Fact['kind'],
  said: (event: Event) => Said,
): Promise<void> {
  // A counterparty may claim a trade that nobody here has: that is a dispute, not a trade of ours.
  const ids = [...new Set(batch.received.map(({ event }) => event.tradeId))];
  const trades =
    kind === 'disputed'
      ? await lockKnownTrades(tx, ids)
      : await lockTrades(tx, ids, batch.received[0]?.event.occurredAt ?? '');
  const received = batch.received.filter(({ event }) => trades.has(event.tradeId));
  if (received.length === 0) return;
  await keepFacts(
    tx,
    received.map((one) => toldFact(one, kind, said(one.event))),
  );
  const moves = await reassess(tx, [...trades.values()]);
  await writeMoves(
    tx,
    moves.filter(({ record, state, reason }) => state !== record.state || reason !== record.reason),
  );
}

const SAID_NOTHING = {
  version: null,
  obligationId: null,
  sequence: null,
  state: null,
  transition: null,
  reason: null,
  actor: 'system',
};

function toldFact<Event extends { tradeId: string; eventId: string; occurredAt: string }>(
  { event: { tradeId, eventId, occurredAt: at }, message: { topic, partition, offset } }: Received<Event>,
  kind: Fact['kind'],
  said: Said,
): ToldFact {
  return { ...SAID_NOTHING, ...said, tradeId, eventId, kind, at, topic, partition, offset: offset.toString() };
}
