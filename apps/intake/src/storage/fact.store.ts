import type { State } from '#domain/life-cycle';
import { insertRows, type Transaction } from '#platform/database';
import type { Fact } from '../life-of-trade.js';

/** A fact with where it comes from, as the page of a trade shows it. */
export interface ToldFact extends Fact {
  readonly tradeId: string;
  readonly eventId: string;
  /** Row of the life cycle that the teller has followed. */
  readonly transition: string | null;
  readonly actor: string;
  readonly at: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

interface FactRow {
  readonly trade_id: string;
  readonly event_id: string;
  readonly kind: Fact['kind'];
  readonly version: number | null;
  readonly obligation_id: string | null;
  readonly sequence: number | null;
  readonly state: State | null;
  readonly transition: string | null;
  readonly reason: string | null;
  readonly actor: string;
  readonly at: string;
  readonly topic: string;
  readonly partition: number;
  readonly message_offset: string;
}

const COLUMNS = {
  trade_id: 'text',
  event_id: 'uuid',
  kind: 'text',
  version: 'int',
  obligation_id: 'uuid',
  sequence: 'int',
  state: 'text',
  transition: 'text',
  reason: 'text',
  actor: 'text',
  at: 'text',
  topic: 'text',
  partition: 'int',
  message_offset: 'bigint',
} as const satisfies Record<keyof FactRow, string>;

/** Keeps what was told; what is told again changes nothing. */
export async function keepFacts(tx: Transaction, facts: readonly ToldFact[]): Promise<void> {
  await insertRows(tx, 'intake.fact', COLUMNS, facts.map(rowOf), 'on conflict on constraint fact_pk do nothing');
}

/** What the standing of trades follows from, by trade. */
export async function factsByTrade(tx: Transaction, tradeIds: readonly string[]): Promise<Map<string, Fact[]>> {
  const rows = await tx.rows<Omit<FactRow, 'event_id'>>(
    `select trade_id, kind, version, obligation_id, sequence, state, reason from intake.fact where trade_id = any($1)`,
    [tradeIds],
  );
  const facts = new Map<string, Fact[]>();
  for (const { trade_id: tradeId, kind, version, obligation_id: obligationId, sequence, state, reason } of rows) {
    const known = facts.get(tradeId);
    const fact = { kind, version, obligationId, sequence, state, reason };
    if (known) known.push(fact);
    else facts.set(tradeId, [fact]);
  }
  return facts;
}

/** All that was told of one trade. */
export async function factsOf(tx: Transaction, tradeId: string): Promise<ToldFact[]> {
  const rows = await tx.rows<FactRow>(
    `select ${Object.keys(COLUMNS).join(', ')} from intake.fact where trade_id = $1`,
    [tradeId],
  );
  return rows.map(factOf);
}

function rowOf({ tradeId, eventId, obligationId, offset, ...fact }: ToldFact): FactRow {
  return { ...fact, trade_id: tradeId, event_id: eventId, obligation_id: obligationId, message_offset: offset };
}

function factOf({ trade_id, event_id, obligation_id, message_offset, ...row }: FactRow): ToldFact {
  return { ...row, tradeId: trade_id, eventId: event_id, obligationId: obligation_id, offset: message_offset };
}
