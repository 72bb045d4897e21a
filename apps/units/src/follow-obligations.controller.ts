import { Controller } from '@nestjs/common';
import {
  instructionReleased,
  obligationFailing,
  obligationProgressed,
  obligationSettled,
  type EventOf,
} from '#contracts';
import { referenceData } from '#domain/parties';
import {
  addToExposure,
  addToLadder,
  followedTerms,
  NoNostroNamed,
  scaleQuantity,
  termsOfLeg,
  unheard,
  withCancellation,
  withFail,
  withInstruction,
  withSettledPart,
  type AccountOf,
  type FollowedObligation,
} from '#domain/units';
import type { Transaction } from '#platform/database';
import { HandlesBatch, type Batch, type Received } from '#platform/messaging';
import { insertObligations, lockObligations, updateObligations } from './storage/obligation.store.js';
import { ViewChanges } from './tell-views.js';

const accountOf: AccountOf = (instructionId) => referenceData.instruction(instructionId);

interface OfObligation {
  readonly obligationId: string;
  readonly occurredAt: string;
}

/** Follows every obligation from the instruction to its end: treasury's cash ladder and risk's settlement exposure. */
@Controller()
export class FollowObligations {
  @HandlesBatch(instructionReleased)
  released(batch: Batch<EventOf<typeof instructionReleased>>, tx: Transaction): Promise<void> {
    return follow(batch, tx, batch.received, (event) => {
      const terms = followedTerms(event, event.counterparty, accountOf);
      return (obligation) => withInstruction(obligation, terms);
    });
  }

  @HandlesBatch(obligationSettled)
  settled(batch: Batch<EventOf<typeof obligationSettled>>, tx: Transaction): Promise<void> {
    return follow(batch, tx, batch.received, (event, views) => {
      const terms = termsOfLeg(event.trade, event.leg, accountOf);
      for (const [cash, way] of [[event.pay, -1n] as const, [event.receive, 1n] as const]) {
        const nostro = cash && [terms?.pay, terms?.receive].find((one) => one?.currency === cash.currency)?.nostro;
        if (!cash || !nostro) continue;
        const key = { nostro, currency: cash.currency, valueDate: event.effectiveDate };
        views.ladder.add(key, { settled: way * cash.minorUnits });
      }
      addSettledNominal(views, event);
      return (obligation) => withSettledPart(obligation, event, terms);
    });
  }

  @HandlesBatch(obligationFailing)
  failing(batch: Batch<EventOf<typeof obligationFailing>>, tx: Transaction): Promise<void> {
    return follow(batch, tx, batch.received, (event) => {
      const terms = termsOfLeg(event.trade, event.leg, accountOf);
      return (obligation) => withFail(obligation, terms);
    });
  }

  @HandlesBatch(obligationProgressed)
  progressed(batch: Batch<EventOf<typeof obligationProgressed>>, tx: Transaction): Promise<void> {
    const cancelled = batch.received.filter(({ event }) => event.to === 'CANCELLED');
    return follow(batch, tx, cancelled, () => withCancellation);
  }
}

/** What settled of a bond stands in the book that it settled for. */
function addSettledNominal(views: ViewChanges, { trade, leg, quantity }: EventOf<typeof obligationSettled>): void {
  const security = trade.obligations.find((terms) => terms.leg === leg)?.security;
  if (trade.product !== 'bond' || !security || quantity === null) return;
  const nominal = scaleQuantity(quantity);
  const key = { book: trade.book, isin: security.isin, currency: trade.consideration.currency };
  views.debt.add(key, { settledNominal: security.direction === 'receive' ? nominal : -nominal });
}

type Fold = (obligation: FollowedObligation) => FollowedObligation;

/** Applies the events of a batch to their obligations and tells what that changes in the views. */
async function follow<Event extends OfObligation>(
  batch: Batch<unknown>,
  tx: Transaction,
  received: readonly Received<Event>[],
  foldOf: (event: Event, views: ViewChanges) => Fold,
): Promise<void> {
  const views = new ViewChanges();
  const folds: { readonly obligationId: string; readonly fold: Fold }[] = [];
  for (const one of received) {
    const fold = readOrPark(batch, one, () => foldOf(one.event, views));
    if (!fold) continue;
    folds.push({ obligationId: one.event.obligationId, fold });
    views.note(one.event.occurredAt);
  }
  if (folds.length === 0) return;
  const before = await lockObligations(tx, [...new Set(folds.map(({ obligationId }) => obligationId))]);
  const now = new Map<string, FollowedObligation>();
  for (const { obligationId, fold } of folds)
    now.set(obligationId, fold(now.get(obligationId) ?? before.get(obligationId) ?? unheard(obligationId)));
  for (const [obligationId, obligation] of now) {
    const was = before.get(obligationId);
    if (was) addTo(views, was, -1n);
    addTo(views, obligation, 1n);
  }
  const all = [...now.values()];
  await insertObligations(
    tx,
    all.filter(({ obligationId }) => !before.has(obligationId)),
  );
  await updateObligations(
    tx,
    all.filter(({ obligationId }) => before.has(obligationId)),
  );
  await views.tell(batch, tx);
}

function addTo(views: ViewChanges, obligation: FollowedObligation, sign: bigint): void {
  addToLadder(views.ladder, obligation, sign);
  addToExposure(views.exposure, obligation, sign);
}

/** Cash for which the standing data name no account of ours cannot be shown; somebody must complete them. */
function readOrPark<Event, Result>(
  batch: Batch<unknown>,
  received: Received<Event>,
  read: () => Result,
): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof NoNostroNamed)) throw error;
    const value = error.instructions.join(', ');
    const rule = `name no account of ours in ${error.currency}`;
    batch.park(received, [{ field: '/ourInstructions', value, rule, remedy: 'Complete the standing data.' }]);
    return undefined;
  }
}
