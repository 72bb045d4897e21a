import { Controller } from '@nestjs/common';
import { obligationSettled, type EventOf } from '#contracts';
import { forwardRelease, quantityText, scaledQuantity, settlementJournals } from '#domain/ledger';
import { formatAmount } from '#domain/money';
import type { Transaction } from '#platform/database';
import { HandlesBatch, type Batch, type Received } from '#platform/messaging';
import { readCalendar } from '../books/books-calendar.js';
import { causedBy, type Entry } from '../books/entry.js';
import { postEntries } from '../books/posting-desk.js';
import { journalsOrPark } from '../books/journals-or-park.js';
import { nostroAmong } from './nostro.js';
import { beginDeposits, type BegunDeposit } from '../versions/deposit-positions.js';
import { deliveredPart, noteDelivered, type DeliveredPart } from '../versions/delivered-parts.js';
import { closeExchanged } from '../versions/forward-positions.js';

type ObligationSettled = EventOf<typeof obligationSettled>;

/** Books cash when it moves: settlement journals of R1 to R5, over the unit bridge (R18). Each event says all that is needed. */
@Controller()
export class BookSettlementsController {
  @HandlesBatch(obligationSettled)
  async book(batch: Batch<ObligationSettled>, tx: Transaction): Promise<void> {
    const entries: Entry[] = [];
    const exchanged: Received<ObligationSettled>[] = [];
    const begun: BegunDeposit[] = [];
    const delivered: DeliveredPart[] = [];
    for (const received of batch.received) {
      const { event } = received;
      const { tradeId, version, trade, leg, part } = event;
      const journals = journalsOrPark(batch, received, () => settlementJournals(partOf(event)));
      if (!journals) continue;
      entries.push(...journals.map((journal) => ({ journal, ...causedBy(received) })));
      if (trade.product === 'bond' || trade.product === 'equity')
        delivered.push(deliveredPart(partOf(event), trade, journals));
      if (trade.product === 'deposit' && leg === 'start') begun.push({ tradeId, version, trade });
      if (part === 'final') exchanged.push(received);
    }
    if (batch.received.length === 0) return;
    const calendar = await readCalendar(tx);
    await beginDeposits(tx, begun);
    await noteDelivered(tx, delivered, calendar.ended);
    entries.push(...(await releases(tx, exchanged)));
    await postEntries(tx, batch, calendar, entries);
  }
}

/** R4: what a forward was valued at is released on the day it is exchanged. */
async function releases(tx: Transaction, exchanged: readonly Received<ObligationSettled>[]): Promise<Entry[]> {
  const byLeg = new Map(
    exchanged.map((received) => {
      const { tradeId, version, leg } = received.event;
      return [`${tradeId}|${version}|${leg}`, received];
    }),
  );
  const valued = await closeExchanged(
    tx,
    exchanged.map(({ event }) => event),
  );
  return valued.flatMap((forward) => {
    const received = byLeg.get(`${forward.tradeId}|${forward.version}|${forward.leg}`);
    const journal = received && forwardRelease(forward, 'settled', received.event.effectiveDate);
    return journal ? [{ journal, ...causedBy(received) }] : [];
  });
}

function partOf(event: ObligationSettled): Parameters<typeof settlementJournals>[0] {
  const terms = event.trade.obligations.find(({ leg }) => leg === event.leg);
  return { ...event, settledSoFar: settledSoFar(event, terms), nostroOf: nostroAmong(terms?.ourInstructions ?? []) };
}

/** Names a part among the parts of its obligation: the quantity settled with it, or the cash where nothing is delivered. */
function settledSoFar(
  { quantity, remaining, pay, receive }: ObligationSettled,
  terms: ObligationSettled['trade']['obligations'][number] | undefined,
): string {
  if (quantity !== null && terms?.security)
    return quantityText(scaledQuantity(terms.security.quantity) - scaledQuantity(remaining.quantity ?? '0'));
  const cash = pay ?? receive;
  const [whole, left] = pay ? [terms?.pay, remaining.pay] : [terms?.receive, remaining.receive];
  if (!cash) return 'all';
  return formatAmount({ ...cash, minorUnits: (whole ?? cash).minorUnits - (left?.minorUnits ?? 0n) });
}
