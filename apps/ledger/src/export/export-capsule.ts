import { chartOfAccounts, postingRules } from '#domain/ledger';
import {
  writeCapsule,
  type CapsuleApproval,
  type CapsuleBalance,
  type CapsuleContent,
  type CapsuleJournal,
  type CapsuleManifest,
  type SourceMessage,
} from '#formats/audit-capsule';
import { headsIn, readCheckpoint, type ChainHead, type NoteSigner } from '#formats/checkpoint';
import type { Database, Transaction } from '#platform/database';
import { keepCheckpoint } from '../checkpoints/checkpoint.store.js';
import { checkpointOf, type MadeCheckpoint } from '../checkpoints/make-checkpoint.js';
import { inSnapshot, streamed } from '../evidence/snapshot.js';
import { storedJournals, type Stretch } from '../evidence/stored-journals.js';
import { UnsoundBooks } from './unsound-books.js';

/** Reads messages of one partition of one topic; those that are gone are left out. */
export type MessageReader = (
  topic: string,
  partition: number,
  offsets: readonly bigint[],
) => Promise<readonly { readonly offset: bigint; readonly bytes: Buffer }[]>;

export interface CapsuleOptions {
  /** New or empty folder. */
  readonly folder: string;
  readonly entity: string;
  /** Instant in UTC that the capsule says it was made at. */
  readonly createdAt: string;
  readonly signer: NoteSigner;
  /** From after the checkpoint of the last business day before this one; from the beginning where none had ended, or null. */
  readonly from: string | null;
  /** Up to the checkpoint of this business day, or of the last one before it; null up to now. */
  readonly to: string | null;
  readonly readMessages: MessageReader;
  readonly onProgress?: (journals: number, total: number) => void;
}

/** No checkpoint was signed by then, or a message that caused a journal is not in the log any more. */
export class CapsuleImpossible extends Error {
  override readonly name = 'CapsuleImpossible';
}

const MESSAGES_AT_ONCE = 500;

/**
 * Writes what an auditor takes along: journals between two signed checkpoints with all that their hashes cover, the messages
 * that caused them, accounts, rules, approvals, balances, and a verifier that needs nothing but Node.
 * @throws CapsuleImpossible, UnsoundBooks, FolderInUse, or what the file system says
 */
export async function exportCapsule(db: Database, options: CapsuleOptions): Promise<CapsuleManifest> {
  const { folder, signer, from, to, entity, createdAt, onProgress } = options;
  let made: MadeCheckpoint | undefined;
  const manifest = await inSnapshot(db, async (tx) => {
    if (to === null) made = await checkpointOf(tx, signer);
    const first = from === null ? undefined : await noteBefore(tx, from);
    const notes = [...(await notesUpTo(tx, first?.day ?? null, to)), ...(made ? [made.note] : [])];
    const last = notes.at(-1);
    if (last === undefined)
      throw new CapsuleImpossible(
        `no checkpoint was signed up to ${to ?? ''}; leave the date away, or take a later one`,
      );
    const stretches = stretchesBetween(first?.note, last);
    const total = Number(stretches.reduce((sum, { after, upTo }) => sum + upTo - after, 0n));
    const content: CapsuleContent = {
      origin: signer.keyName,
      entity,
      createdAt,
      accounts: chartOfAccounts,
      rules: Object.values(postingRules),
      openings: await openingsOf(tx, stretches),
      journals: journalsIn(tx, stretches),
      sources: sourcesOf(tx, stretches, options.readMessages),
      approvals: approvalsIn(tx, stretches),
      balances: balancesOf(tx, stretches),
      checkpoints: notes,
      signer,
      onProgress: (journals) => onProgress?.(journals, total),
    };
    return writeCapsule(folder, content);
  });
  if (made) await keepCheckpoint(db, made, null);
  return manifest;
}

/** What the last business day before that one left signed; nothing where none had ended. */
async function noteBefore(
  tx: Transaction,
  day: string,
): Promise<{ readonly day: string; readonly note: string } | undefined> {
  const [row] = await tx.rows<{ day: string; note: string }>(
    `select business_date::text as day, note from ledger.checkpoint
     where business_date < $1 order by business_date desc limit 1`,
    [day],
  );
  return row;
}

/** Notes of business days, oldest first. @param from day of the first; null from the first of all */
async function notesUpTo(tx: Transaction, from: string | null, to: string | null): Promise<string[]> {
  const rows = await tx.rows<{ note: string }>(
    `select note from ledger.checkpoint
     where business_date is not null and ($1::date is null or business_date >= $1) and ($2::date is null or business_date <= $2)
     order by business_date`,
    [from, to],
  );
  return rows.map(({ note }) => note);
}

const headsOf = (note: string): ChainHead[] =>
  headsIn(readCheckpoint(note.slice(0, note.lastIndexOf('\n\n') + 1)).extensions);

/** Each chain from its place in the first note to its place in the last. */
function stretchesBetween(first: string | undefined, last: string): Stretch[] {
  const before = new Map((first === undefined ? [] : headsOf(first)).map(({ book, sequence }) => [book, sequence]));
  return headsOf(last).map(({ book, sequence }) => ({ book, after: before.get(book) ?? 0n, upTo: sequence }));
}

async function openingsOf(tx: Transaction, stretches: readonly Stretch[]): Promise<ChainHead[]> {
  const rows = await tx.rows<{ book: string; sequence: string; hash: Buffer }>(
    `select s.book, s.sequence::text, coalesce(j.hash, decode(repeat('00', 32), 'hex')) as hash
     from unnest($1::text[], $2::bigint[]) as s(book, sequence)
     left join ledger.journal j on j.book = s.book and j.sequence = s.sequence order by s.book collate "C"`,
    [stretches.map(({ book }) => book), stretches.map(({ after }) => after.toString())],
  );
  return rows.map(({ book, sequence, hash }) => ({ book, sequence: BigInt(sequence), hash }));
}

