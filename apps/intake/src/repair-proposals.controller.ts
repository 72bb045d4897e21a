import { Controller } from '@nestjs/common';
import { deskRepair } from '#contracts';
import { idOf } from '#domain/identity';
import { DeskProposals, type Approved } from '#platform/approvals';
import { Database } from '#platform/database';
import { decide, problem } from '#platform/http';
import { Needs } from '#platform/identity';
import { MessageBus } from '#platform/messaging';
import { faultsIn } from './repair-outcome.js';
import { repairDecisionsOn } from './storage/repair-decision.store.js';

/** Repairs that wait for a second person, and what comes of those that are approved. */
@Needs('read-business')
@Controller('api/intake/desk-proposals')
export class RepairProposals extends DeskProposals {
  constructor(
    database: Database,
    private readonly bus: MessageBus,
  ) {
    super(database, 'intake');
  }

  protected async carryOut(approved: Approved): Promise<string> {
    const { proposalId, act, object: parkedMessageId, content, proposedBy, decidedBy, reason, decidedAt } = approved;
    const messageId = idOf('repair', proposalId);
    const body = act === 'resubmit' ? { act, body: String(content['body']) } : { act: 'discard' as const };
    const outcome = await decide(
      this.bus,
      deskRepair,
      { messageId, parkedMessageId, actor: proposedBy, approver: decidedBy, reason, decidedAt, ...body },
      async () =>
        (await repairDecisionsOn(this.database, parkedMessageId)).find((decision) => decision.messageId === messageId)
          ?.outcome,
    );
    const faults = faultsIn(outcome);
    if (!faults) return outcome;
    throw problem(422, 'refused-again', 'The repaired message cannot be used either', outcome, faults);
  }
}
