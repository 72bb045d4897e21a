import { formatAmount, money } from '#domain/money';
import type { ExportedJournal } from './exported-journal.js';
import type { LedgerFormat } from './ledger-format.js';

export const JOURNALS_HEADER = csvLine([
  'journal_id',
  'link_id',
  'book',
  'sequence',
  'accounting',
  'key',
  'rule',
  'rule_version',
  'effective_date',
  'recorded_at',
  'trade_id',
  'source_event_id',
  'source',
  'actor',
  'approver',
  'reverses',
  'content_hash',
  'hash',
  'explanation',
  'inputs',
]);

export const POSTINGS_HEADER = csvLine([
  'journal_id',
  'book',
  'sequence',
  'posting',
  'accounting',
  'effective_date',
  'account',
  'account_name',
  'detail',
  'currency',
  'debit',
  'credit',
  'minor_units',
]);

/** One line of `journals.csv`. */
export function journalLine(journal: ExportedJournal): string {
  return csvLine([
    journal.journalId,
    journal.linkId,
    journal.book,
    journal.sequence.toString(),
    journal.accounting,
    journal.key,
    journal.rule,
    String(journal.ruleVersion),
    journal.effectiveDate,
    journal.recordedAt,
    journal.tradeId,
    journal.sourceEventId,
    journal.source,
    journal.actor ?? '',
    journal.approver ?? '',
    journal.reverses ?? '',
    journal.contentHash,
    journal.hash,
    journal.sentence,
    journal.inputs,
  ]);
}

/** Lines of `postings.csv`: amounts exact, in major units with all decimals of the currency, and in minor units. */
export function postingLines(journal: ExportedJournal): string {
  const { journalId, book, sequence, accounting, effectiveDate, postings } = journal;
  return postings
    .map(({ account, accountName, detail, amount: { minorUnits, currency } }, index) =>
      csvLine([
        journalId,
        book,
        sequence.toString(),
        String(index + 1),
        accounting,
        effectiveDate,
        account,
        accountName,
        detail,
        currency,
        minorUnits > 0n ? formatAmount(money(minorUnits, currency)) : '',
        minorUnits < 0n ? formatAmount(money(-minorUnits, currency)) : '',
        minorUnits.toString(),
      ]),
    )
    .join('');
}

/**
 * RFC 4180, CRLF. A text that a spreadsheet would take for a formula gets an apostrophe in front; a number is left alone,
 * so that negative minor units stay numbers.
 */
export function csvLine(fields: readonly string[]): string {
  return `${fields.map(csvField).join(',')}\r\n`;
}

function csvField(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** `journals.csv` and `postings.csv`: everything, with the accounting of each journal as a column. */
export const csv: LedgerFormat = {
  says: 'journals.csv and postings.csv after RFC 4180',
  oneAccounting: false,
  async begin(folder) {
    const journals = await folder.create('journals.csv');
    const postings = await folder.create('postings.csv');
    await journals.write(JOURNALS_HEADER);
    await postings.write(POSTINGS_HEADER);
    return {
      async add(journal) {
        await journals.write(journalLine(journal), 1);
        await postings.write(postingLines(journal), journal.postings.length);
      },
      end: async () => undefined,
    };
  },
};