async function* journalsIn(tx: Transaction, stretches: readonly Stretch[]): AsyncGenerator<CapsuleJournal> {
  for await (const { book, sequence, journal } of storedJournals(tx, stretches)) {
    if (!journal) throw new UnsoundBooks(book, sequence);
    yield { ...journal, sequence };
  }
}

const ofStretches = (stretches: readonly Stretch[]): unknown[] => [
  stretches.map(({ book }) => book),
  stretches.map(({ after }) => after.toString()),
  stretches.map(({ upTo }) => upTo.toString()),
];

/** @throws CapsuleImpossible where the log has lost one */
async function* sourcesOf(
  tx: Transaction,
  stretches: readonly Stretch[],
  readMessages: MessageReader,
): AsyncGenerator<SourceMessage> {
  interface Place {
    readonly topic: string;
    readonly partition: number;
    readonly message_offset: string;
    readonly event_id: string;
  }
  const places = streamed<Place>(
    tx,
    `select distinct split_part(j.source, '/', 1) as topic, split_part(j.source, '/', 2)::integer as partition,
       split_part(j.source, '/', 3)::bigint as message_offset, j.source_event_id as event_id
     from unnest($1::text[], $2::bigint[], $3::bigint[]) as s(book, after_one, up_to)
     join ledger.journal j on j.book = s.book and j.sequence > s.after_one and j.sequence <= s.up_to
     order by 1, 2, 3`,
    ofStretches(stretches),
  );
  let wanted: Place[] = [];
  const read = async (): Promise<SourceMessage[]> => {
    const [first] = wanted;
    if (!first) return [];
    const { topic, partition } = first;
    const found = new Map(
      (
        await readMessages(
          topic,
          partition,
          wanted.map((place) => BigInt(place.message_offset)),
        )
      ).map(({ offset, bytes }) => [offset, bytes]),
    );
    const messages = wanted.map(({ event_id: eventId, message_offset }): SourceMessage => {
      const offset = BigInt(message_offset);
      const bytes = found.get(offset);
      if (!bytes) throw new CapsuleImpossible(`message ${offset} of ${topic} ${partition} is not in the log any more`);
      return { eventId, topic, partition, offset, bytes };
    });
    wanted = [];
    return messages;
  };
  for await (const place of places) {
    const [first] = wanted;
    if (first && (first.topic !== place.topic || first.partition !== place.partition)) yield* await read();
    wanted.push(place);
    if (wanted.length >= MESSAGES_AT_ONCE) yield* await read();
  }
  yield* await read();
}

/** What two people decided, with the journals of the capsule that came of it. */
async function* approvalsIn(tx: Transaction, stretches: readonly Stretch[]): AsyncGenerator<CapsuleApproval> {
  interface Decided {
    readonly proposal_id: string;
    readonly kind: string;
    readonly subject: string;
    readonly proposed_by: string;
    readonly proposed_at: string;
    readonly state: string;
    readonly decided_by: string;
    readonly decided_at: string;
    readonly journals: string[];
  }
  const instant = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  for await (const one of streamed<Decided>(
    tx,
    `select p.proposal_id, p.kind, p.subject, p.proposed_by, ${instant('p.proposed_at')} as proposed_at, p.state, p.decided_by,
       ${instant('p.decided_at')} as decided_at,
       coalesce(array_agg(j.journal_id::text order by j.journal_id) filter (where s.book is not null), '{}') as journals
     from ledger.proposal p
     left join ledger.decision d on d.proposal_id = p.proposal_id and d.act = 'approve' and d.refused = ''
     left join ledger.journal j on j.source = d.source
     left join unnest($1::text[], $2::bigint[], $3::bigint[]) as s(book, after_one, up_to)
       on s.book = j.book and j.sequence > s.after_one and j.sequence <= s.up_to
     where p.state <> 'waiting' and p.kind <> 'soft-close'
     group by p.proposal_id order by p.proposed_at, p.proposal_id`,
    ofStretches(stretches),
  ))
    yield {
      id: one.proposal_id,
      action: one.kind,
      subject: one.subject,
      proposedBy: one.proposed_by,
      proposedAt: one.proposed_at,
      decision: one.state === 'approved' ? 'approved' : 'refused',
      decidedBy: one.decided_by,
      decidedAt: one.decided_at,
      journals: one.journals,
    };
}

/** From the postings before and within, not from what was added up: the capsule must not rest on kept sums. */
async function* balancesOf(tx: Transaction, stretches: readonly Stretch[]): AsyncGenerator<CapsuleBalance> {
  interface Row extends Record<'book' | 'accounting' | 'account' | 'detail' | 'currency', string> {
    readonly opening: string;
    readonly closing: string;
  }
  for await (const { opening, closing, ...key } of streamed<Row>(
    tx,
    `select p.book, p.accounting, p.account, p.detail, p.currency,
       coalesce(sum(p.minor_units) filter (where p.sequence <= s.after_one), 0)::text as opening, sum(p.minor_units)::text as closing
     from unnest($1::text[], $2::bigint[], $3::bigint[]) as s(book, after_one, up_to)
     join ledger.posting p on p.book = s.book and p.sequence <= s.up_to
     group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`,
    ofStretches(stretches),
  ))
    yield { ...key, opening: BigInt(opening), closing: BigInt(closing) };
}
