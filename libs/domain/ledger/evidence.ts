import { createHash, hash } from 'node:crypto';

/** Everything an auditor reads of a journal, as text. */
export interface JournalEvidence {
  readonly id: string;
  readonly book: string;
  /** Which of the parallel books it belongs to; `common` to each of them. */
  readonly accounting: string;
  readonly key: string;
  readonly rule: string;
  readonly ruleVersion: number;
  readonly effectiveDate: string;
  readonly tradeId: string;
  readonly reverses: string | null;
  /** The inputs of the rule, as stored. */
  readonly inputs: string;
  readonly postings: readonly {
    readonly account: string;
    readonly detail: string;
    readonly currency: string;
    readonly minorUnits: string;
  }[];
}

/** Where a journal stands in the chain of its book. */
export interface ChainPlace {
  readonly sequence: bigint;
  /** Microseconds since 1970-01-01T00:00Z. */
  readonly recordedAtMicros: bigint;
  readonly sourceEventId: string;
  readonly actor: string | null;
  readonly contentHash: Buffer;
  readonly previousHash: Buffer;
}

export const BEGINNING_OF_CHAIN = Buffer.alloc(32);

/** Each part with its length in bytes before it, so that no two lists of parts give the same text. */
function lengthPrefixed(parts: readonly string[]): string {
  let text = '';
  for (const part of parts) text += `${Buffer.byteLength(part)}:${part}`;
  return text;
}

/**
 * SHA-256 over what is booked, without where it stands in the chain and without what triggered it: equal in every replay.
 * An absent `reverses` is the empty text, which no id is.
 */
export function contentHash(journal: JournalEvidence): Buffer {
  const { id, book, accounting, key, rule, ruleVersion, effectiveDate, tradeId, reverses, inputs, postings } = journal;
  let text = lengthPrefixed([
    'asiento.journal.v1',
    id,
    book,
    accounting,
    key,
    rule,
    String(ruleVersion),
    effectiveDate,
    tradeId,
    reverses ?? '',
    inputs,
    String(postings.length),
  ]);
  for (const { account, detail, currency, minorUnits } of postings)
    text += lengthPrefixed([account, detail, currency, minorUnits]);
  return hash('sha256', text, 'buffer');
}

/**
 * SHA-256 that ties a journal to its place: sequence, when it was recorded, which event caused it, its content (which names
 * the book), the hash before it, and who decided it. All but the last have a fixed length. The database computes the same
 * under the lock of the chain's head.
 */
export function chainHash(place: ChainPlace): Buffer {
  const { sequence, recordedAtMicros, sourceEventId, actor, contentHash: content, previousHash } = place;
  const numbers = Buffer.alloc(16);
  numbers.writeBigInt64BE(sequence, 0);
  numbers.writeBigInt64BE(recordedAtMicros, 8);
  return createHash('sha256')
    .update('asiento.chain.v1')
    .update(numbers)
    .update(Buffer.from(sourceEventId.replaceAll('-', ''), 'hex'))
    .update(content)
    .update(previousHash)
    .update(actor ?? '')
    .digest();
}
