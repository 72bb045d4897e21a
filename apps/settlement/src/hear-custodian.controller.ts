import { Controller } from '@nestjs/common';
import { custodianStatus, type EventOf, type Fault } from '#contracts';
import type { Transaction } from '#platform/database';
import { HandlesBatch, type Batch } from '#platform/messaging';
import { CaseBook } from './case-book.js';

type Status = EventOf<typeof custodianStatus>;

/** Follows what custodians and agent banks report on our instructions. */
@Controller()
export class HearCustodian {
  @HandlesBatch(custodianStatus)
  async reported(batch: Batch<Status>, tx: Transaction): Promise<void> {
    const usable: Status[] = [];
    for (const received of batch.received) {
      const faults = faultsOf(received.event);
      if (faults.length > 0) batch.park(received, faults);
      // That an instruction was accepted is what instructed means already.
      else if (received.event.status !== 'ACCEPTED') usable.push(received.event);
    }
    if (usable.length === 0) return;
    const book = await CaseBook.open(
      batch,
      tx,
      usable.map(({ tradeId }) => tradeId),
    );
    for (const { tradeId, instructionId, custodian: _, ...report } of usable) book.hear(tradeId, instructionId, report);
    await book.close();
  }
}

/** What a report needs so that it can move anything. */
function faultsOf({ status, settledQuantity, effectiveDate }: Status): Fault[] {
  const missing = (field: string): Fault => ({
    field,
    value: 'nothing',
    rule: `is required with ${status}`,
    remedy: 'Ask the custodian to report it again in full.',
  });
  return [
    ...(status === 'PARTIALLY_SETTLED' && settledQuantity === undefined ? [missing('/settledQuantity')] : []),
    ...((status === 'PARTIALLY_SETTLED' || status === 'SETTLED') && effectiveDate === undefined
      ? [missing('/effectiveDate')]
      : []),
  ];
}
