import { formatAmount, minorUnitDigits } from '#domain/money';
import { AccountNames } from './account-names.js';
import type { ExportedJournal, UsedAccount } from './exported-journal.js';
import { oneLine, type LedgerFormat } from './ledger-format.js';

/** hledger's account types; commitments off the balance sheet have none. */
const TYPES: Record<NonNullable<UsedAccount['kind']>, string> = {
  asset: 'A',
  liability: 'L',
  equity: 'E',
  income: 'R',
  expense: 'X',
  'off-balance': '',
};

/** `house.debt:1100 Securities …:ES0A51B00019`, for hledger and ledger alike. */
export function hierarchicalNames(accounts: readonly UsedAccount[]): AccountNames {
  return new AccountNames(accounts, ({ book, account, accountName, detail }) =>
    [book, `${account} ${accountName}`, ...(detail ? [detail] : [])].map(component).join(':'),
  );
}

/**
 * Two spaces or a tab would end the name, a colon would make another level, a semicolon a comment, and a bracket at its
 * beginning a posting that need not balance.
 */
function component(text: string): string {
  return oneLine(text).replaceAll(/[:;()[\]<>]/g, '.');
}

/**
 * Declarations, so that `hledger check --strict` accepts nothing that is not meant: every currency with its decimals and
 * a point as decimal mark (hledger before 1.44 balances at the declared precision), every account with its type.
 */
export function hledgerDeclarations(
  currencies: readonly string[],
  accounts: readonly UsedAccount[],
  names = hierarchicalNames(accounts),
): string {
  const commodities = currencies.map(
    (currency) => `commodity 1000.${'0'.repeat(minorUnitDigits(currency))} ${currency}\n`,
  );
  const declared = accounts.map((account) => {
    const type = account.kind === null ? '' : TYPES[account.kind];
    return `account ${names.of(account)}${type && `  ; type:${type}`}\n`;
  });
  return `decimal-mark .\n\n${commodities.join('')}\n${declared.join('')}\n`;
}

/** One transaction: its code is the place in the chain, its tags lead back to the books. */
export function hledgerTransaction(journal: ExportedJournal, names = hierarchicalNames([])): string {
  const { effectiveDate, book, sequence, accounting, rule, tradeId, journalId, linkId, hash } = journal;
  const head = `${effectiveDate} * (${component(book)}/${sequence}) ${oneLine(rule)} ${oneLine(tradeId)}\n`;
  const tags = `    ; journal:${journalId}, link:${linkId}, accounting:${accounting}, hash:${hash}\n`;
  const lines = journal.postings.map(
    ({ account, accountName, detail, amount }) =>
      `    ${names.of({ book, account, accountName, detail })}  ${formatAmount(amount)} ${amount.currency}\n`,
  );
  return `${head}${tags}${lines.join('')}\n`;
}

/** `ledger.journal` for hledger, and `accounts.csv` that leads back from its account names. */
export const hledger: LedgerFormat = {
  says: 'ledger.journal for hledger check --strict',
  oneAccounting: true,
  async begin(folder, { accounts, currencies }) {
    const names = hierarchicalNames(accounts);
    await (await folder.create('accounts.csv')).write(names.table, accounts.length);
    const file = await folder.create('ledger.journal');
    await file.write(hledgerDeclarations(currencies, accounts, names));
    return { add: (journal) => file.write(hledgerTransaction(journal, names), 1), end: async () => undefined };
  },
};
