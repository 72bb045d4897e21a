import { Controller } from '@nestjs/common';
import { deskInstructionDecision, type EventOf } from '#contracts';
import { agreedByTwo } from '#platform/approvals';
import type { Transaction } from '#platform/database';
import { HandlesBatch, type Batch } from '#platform/messaging';
import { CaseBook } from './case-book.js';
import { keepResendDecisions } from './storage/resend-decision.store.js';

/** Sends again what the custodian has rejected, when two people say so (L10, L8). */
@Controller()
export class ResendInstructions {
  @HandlesBatch(deskInstructionDecision)
  async decided(batch: Batch<EventOf<typeof deskInstructionDecision>>, tx: Transaction): Promise<void> {
    const decisions = agreedByTwo(batch).map(({ event }) => event);
    await keepResendDecisions(tx, decisions);
    const book = await CaseBook.open(
      batch,
      tx,
      decisions.map(({ tradeId }) => tradeId),
    );
    for (const { tradeId, instructionId, messageId, decidedAt } of decisions)
      book.resend(tradeId, instructionId, { messageId, at: decidedAt });
    await book.close();
  }
}
