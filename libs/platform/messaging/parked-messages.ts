import { createHash } from 'node:crypto';
import { decode, UnreadableMessage, type Fault } from '#contracts';
import type { Database, Transaction } from '#platform/database';
import { RefusedMessage, type Batch, type Received } from './batch.js';
import { OpenBatch, type Handling } from './batch-transaction.js';
import { judge } from './inbox.js';
import type { IncomingMessage } from './message.js';

export interface ParkedMessage {
  readonly parkedMessageId: string;
  readonly message: IncomingMessage;
  readonly faults: readonly Fault[];
  readonly behind: string | null;
  readonly state: 'parked' | 'resubmitted' | 'discarded';
  readonly parkedAt: string;
}

export type ResubmitOutcome =
  | { readonly kind: 'applied'; readonly messages: number }
  | { readonly kind: 'refused'; readonly faults: readonly Fault[] }
  /** It is not parked any more: somebody was quicker. */
  | { readonly kind: 'not-parked' };

interface ParkedRow {
  readonly parked_message_id: string;
  readonly topic: string;
  readonly partition: number;
  readonly message_offset: string;
  readonly key: string;
  readonly sent_at: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly bytes: Buffer | null;
  readonly faults: Fault[];
  readonly behind: string | null;
  readonly state: ParkedMessage['state'];
  readonly parked_at: Date;
}

const COLUMNS = `parked_message_id, topic, partition, message_offset, key, sent_at, headers, body, bytes, faults, behind, state, parked_at`;

/** The messages that one service has set aside, and the way back. */
export class ParkedMessages {
  private handlings: ReadonlyMap<string, Handling> = new Map();

  constructor(
    private readonly schema: string,
    private readonly database: Database,
  ) {}

  /** The service's handlers, once they are known. */
  serve(handlings: ReadonlyMap<string, Handling>): void {
    this.handlings = handlings;
  }

  /** Still parked, oldest id first; `after` is the id of the last one seen. */
  async page(limit: number, after: string | undefined): Promise<ParkedMessage[]> {
    const rows = await this.database.rows<ParkedRow>(
      `select ${COLUMNS} from ${this.schema}.parked_message
       where state = 'parked' and ($1::uuid is null or parked_message_id > $1) order by parked_message_id limit $2`,
      [after ?? null, limit],
    );
    return rows.map(fromRow);
  }

  async count(): Promise<number> {
    const [row] = await this.database.rows<{ count: string }>(
      `select count(*) from ${this.schema}.parked_message where state = 'parked'`,
    );
    return Number.parseInt(row?.count ?? '0', 10);
  }

  async get(id: string): Promise<ParkedMessage | undefined> {
    const [row] = await this.database.rows<ParkedRow>(
      `select ${COLUMNS} from ${this.schema}.parked_message where parked_message_id = $1`,
      [id],
    );
    return row && fromRow(row);
  }

  /**
   * Runs the repaired message, and those that wait behind it, through the handler of their topic, in the given transaction.
   * What they say leaves with `batch`. Refused again, it stays parked and nothing has changed.
   */
  async resubmit(batch: Batch<unknown>, tx: Transaction, id: string, body: string): Promise<ResubmitOutcome> {
    const rows = await tx.rows<ParkedRow>(
      `select ${COLUMNS} from ${this.schema}.parked_message
       where (parked_message_id = $1 or behind = $1) and state = 'parked' order by behind nulls first, message_offset for update`,
      [id],
    );
    const [head, ...behind] = rows;
    if (!head || head.parked_message_id !== id) return { kind: 'not-parked' };
    const handling = this.handlings.get(head.topic);
    if (!handling) return { kind: 'not-parked' };
    await tx.execute('savepoint resubmit');
    try {
      const original = fromRow(head).message;
      const repaired = { ...original, body, bytes: null, size: Buffer.byteLength(body) };
      await this.remember(tx, handling, { original, repaired });
      await this.run(batch, tx, handling, repaired);
      for (const row of behind) await this.run(batch, tx, handling, fromRow(row).message);
    } catch (error) {
      if (!(error instanceof RefusedMessage) && !(error instanceof UnreadableMessage)) throw error;
      await tx.execute('rollback to savepoint resubmit');
      return { kind: 'refused', faults: error.faults };
    }
    await tx.execute(
      `update ${this.schema}.parked_message set state = 'resubmitted' where parked_message_id = any($1)`,
      [rows.map(({ parked_message_id }) => parked_message_id)],
    );
    await tx.execute(
      `update ${this.schema}.consumer_position set applied = applied + $3 where topic = $1 and partition = $2`,
      [head.topic, head.partition, rows.length],
    );
    return { kind: 'applied', messages: rows.length };
  }

  /** Sets it aside for good; false when it is not parked any more. Those behind it stay parked and can be handled one by one. */
  async discard(tx: Transaction, id: string): Promise<boolean> {
    const touched = await tx.execute(
      `update ${this.schema}.parked_message set state = 'discarded' where parked_message_id = $1 and state = 'parked'`,
      [id],
    );
    await tx.execute(`update ${this.schema}.parked_message set behind = null where behind = $1 and state = 'parked'`, [
      id,
    ]);
    return touched > 0;
  }

  /**
   * The repaired message takes its place in the inbox, or that of the bad one if it could be read and was remembered, so that
   * the sender's own correction is known as the same.
   */
  private async remember(
    tx: Transaction,
    { contract }: Handling,
    { original, repaired }: { original: IncomingMessage; repaired: IncomingMessage },
  ): Promise<void> {
    const messageId = contract.messageId(decode(contract, repaired.body));
    const hashOf = ({ bytes, body }: IncomingMessage): Buffer =>
      createHash('sha256')
        .update(bytes ?? body)
        .digest();
    const moved = await tx.execute(
      `update ${this.schema}.inbox set content_hash = $4 where source = $1 and message_id = $2 and content_hash = $3`,
      [contract.topic, messageId, hashOf(original), hashOf(repaired)],
    );
    if (moved > 0) return;
    const [verdict] = await judge(tx, this.schema, contract.topic, [{ messageId, contentHash: hashOf(repaired) }]);
    if (verdict !== 'new')
      throw new RefusedMessage([
        {
          field: '',
          value: messageId,
          rule: 'arrived in the meantime as a good message',
          remedy: 'Set this one aside, or send the change as a new version.',
        },
      ]);
  }

  private async run(
    batch: Batch<unknown>,
    tx: Transaction,
    { contract, handle }: Handling,
    message: IncomingMessage,
  ): Promise<void> {
    const received: Received<unknown> = { message, event: decode(contract, message.body) };
    const part = new OpenBatch([received]);
    await handle(
      {
        received: part.received,
        publish: (contractSaid, events) => batch.publish(contractSaid, events),
        park: (one, faults) => part.park(one, faults),
        duplicate: (one) => part.duplicate(one),
      },
      tx,
    );
    const faults = part.parked.get(received);
    if (faults) throw new RefusedMessage(faults);
  }
}

function fromRow(row: ParkedRow): ParkedMessage {
  return {
    parkedMessageId: row.parked_message_id,
    message: {
      topic: row.topic,
      partition: row.partition,
      offset: BigInt(row.message_offset),
      key: row.key,
      time: row.sent_at,
      headers: row.headers,
      body: row.body,
      bytes: row.bytes,
      size: row.bytes?.length ?? Buffer.byteLength(row.body),
    },
    faults: row.faults,
    behind: row.behind,
    state: row.state,
    parkedAt: row.parked_at.toISOString(),
  };
}
