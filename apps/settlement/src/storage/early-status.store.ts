import type { StatusReport } from '#domain/obligation';
import { insertRows, type Transaction } from '#platform/database';

export interface EarlyStatus {
  readonly instructionId: string;
  readonly report: StatusReport;
}

export async function keepEarly(tx: Transaction, statuses: readonly EarlyStatus[]): Promise<void> {
  await insertRows(
    tx,
    'settlement.early_status',
    { instruction_id: 'text', message_id: 'text', body: 'text' },
    statuses.map(({ instructionId, report }) => ({
      instruction_id: instructionId,
      message_id: report.messageId,
      body: JSON.stringify(report),
    })),
    'on conflict on constraint early_status_pk do nothing',
  );
}

/** Takes out what was reported on these instructions before they were known, in the order of its times. */
export async function takeEarly(tx: Transaction, instructionIds: readonly string[]): Promise<EarlyStatus[]> {
  if (instructionIds.length === 0) return [];
  const rows = await tx.rows<{ instruction_id: string; body: string }>(
    'delete from settlement.early_status where instruction_id = any($1) returning instruction_id, body',
    [instructionIds],
  );
  const place = ({ report }: EarlyStatus): string => `${report.occurredAt} ${report.messageId}`;
  return rows
    .map(({ instruction_id, body }) => ({ instructionId: instruction_id, report: JSON.parse(body) as StatusReport }))
    .sort((left, right) => (place(left) < place(right) ? -1 : 1));
}
