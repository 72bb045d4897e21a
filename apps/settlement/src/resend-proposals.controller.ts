import { Controller } from '@nestjs/common';
import { deskInstructionDecision } from '#contracts';
import { idOf } from '#domain/identity';
import { DeskProposals, type Approved } from '#platform/approvals';
import { Database } from '#platform/database';
import { decide, problem } from '#platform/http';
import { Needs } from '#platform/identity';
import { MessageBus } from '#platform/messaging';
import { effectOfResend } from './storage/resend-decision.store.js';

/** Rejected instructions that somebody wants sent again, and what comes of those that are approved. */
@Needs('read-business')
@Controller('api/settlement/desk-proposals')
export class ResendProposals extends DeskProposals {
  constructor(
    database: Database,
    private readonly bus: MessageBus,
  ) {
    super(database, 'settlement');
  }

  protected async carryOut(approved: Approved): Promise<string> {
    const { proposalId, tradeId, content, proposedBy, decidedBy, reason, decidedAt } = approved;
    const instructionId = String(content['instructionId']);
    const messageId = idOf('resend', proposalId);
    const tookEffect = await decide(
      this.bus,
      deskInstructionDecision,
      {
        ...{ messageId, tradeId: tradeId ?? '', instructionId, act: 'resend' as const },
        ...{ actor: proposedBy, approver: decidedBy, reason, decidedAt },
      },
      () => effectOfResend(this.database, messageId),
    );
    if (tookEffect) return `${instructionId} is sent again`;
    throw problem(
      409,
      'decision-overtaken',
      'The instruction has changed',
      'Something newer arrived before the decision; look at the instruction again.',
    );
  }
}
