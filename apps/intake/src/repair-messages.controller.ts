import { Controller } from '@nestjs/common';
import { deskRepair, type EventOf } from '#contracts';
import { insertRows, type Transaction } from '#platform/database';
import { HandlesBatch, ParkedMessages, type Batch } from '#platform/messaging';

/** Does what a clerk decided about a parked message, and keeps the decision with its outcome. */
@Controller()
export class RepairMessages {
  constructor(private readonly parked: ParkedMessages) {}

  @HandlesBatch(deskRepair)
  async repair(batch: Batch<EventOf<typeof deskRepair>>, tx: Transaction): Promise<void> {
    for (const { event } of batch.received) {
      const outcome = await this.outcomeOf(batch, tx, event);
      await insertRows(
        tx,
        'intake.repair_decision',
        {
          message_id: 'text',
          parked_message_id: 'text',
          act: 'text',
          actor: 'text',
          reason: 'text',
          decided_at: 'text',
          outcome: 'text',
        },
        [
          {
            message_id: event.messageId,
            parked_message_id: event.parkedMessageId,
            act: event.act,
            actor: event.actor,
            reason: event.reason,
            decided_at: event.decidedAt,
            outcome,
          },
        ],
      );
    }
  }

  private async outcomeOf(
    batch: Batch<unknown>,
    tx: Transaction,
    { act, parkedMessageId: id, body }: EventOf<typeof deskRepair>,
  ): Promise<string> {
    if (act === 'discard')
      return (await this.parked.discard(tx, id)) ? 'set aside for good' : 'was not parked any more';
    const result = await this.parked.resubmit(batch, tx, id, body ?? '');
    if (result.kind === 'applied') return `used, ${result.messages} message${result.messages === 1 ? '' : 's'}`;
    if (result.kind === 'not-parked') return 'was not parked any more';
    return `refused again: ${result.faults.map(({ field, value, rule }) => `${field || 'message'} = ${value}: ${rule}`).join('; ')}`;
  }
}
