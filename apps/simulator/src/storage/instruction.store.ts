import type { cancellationRequested, EventOf, instructionReleased } from '#contracts';
import { insertRows, type Transaction } from '#platform/database';

/** An instruction that has not settled yet, as the custodian keeps it. */
export interface OpenInstruction {
  readonly instructionId: string;
  readonly tradeId: string;
  readonly custodian: string;
  readonly cashOnly: boolean;
  readonly quantity: string | null;
  readonly attempts: number;
}

/** Keeps instructions and gives the ids of those that are new; a cancellation that came first has left its own here. */
export async function keepInstructions(
  tx: Transaction,
  released: readonly EventOf<typeof instructionReleased>[],
): Promise<Set<string>> {
  const kept = await insertRows<string, { instruction_id: string }>(
    tx,
    'simulator.instruction',
    {
      instruction_id: 'text',
      trade_id: 'text',
      custodian: 'text',
      cash_only: 'boolean',
      quantity: 'text',
      settlement_date: 'date',
      state: 'text',
    },
    released.map((event) => ({
      instruction_id: event.instructionId,
      trade_id: event.tradeId,
      custodian: event.custodian,
      cash_only: event.security === null,
      quantity: event.security?.quantity ?? null,
      settlement_date: event.settlementDate,
      state: 'open',
    })),
    'on conflict on constraint instruction_pk do nothing returning instruction_id',
  );
  return new Set(kept.map(({ instruction_id }) => instruction_id));
}

/** Cancels what is open and gives the ids of what is cancelled; what is not known yet is cancelled before it comes. */
export async function cancelInstructions(
  tx: Transaction,
  requested: readonly EventOf<typeof cancellationRequested>[],
): Promise<Set<string>> {
  const answered = await insertRows<string, { instruction_id: string; state: string }>(
    tx,
    'simulator.instruction',
    {
      instruction_id: 'text',
      trade_id: 'text',
      custodian: 'text',
      cash_only: 'boolean',
      settlement_date: 'date',
      state: 'text',
    },
    requested.map((event) => ({
      instruction_id: event.instructionId,
      trade_id: event.tradeId,
      custodian: event.custodian,
      cash_only: true,
      settlement_date: event.occurredAt.slice(0, 10),
      state: 'cancelled',
    })),
    `on conflict on constraint instruction_pk do update
       set state = case when instruction.state = 'open' then 'cancelled' else instruction.state end
     returning instruction_id, state`,
  );
  return new Set(answered.filter(({ state }) => state === 'cancelled').map(({ instruction_id }) => instruction_id));
}

/** What is due by the date and has not been tried on it, in the order of its ids. */
export function instructionsDue(tx: Transaction, businessDate: string, limit: number): Promise<OpenInstruction[]> {
  return tx.rows<OpenInstruction>(
    `select instruction_id as "instructionId", trade_id as "tradeId", custodian, cash_only as "cashOnly", quantity, attempts
     from simulator.instruction
     where state = 'open' and settlement_date <= $1 and (last_attempt is null or last_attempt < $1)
     order by instruction_id limit $2`,
    [businessDate, limit],
  );
}

export async function markTried(
  tx: Transaction,
  businessDate: string,
  tried: readonly { readonly instructionId: string; readonly settled: boolean }[],
): Promise<void> {
  await tx.execute(
    `update simulator.instruction set attempts = attempts + 1, last_attempt = $2,
       state = case when outcome.settled then 'settled' else state end
     from unnest($1::text[], $3::boolean[]) as outcome(id, settled) where instruction_id = outcome.id`,
    [tried.map(({ instructionId }) => instructionId), businessDate, tried.map(({ settled }) => settled)],
  );
}
