import { Controller } from '@nestjs/common';
import { deskBreakDecision } from '#contracts';
import { idOf } from '#domain/identity';
import { DeskProposals, type Approved } from '#platform/approvals';
import { Database } from '#platform/database';
import { decide, problem } from '#platform/http';
import { Needs } from '#platform/identity';
import { MessageBus } from '#platform/messaging';
import type { SideToAccept } from './breaks.controller.js';
import { findDecision } from './storage/decision.store.js';

/** Sides of breaks that somebody wants accepted, and what comes of those that are approved. */
@Needs('read-business')
@Controller('api/reconciliation/desk-proposals')
export class SideProposals extends DeskProposals {
  constructor(
    database: Database,
    private readonly bus: MessageBus,
  ) {
    super(database, 'reconciliation');
  }

  protected async carryOut(approved: Approved): Promise<string> {
    const { proposalId, object: breakId, tradeId, content, proposedBy, decidedBy, reason, decidedAt } = approved;
    const { side: accept, versions } = content as unknown as SideToAccept;
    const messageId = idOf('break-decision', proposalId);
    const { tookEffect } = await decide(
      this.bus,
      deskBreakDecision,
      {
        ...{ messageId, breakId, tradeId: tradeId ?? '', accept, versions },
        ...{ actor: proposedBy, approver: decidedBy, reason, decidedAt },
      },
      () => findDecision(this.database, messageId),
    );
    if (tookEffect) return `the ${accept} office's side is accepted`;
    throw problem(
      409,
      'decision-overtaken',
      'The break has changed',
      'Something newer arrived before the decision; look at the break again.',
    );
  }
}
