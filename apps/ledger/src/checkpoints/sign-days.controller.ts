import { Controller } from '@nestjs/common';
import { dayEnded, ledgerCheckpoint, type EventOf } from '#contracts';
import { idOf } from '#domain/identity';
import { Database, type Transaction } from '#platform/database';
import { HandlesBatch, type Batch } from '#platform/messaging';
import { CheckpointKey } from './checkpoint-key.js';
import { keepCheckpoint } from './checkpoint.store.js';
import { makeCheckpoint } from './make-checkpoint.js';

/** After the end of each business day says, signed, what the books stand at. */
@Controller()
export class SignDaysController {
  constructor(
    private readonly database: Database,
    private readonly key: CheckpointKey,
  ) {}

  @HandlesBatch(dayEnded)
  async sign(batch: Batch<EventOf<typeof dayEnded>>, tx: Transaction): Promise<void> {
    const { signer } = this.key;
    if (!signer) return;
    for (const { event } of batch.received) {
      const { businessDate, occurredAt } = event;
      const made = await makeCheckpoint(this.database, signer);
      if (!(await keepCheckpoint(tx, made, businessDate))) continue;
      batch.publish(ledgerCheckpoint, [
        {
          eventId: idOf('checkpoint', businessDate, made.size.toString(), made.root.toString('hex')),
          businessDate,
          size: made.size.toString(),
          note: made.note,
          occurredAt,
        },
      ]);
    }
  }
}
