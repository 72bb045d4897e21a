import { createHash } from 'node:crypto';
import { Controller } from '@nestjs/common';
import { encode, payrollBatch } from '#contracts';
import { idOf } from '#domain/identity';
import type { Transaction } from '#platform/database';
import { HandlesBatch, type Batch, type Received } from '#platform/messaging';
import { keepDecision, keepProposal } from '../approvals/proposal.store.js';
import { readCalendar } from '../books/books-calendar.js';
import { placeOf } from '../books/entry.js';
import { findPosition, keepPositions } from '../facts/position.store.js';
import { payrollTold, type ToldBatch } from './payroll-told.js';

/** S5: a batch that holds in every line waits for a second person; one that does not is set aside with every reason. */
@Controller()
export class ProposePayrollController {
  @HandlesBatch(payrollBatch)
  async propose(batch: Batch<ToldBatch>, tx: Transaction): Promise<void> {
    if (batch.received.length === 0) return;
    const { hardClosed } = await readCalendar(tx);
    for (const received of batch.received) await take(received, hardClosed, batch, tx);
  }
}

/** Of the batch itself: sent again in another message it is the same. */
function contentHashOf({ messageId: _id, occurredAt: _at, reason: _why, ...content }: ToldBatch): string {
  return createHash('sha256')
    .update(encode(payrollBatch, content as ToldBatch))
    .digest('hex');
}

async function take(
  received: Received<ToldBatch>,
  closed: ReadonlySet<string>,
  batch: Batch<ToldBatch>,
  tx: Transaction,
): Promise<void> {
  const told = received.event;
  const { messageId, batchId, preparedBy, occurredAt, reason } = told;
  const contentHash = contentHashOf(told);
  const known = await findPosition(tx, 'payroll', batchId);
  if (known?.booked.contentHash === contentHash) return batch.duplicate(received);
  if (known)
    return batch.park(received, [
      {
        field: '/batchId',
        value: batchId,
        rule: 'is the id of another batch, which was sent with other lines',
        remedy: 'Give the batch an id of its own.',
      },
    ]);
  const taken = payrollTold(told, closed);
  if ('faults' in taken) return batch.park(received, taken.faults);
  await keepPositions(tx, [
    {
      ...{ kind: 'payroll', id: batchId, gathered: '', terms: taken.batch, live: false },
      booked: { state: 'waiting', contentHash },
    },
  ]);
  const subject = { kind: 'payroll', batchId, contentHash } as const;
  const source = placeOf(received);
  const proposed = { proposalId: proposalOf(batchId), actor: preparedBy, decidedAt: occurredAt, reason };
  const kept = await keepProposal(tx, proposed, { kind: 'payroll', subject, source });
  if (!kept) throw new Error(`payroll batch ${batchId} is proposed already, and is not known`);
  // Who sends a batch has decided to propose it: sealed as any other decision.
  const decision = { ...proposed, messageId: idOf('payroll-proposed', messageId), act: 'propose', subject } as const;
  await keepDecision(tx, decision, { source, refused: '' });
}

/** Id of the proposal by which a batch waits. */
export const proposalOf = (batchId: string): string => idOf('payroll-proposal', batchId);
