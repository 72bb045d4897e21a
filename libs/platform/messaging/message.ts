import { isUtf8 } from 'node:buffer';
import { keepable } from './text.js';

/** A message as the bus delivered it. */
export interface IncomingMessage {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string;
  /** When the sender says it happened (header `ce_time`), else when the bus took it; ISO instant, UTC. */
  readonly time: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The original, only where it is not valid UTF-8 text (`body` is then a readable form). */
  readonly bytes: Buffer | null;
  /** Bytes of the original; of an oversized one `body` holds only the beginning. */
  readonly size: number;
  /** SHA-256 of the original, where `body` holds only the beginning of it. */
  readonly originalHash?: Buffer;
}

/** A message to be sent: from a handler with its transaction, or from outside (the simulator, an import, a clerk's decision). */
export interface OutgoingMessage {
  readonly topic: string;
  readonly key: string;
  readonly time: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** What `body` says, where one of our services has just said it: readers in the same process need not read it again. */
  readonly event?: unknown;
  /** Where it follows from a message that had been set aside, not from one of the batch. */
  readonly resumed?: ResumedMessage;
}

/** A message that had been set aside, as it is handled at last. */
export interface ResumedMessage {
  readonly message: IncomingMessage;
  /** Key of the decision by which it is. */
  readonly decisionKey: string;
}

/** A body as PostgreSQL keeps it: as text, and the original as bytes beside a readable form where it is not valid text. */
export function asText(body: string | Buffer): { readonly body: string; readonly bytes: Buffer | null } {
  if (typeof body === 'string')
    return body.includes('\0') ? { body: keepable(body), bytes: Buffer.from(body, 'utf8') } : { body, bytes: null };
  const text = body.toString('utf8');
  return isUtf8(body) && !body.includes(0) ? { body: text, bytes: null } : { body: keepable(text), bytes: body };
}
