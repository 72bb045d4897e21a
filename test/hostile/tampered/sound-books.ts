import { deskLedgerDecision, type EventOf } from '#contracts';
import { verifyLedger } from '#apps/ledger';
import type { Database, DatabaseAddress } from '#platform/database';
import { runBatch } from '#test/batches';
import { LedgerDesk } from '#test/ledger-desk';
import { captured, endOfDay, settled, withdrawn } from '#test/ledger-events';
import { houseKey } from '#test/small-books';
import { amount, worked1Bond, worked2Equity, worked3Spot, worked4Forward } from '#test/worked-trades';
import { keepCheckpoint } from '../../../apps/ledger/src/checkpoints/checkpoint.store.js';
import { makeCheckpoint } from '../../../apps/ledger/src/checkpoints/make-checkpoint.js';
import { handlers } from '../../../apps/ledger/src/handlers.js';
import { BooksUnderAttack } from './books-under-attack.js';

export const LAST_DAY = '2026-07-01';

type Decision = EventOf<typeof deskLedgerDecision>;

/**
 * Books with all that can be tampered with: two units and a client, trades in both accountings, a settlement over the bridge, a
 * cancel, the end of three days, June closed for good by two people, a proposal taken back and one that waits, checkpoints of
 * two days, and sums of what was posted before the second.
 */
export async function soundBooks(db: Database): Promise<void> {
  let offset = 0n;
  // Every message has a place of its own in its log.
  const next = (events: number): bigint => (offset += BigInt(events)) - BigInt(events);
  const desk = new LedgerDesk(db, handlers, next);
  const sign = async (day: string): Promise<unknown> => keepCheckpoint(db, await makeCheckpoint(db, houseKey), day);
  let acts = 0;
  const decide = async (decision: Pick<Decision, 'proposalId' | 'act' | 'actor'> & Partial<Decision>) => {
    acts += 1;
    await runBatch(
      (batch, tx) => new handlers.decisions().decide(batch, tx),
      db,
      deskLedgerDecision,
      [
        {
          messageId: `D${acts}`,
          reason: 'June is complete',
          decidedAt: `2026-07-01T10:00:0${acts}.000Z`,
          ...decision,
        },
      ],
      next(1),
    );
  };
  const month = (to: 'soft' | 'hard'): Decision['subject'] => ({ kind: 'period', month: '2026-06', to });

  const forClient = worked2Equity({ capacity: 'client', beneficialOwner: 'NALON', book: 'client.NALON' });
  await desk.book(captured('B1', worked1Bond()), captured('B2', worked1Bond()), captured('E1', worked2Equity()));
  await desk.book(captured('C1', forClient), captured('S1', worked3Spot()), captured('F1', worked4Forward()));
  await desk.settle(settled('B1', worked1Bond()));
  await desk.withdraw(withdrawn('E1'));
  await desk.end(endOfDay('2026-06-15', [{ base: 'EUR', quote: 'USD', rate: '1.0850' }]));
  await db.execute('select ledger.add_up(0)');
  await sign('2026-06-15');
  await desk.book(
    captured('B3', worked1Bond({ price: '99.50', consideration: amount('995000.00'), cash: amount('1002726.03') })),
  );
  await desk.settle(settled('B2', worked1Bond()));
  await desk.end(endOfDay('2026-06-30', [{ base: 'EUR', quote: 'USD', rate: '1.0910' }]));
  await decide({ proposalId: 'P1', act: 'propose', actor: 'ana', subject: month('soft') });
  await decide({ proposalId: 'P2', act: 'propose', actor: 'ana', subject: month('hard') });
  await decide({ proposalId: 'P3', act: 'propose', actor: 'luis', subject: month('hard') });
  await decide({ proposalId: 'P3', act: 'reject', actor: 'luis' });
  const [row] = await db.rows<{ shown: string }>(
    `select subject_hash as shown from ledger.proposal where proposal_id = 'P2'`,
  );
  await decide({ proposalId: 'P2', act: 'approve', actor: 'ana', shown: row?.shown ?? '' });
  await decide({ proposalId: 'P2', act: 'approve', actor: 'luis', shown: row?.shown ?? '' });
  await decide({ proposalId: 'P4', act: 'propose', actor: 'ana', subject: { kind: 'payroll', batchId: 'PAY-7' } });
  await desk.end(endOfDay(LAST_DAY, [{ base: 'EUR', quote: 'USD', rate: '1.0910' }]));
  await desk.book(captured('B4', worked1Bond()));
  await sign(LAST_DAY);
  const { faults } = await verifyLedger(db);
  if (faults.length > 0) throw new Error(`the books are not sound: ${JSON.stringify(faults)}`);
}

/** The messages that caused the journals of these books, as a log would give them. */
export async function underAttack(db: Database, address: DatabaseAddress): Promise<BooksUnderAttack> {
  const rows = await db.rows<{ source: string; id: string }>(
    'select distinct source, source_event_id as id from ledger.journal',
  );
  const messages = new Map(rows.map(({ source, id }) => [source, Buffer.from(JSON.stringify({ eventId: id }))]));
  return BooksUnderAttack.of(address, (topic, offset) => messages.get(`${topic}/0/${offset}`), LAST_DAY);
}
