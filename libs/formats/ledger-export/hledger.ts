import { formatAmount, minorUnitDigits } from '#domain/money';
import type { ExportedJournal, UsedAccount } from './exported-journal.js';

/** hledger's account types; commitments off the balance sheet have none. */
const TYPES: Record<NonNullable<UsedAccount['kind']>, string> = {
  asset: 'A',
  liability: 'L',
  equity: 'E',
  income: 'R',
  expense: 'X',
  'off-balance': '',
};

/**
 * Declarations, so that `hledger check --strict` accepts nothing that is not meant: every currency with its decimals and
 * a point as decimal mark (hledger before 1.44 balances at the declared precision), every account with its type.
 */
export function hledgerDeclarations(currencies: readonly string[], accounts: readonly UsedAccount[]): string {
  const commodities = currencies.map(
    (currency) => `commodity 1000.${'0'.repeat(minorUnitDigits(currency))} ${currency}\n`,
  );
  const declared = accounts.map((account) => {
    const type = account.kind === null ? '' : TYPES[account.kind];
    return `account ${hledgerAccount(account)}${type && `  ; type:${type}`}\n`;
  });
  return `decimal-mark .\n\n${commodities.join('')}\n${declared.join('')}\n`;
}

/** One transaction: its code is the place in the chain, its tags lead back to the books. */
export function hledgerTransaction(journal: ExportedJournal): string {
  const { effectiveDate, book, sequence, rule, tradeId, journalId, linkId, hash } = journal;
  const head = `${effectiveDate} * (${book}/${sequence}) ${rule} ${tradeId}\n    ; journal:${journalId}, link:${linkId}, hash:${hash}\n`;
  const lines = journal.postings.map(
    ({ account, accountName, detail, amount }) =>
      `    ${hledgerAccount({ book, account, accountName, detail })}  ${formatAmount(amount)} ${amount.currency}\n`,
  );
  return `${head}${lines.join('')}\n`;
}

/** `house.debt:1100 Securities …:ES0A51B00019`. Two spaces would end the name, a colon would make another level. */
function hledgerAccount({ book, account, accountName, detail }: Omit<UsedAccount, 'kind'>): string {
  return [book, `${account} ${accountName}`, ...(detail ? [detail] : [])]
    .map((part) => part.replaceAll(':', '.').replaceAll(/\s+/g, ' '))
    .join(':');
}
