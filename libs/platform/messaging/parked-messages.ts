import type { EventContract, Fault } from '#contracts';
import type { Database, Transaction } from '#platform/database';
import { RefusedMessage, type Batch, type Received } from './batch.js';
import type { Handling } from './batch-transaction.js';
import { judge } from './inbox.js';
import type { IncomingMessage, ResumedMessage } from './message.js';
import { OpenBatch } from './open-batch.js';
import { contentHashOf, readMessage } from './read-message.js';
import { WAITS_BEHIND } from './sort-messages.js';
import { keepableJson } from './text.js';

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
   * What they say leaves with `batch`. Refused again, it stays parked as it was and nothing has changed. When one that waits
   * is refused in its turn, that one is now at fault and the others wait behind it.
   */
  async resubmit(batch: Batch<unknown>, tx: Transaction, id: string, body: string): Promise<ResubmitOutcome> {
    const [head] = await this.locked(tx, 'parked_message_id = $1', id);
    const handling = head && this.handlings.get(head.topic);
    if (!head || !handling) return { kind: 'not-parked' };
    if (head.behind !== null) return { kind: 'refused', faults: [WAITS_BEHIND] };

    const { message } = fromRow(head);
    const repaired = { ...message, body, bytes: null, size: Buffer.byteLength(body) };
    const resumed = { message: repaired, decisionKey: id };
    const refusal = await this.attempt(batch, tx, head, resumed, async () => {
      const event = eventOf(handling.contract, repaired);
      await this.remember(tx, handling, { messageId: handling.contract.messageId(event), original: message, repaired });
      return this.run(tx, handling, { message: repaired, event });
    });
    if (refusal) return { kind: 'refused', faults: refusal };

    const waiting = await this.locked(tx, 'behind = $1', id);
    for (const [index, row] of waiting.entries()) {
      const next = fromRow(row).message;
      const stops = await this.attempt(batch, tx, row, { message: next, decisionKey: id }, () =>
        this.run(tx, handling, { message: next, event: eventOf(handling.contract, next) }),
      );
      if (!stops) continue;
      await this.nextInLine(tx, row.parked_message_id, stops, waiting.slice(index + 1));
      return { kind: 'applied', messages: index + 1 };
    }
    return { kind: 'applied', messages: waiting.length + 1 };
  }

  /** Sets it aside for good; false when it is not parked any more. The next of those behind it is now the one to be decided on. */
  async discard(tx: Transaction, id: string): Promise<boolean> {
    const [head] = await this.locked(tx, 'parked_message_id = $1', id);
    if (!head) return false;
    await this.setState(tx, id, 'discarded');
    const [next, ...others] = await this.locked(tx, 'behind = $1', id);
    if (next) await this.nextInLine(tx, next.parked_message_id, [WAITED_BEHIND_DISCARDED], others);
    return true;
  }

  private locked(tx: Transaction, which: 'parked_message_id = $1' | 'behind = $1', id: string): Promise<ParkedRow[]> {
    return tx.rows<ParkedRow>(
      `select ${COLUMNS} from ${this.schema}.parked_message where ${which} and state = 'parked'
       order by message_offset, parked_message_id for update`,
      [id],
    );
  }

  private async setState(tx: Transaction, id: string, state: ParkedMessage['state']): Promise<void> {
    await tx.execute(`update ${this.schema}.parked_message set state = $2 where parked_message_id = $1`, [id, state]);
  }

  private async nextInLine(
    tx: Transaction,
    id: string,
    faults: readonly Fault[],
    others: readonly ParkedRow[],
  ): Promise<void> {
    await tx.execute(
      `update ${this.schema}.parked_message set behind = null, faults = $2::jsonb where parked_message_id = $1`,
      [id, keepableJson(faults)],
    );
    await tx.execute(`update ${this.schema}.parked_message set behind = $1 where parked_message_id = any($2)`, [
      id,
      others.map(({ parked_message_id }) => parked_message_id),
    ]);
  }

  /** All of it, what is said included, or nothing and the faults. */
  private async attempt(
    batch: Batch<unknown>,
    tx: Transaction,
    row: ParkedRow,
    resumed: ResumedMessage,
    act: () => Promise<OneMessage>,
  ): Promise<readonly Fault[] | undefined> {
    await tx.execute('savepoint resubmit');
    try {
      const { said, known } = await act();
      await this.setState(tx, row.parked_message_id, 'resubmitted');
      await tx.execute(
        `update ${this.schema}.consumer_position set applied = applied + $3, duplicates = duplicates + $4
         where topic = $1 and partition = $2`,
        [row.topic, row.partition, known ? 0 : 1, known ? 1 : 0],
      );
      await tx.execute('release savepoint resubmit');
      for (const [contract, events] of said) batch.publish(contract, events, resumed);
      return undefined;
    } catch (error) {
      if (!(error instanceof RefusedMessage)) throw error;
      await tx.execute('rollback to savepoint resubmit');
      return error.faults;
    }
  }

  /**
   * The repaired message takes its place in the inbox, or that of the bad one if it could be read and was remembered, so that
   * the sender's own correction is known as the same.
   */
  private async remember(
    tx: Transaction,
    { contract }: Handling,
    { messageId, original, repaired }: { messageId: string; original: IncomingMessage; repaired: IncomingMessage },
  ): Promise<void> {
    const moved = await tx.execute(
      `update ${this.schema}.inbox set content_hash = $4 where source = $1 and message_id = $2 and content_hash = $3`,
      [contract.topic, messageId, contentHashOf(original), contentHashOf(repaired)],
    );
    if (moved > 0) return;
    const [verdict] = await judge(tx, this.schema, contract.topic, [
      { messageId, contentHash: contentHashOf(repaired) },
    ]);
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

  private async run(tx: Transaction, { handle }: Handling, received: Received<unknown>): Promise<OneMessage> {
    const said: (readonly [EventContract, readonly never[]])[] = [];
    // What one message says is kept until it is known to be good, and is little.
    const sendOn = () => Promise.resolve();
    const part = new OpenBatch([received], sendOn);
    await handle(
      {
        received: part.received,
        publish: (contract, events) => void said.push([contract, events as readonly never[]]),
        sendOn,
        park: (one, faults) => part.park(one, faults),
        duplicate: (one) => part.duplicate(one),
      },
      tx,
    );
    const faults = part.parked.get(received);
    if (faults) throw new RefusedMessage(faults);
    return { said, known: part.duplicates.size > 0 };
  }
}

interface OneMessage {
  readonly said: readonly (readonly [EventContract, readonly never[]])[];
  /** The handler knew it already under another id. */
  readonly known: boolean;
}

/** @throws RefusedMessage when it cannot be read */
function eventOf(contract: EventContract, message: IncomingMessage): unknown {
  const { event, faults } = readMessage(contract, message);
  if (faults) throw new RefusedMessage(faults);
  return event;
}

const WAITED_BEHIND_DISCARDED: Fault = {
  field: '',
  value: 'this message',
  rule: 'waited behind a message that has been set aside for good',
  remedy:
    'Resubmit it as it is if it still holds without the other, or set it aside as well; what waits behind it follows.',
};

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
