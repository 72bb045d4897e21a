import { createHash } from 'node:crypto';
import type { Account, PostingRule } from '#domain/ledger';
import type { ChainHead } from '#formats/checkpoint';
import type { CapsuleApproval, CapsuleBalance, CapsuleJournal, SourceMessage } from './capsule-content.js';

/** One record a line; fields and their order are part of the form, which the verifier holds every line against. */
const line = (record: Readonly<Record<string, unknown>>): string => `${JSON.stringify(record)}\n`;

export function journalLine(journal: CapsuleJournal): string {
  return line({
    book: journal.book,
    sequence: journal.sequence.toString(),
    id: journal.id,
    accounting: journal.accounting,
    key: journal.key,
    rule: journal.rule,
    ruleVersion: journal.ruleVersion,
    effectiveDate: journal.effectiveDate,
    tradeId: journal.tradeId,
    reverses: journal.reverses,
    inputs: journal.inputs,
    postings: journal.postings.map(({ account, detail, currency, minorUnits }) => ({
      account,
      detail,
      currency,
      minorUnits,
    })),
    recordedAtMicros: journal.recordedAtMicros.toString(),
    sourceEventId: journal.sourceEventId,
    source: journal.source,
    actor: journal.actor,
    approver: journal.approver,
    contentHash: journal.contentHash.toString('hex'),
    hash: journal.hash.toString('hex'),
  });
}

/** As text where the bytes are text, else in base64; the hash is over the bytes. */
export function sourceLine({ eventId, topic, partition, offset, bytes }: SourceMessage): string {
  const text = bytes.toString('utf8');
  const encoding = Buffer.from(text, 'utf8').equals(bytes) ? 'utf8' : 'base64';
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const message = encoding === 'utf8' ? text : bytes.toString('base64');
  return line({ eventId, topic, partition, offset: offset.toString(), sha256, encoding, message });
}

export function approvalLine(approval: CapsuleApproval): string {
  const { id, action, subject, proposedBy, proposedAt, decision, decidedBy, decidedAt, journals } = approval;
  return line({ id, action, subject, proposedBy, proposedAt, decision, decidedBy, decidedAt, journals });
}

export function balanceLine({ book, accounting, account, detail, currency, opening, closing }: CapsuleBalance): string {
  return line({
    book,
    accounting,
    account,
    detail,
    currency,
    opening: opening.toString(),
    closing: closing.toString(),
  });
}

export const openingLine = ({ book, sequence, hash }: ChainHead): string =>
  line({ book, sequence: sequence.toString(), hash: hash.toString('hex') });

export const accountLine = ({ number, name, kind }: Account): string => line({ number, name, kind });

export const ruleLine = ({ id, version, validFrom, sentence, formula, rounding }: PostingRule): string =>
  line({ id, version, validFrom, sentence, formula, rounding });
