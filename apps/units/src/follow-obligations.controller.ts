import { Controller } from '@nestjs/common';
import {
  cashLadder,
  debtSchedule,
  instructionReleased,
  journalPosted,
  obligationFailing,
  obligationProgressed,
  obligationSettled,
  readKept,
  settlementExposure,
  type EventOf,
} from '#contracts';
import { idOf } from '#domain/identity';
import { money } from '#domain/money';
import { referenceData } from '#domain/parties';
import { insertRows, type Transaction } from '#platform/database';
import { HandlesBatch, type Batch } from '#platform/messaging';
import { contribute, type KnownObligation, type ViewChanges } from './contribution.js';
import { applyChanges, cashLadderView, Changes, debtView, exposureView, type ViewState } from './view.js';

const unknown: KnownObligation = { released: null, failing: null, cancelled: null, settled: [] };

/** Keeps the three units' views: treasury's cash, the debt unit's bonds, the risk unit's exposure, each said on its topic. */
@Controller()
export class FollowObligations {
  @HandlesBatch(instructionReleased)
  released(batch: Batch<EventOf<typeof instructionReleased>>, tx: Transaction): Promise<void> {
    return fold(batch, tx, (known, event) => ({ ...known, released: event }));
  }

  @HandlesBatch(obligationSettled)
  settled(batch: Batch<EventOf<typeof obligationSettled>>, tx: Transaction): Promise<void> {
    return fold(batch, tx, (known, { pay, receive, quantity, effectiveDate, wasFailing }) => ({
      ...known,
      settled: [...known.settled, { pay, receive, quantity, effectiveDate, wasFailing }],
    }));
  }

  @HandlesBatch(obligationFailing)
  failing(batch: Batch<EventOf<typeof obligationFailing>>, tx: Transaction): Promise<void> {
    return fold(batch, tx, (known, { pay, receive, quantity }) => ({ ...known, failing: { pay, receive, quantity } }));
  }

  @HandlesBatch(obligationProgressed)
  progressed(batch: Batch<EventOf<typeof obligationProgressed>>, tx: Transaction): Promise<void> {
    return fold(batch, tx, (known, { to, remaining }) =>
      to === 'CANCELLED' ? { ...known, cancelled: remaining } : known,
    );
  }

  /** Cost and accrued interest of bonds come from the books themselves. */
  @HandlesBatch(journalPosted)
  async posted(batch: Batch<EventOf<typeof journalPosted>>, tx: Transaction): Promise<void> {
    const changes = new Changes(debtView);
    for (const { event } of batch.received)
      for (const { book, postings } of event.journals)
        for (const { account, detail, amount } of postings) {
          const figure = ['1100', '1110', '1120'].includes(account)
            ? 'cost'
            : account === '1150'
              ? 'accrued'
              : undefined;
          // Shares have no schedule: what is no bond stays out.
          if (figure && isBond(detail)) changes.add([book, detail, amount.currency], figure, amount.minorUnits);
        }
    publish(batch, { debt: await applyChanges(tx, changes) }, batch.received.at(-1)?.event.occurredAt ?? '');
  }
}

const isBond = (isin: string): boolean => referenceData.findInstrument(isin)?.kind === 'bond';

interface ObligationRow {
  readonly obligation_id: string;
  readonly released: string | null;
  readonly failing: string | null;
  readonly cancelled: string | null;
  readonly settled: string;
}

async function fold<Event extends { obligationId: string; occurredAt: string }>(
  batch: Batch<Event>,
  tx: Transaction,
  change: (known: KnownObligation, event: Event) => KnownObligation,
): Promise<void> {
  if (batch.received.length === 0) return;
  const ids = [...new Set(batch.received.map(({ event }) => event.obligationId))].sort();
  const rows = await tx.rows<ObligationRow>(
    'select * from units.obligation where obligation_id = any($1) order by obligation_id for update',
    [ids],
  );
  const before = new Map(rows.map((row) => [row.obligation_id, knownOf(row)]));
  const after = new Map<string, KnownObligation>();
  for (const { event } of batch.received)
    after.set(
      event.obligationId,
      change(after.get(event.obligationId) ?? before.get(event.obligationId) ?? unknown, event),
    );
  const changes: ViewChanges = {
    cash: new Changes(cashLadderView),
    debt: new Changes(debtView),
    exposure: new Changes(exposureView),
  };
  for (const [id, known] of after) {
    contribute(before.get(id) ?? unknown, -1n, changes);
    contribute(known, 1n, changes);
  }
  const text = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
  await insertRows(
    tx,
    'units.obligation',
    { obligation_id: 'uuid', released: 'text', failing: 'text', cancelled: 'text', settled: 'text' },
    [...after].map(([obligation_id, known]) => ({
      obligation_id,
      released: text(known.released),
      failing: text(known.failing),
      cancelled: text(known.cancelled),
      settled: JSON.stringify(known.settled),
    })),
    `on conflict on constraint obligation_pk do update set released = excluded.released, failing = excluded.failing,
       cancelled = excluded.cancelled, settled = excluded.settled`,
  );
  const states = {
    cash: await applyChanges(tx, changes.cash),
    debt: await applyChanges(tx, changes.debt),
    exposure: await applyChanges(tx, changes.exposure),
  };
  publish(batch, states, batch.received.at(-1)?.event.occurredAt ?? '');
}

function knownOf({ released, failing, cancelled, settled }: ObligationRow): KnownObligation {
  const read = <Kept>(text: string | null): Kept | null => (text === null ? null : readKept<Kept>(text));
  return { released: read(released), failing: read(failing), cancelled: read(cancelled), settled: readKept(settled) };
}

interface States {
  readonly cash?: readonly ViewState[];
  readonly debt?: readonly ViewState[];
  readonly exposure?: readonly ViewState[];
}

function publish(batch: Batch<unknown>, { cash = [], debt = [], exposure = [] }: States, asOf: string): void {
  const proof = (view: string, { key, sequence, digest }: ViewState) => ({
    eventId: idOf(view, ...key, sequence),
    sequence,
    digest,
    asOf,
  });
  batch.publish(
    cashLadder,
    cash.map((state) => {
      const [nostro = '', currency = '', valueDate = ''] = state.key;
      const [expected, settled, failing] = state.figures.map((figure) => money(BigInt(figure), currency));
      const none = money(0n, currency);
      return {
        ...proof('cash-ladder', state),
        nostro,
        currency,
        valueDate,
        expected: expected ?? none,
        settled: settled ?? none,
        failing: failing ?? none,
      };
    }),
  );
  batch.publish(
    debtSchedule,
    debt.map((state) => {
      const [book = '', isin = '', currency = ''] = state.key;
      const [tradedNominal = '0', settledNominal = '0', cost = '0', accrued = '0'] = state.figures;
      return {
        ...proof('debt-schedule', state),
        book,
        isin,
        tradedNominal,
        settledNominal,
        cost: money(BigInt(cost), currency),
        accruedInterest: money(BigInt(accrued), currency),
      };
    }),
  );
  batch.publish(
    settlementExposure,
    exposure.map((state) => {
      const [counterparty = '', currency = ''] = state.key;
      const [toPay = '0', toReceive = '0', failing = '0', open = '0', failingCount = '0'] = state.figures;
      return {
        ...proof('settlement-exposure', state),
        counterparty,
        currency,
        toPay: money(BigInt(toPay), currency),
        toReceive: money(BigInt(toReceive), currency),
        failing: money(BigInt(failing), currency),
        openObligations: Number.parseInt(open, 10),
        failingObligations: Number.parseInt(failingCount, 10),
      };
    }),
  );
}
