import { Controller } from '@nestjs/common';
import { deskRepair, type EventOf } from '#contracts';
import type { Transaction } from '#platform/database';
import { agreedByTwo } from '#platform/approvals';
import { HandlesBatch, ParkedMessages, type Batch } from '#platform/messaging';
import { outcomeText } from './repair-outcome.js';
import { keepRepairDecision } from './storage/repair-decision.store.js';

/** Does what two people decided about a parked message, and keeps the decision with its outcome. */
@Controller()
export class RepairMessages {
  constructor(private readonly parked: ParkedMessages) {}

  @HandlesBatch(deskRepair)
  async repair(batch: Batch<EventOf<typeof deskRepair>>, tx: Transaction): Promise<void> {
    for (const { event } of agreedByTwo(batch))
      await keepRepairDecision(tx, { ...event, outcome: await this.outcomeOf(batch, tx, event) });
  }

  private async outcomeOf(
    batch: Batch<unknown>,
    tx: Transaction,
    { act, parkedMessageId: id, body }: EventOf<typeof deskRepair>,
  ): Promise<string> {
    if (act === 'resubmit') return outcomeText(await this.parked.resubmit(batch, tx, id, body ?? ''));
    return (await this.parked.discard(tx, id)) ? 'set aside for good' : outcomeText({ kind: 'not-parked' });
  }
}
