import type { Account, JournalEvidence, PostingRule } from '#domain/ledger';
import type { ChainHead, NoteSigner } from '#formats/checkpoint';

/** A journal with everything its two hashes cover. */
export interface CapsuleJournal extends JournalEvidence {
  readonly sequence: bigint;
  readonly recordedAtMicros: bigint;
  readonly sourceEventId: string;
  /** Where that event stands in its log: `topic/partition/offset`. */
  readonly source: string;
  /** Who decided it, and who agreed; null where a rule did. */
  readonly actor: string | null;
  readonly approver: string | null;
  readonly contentHash: Buffer;
  readonly hash: Buffer;
}

/** A message that caused journals, as it came. */
export interface SourceMessage {
  readonly eventId: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly bytes: Buffer;
}

/** A decision that took two. */
export interface CapsuleApproval {
  readonly id: string;
  readonly action: string;
  readonly subject: string;
  readonly proposedBy: string;
  readonly proposedAt: string;
  readonly decision: 'approved' | 'refused';
  readonly decidedBy: string;
  readonly decidedAt: string;
  /** Journals of the capsule that came of it. */
  readonly journals: readonly string[];
}

/** What an account of a book stood at before the first journal and after the last, in minor units. */
export interface CapsuleBalance {
  readonly book: string;
  readonly accounting: string;
  readonly account: string;
  readonly detail: string;
  readonly currency: string;
  readonly opening: bigint;
  readonly closing: bigint;
}

/** Everything an auditor takes along, of one moment. */
export interface CapsuleContent {
  /** Names the ledger, as its checkpoints do. */
  readonly origin: string;
  /** Legal entity whose books they are. */
  readonly entity: string;
  /** Instant in UTC. */
  readonly createdAt: string;
  readonly accounts: Iterable<Account>;
  /** Every version of every rule that ever posted. */
  readonly rules: Iterable<PostingRule>;
  /** Sequence and hash of each book before its first journal here; 0 and the hash of nothing for books taken whole. */
  readonly openings: Iterable<ChainHead>;
  /** Book by book, in the order of its chain. */
  readonly journals: AsyncIterable<CapsuleJournal>;
  /** By topic, partition and offset. */
  readonly sources: AsyncIterable<SourceMessage>;
  readonly approvals: AsyncIterable<CapsuleApproval>;
  /** From the books, not from the journals given here: that both agree is what the auditor checks. */
  readonly balances: AsyncIterable<CapsuleBalance>;
  /** Signed checkpoints, oldest first; the last one is of this moment and names the head of every book. */
  readonly checkpoints: Iterable<string>;
  /** Signs the manifest; must be the key of the checkpoints. */
  readonly signer: NoteSigner;
  /** Told after every journal how many are written. */
  readonly onProgress?: (journals: number) => void;
}
