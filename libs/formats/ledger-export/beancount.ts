import { formatAmount, minorUnitDigits } from '#domain/money';
import { AccountNames } from './account-names.js';
import type { ExportedJournal, UsedAccount } from './exported-journal.js';
import { oneLine, type LedgerFormat } from './ledger-format.js';

/** Beancount knows five roots; commitments off the balance sheet stand under the one that no statement closes. */
const ROOTS: Record<NonNullable<UsedAccount['kind']>, string> = {
  asset: 'Assets',
  liability: 'Liabilities',
  equity: 'Equity',
  income: 'Income',
  expense: 'Expenses',
  'off-balance': 'Equity',
};

/** Before any trade of the house: an account may not be used before it is opened. */
const OPENED = '1900-01-01';

function namesOf(accounts: readonly UsedAccount[]): AccountNames {
  return new AccountNames(accounts, ({ book, account, accountName, kind, detail }) => {
    const parts = [book, `${account} ${accountName}`, ...(detail ? [detail] : [])];
    return [kind === null ? 'Equity' : ROOTS[kind], ...parts.map(component)].join(':');
  });
}

/** A part begins with a capital or a digit and holds letters, digits and dashes alone. */
function component(text: string): string {
  const plain = text.replaceAll(/[^A-Za-z0-9]+/g, '-').replace(/^-+/, '');
  return /^[a-z]/.test(plain) ? plain.charAt(0).toUpperCase() + plain.slice(1) : plain || 'X';
}

function quoted(text: string): string {
  return `"${oneLine(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** The tolerance that beancount infers from the digits it sees is switched off: our books are exact. */
function declarations(currencies: readonly string[], accounts: readonly UsedAccount[], names: AccountNames): string {
  const commodities = currencies.map(
    (currency) => `${OPENED} commodity ${currency}\n  precision: ${minorUnitDigits(currency)}\n`,
  );
  const opened = accounts.map((account) => `${OPENED} open ${names.of(account)}\n`);
  return `option "inferred_tolerance_multiplier" "0"\n\n${commodities.join('')}\n${opened.join('')}\n`;
}

function transaction(journal: ExportedJournal, names: AccountNames): string {
  const { effectiveDate, book, sequence, accounting, rule, tradeId, journalId, linkId, hash } = journal;
  const head = `${effectiveDate} * ${quoted(rule)} ${quoted(tradeId)} ^${linkId}\n`;
  const metadata = [
    `  place: ${quoted(`${book}/${sequence}`)}\n`,
    `  accounting: "${accounting}"\n`,
    `  journal: "${journalId}"\n`,
    `  hash: "${hash}"\n`,
  ];
  const lines = journal.postings.map(
    ({ account, accountName, detail, amount }) =>
      `  ${names.of({ book, account, accountName, detail })}  ${formatAmount(amount)} ${amount.currency}\n`,
  );
  return `${head}${metadata.join('')}${lines.join('')}\n`;
}

/** `ledger.beancount`, and `accounts.csv` that leads back from its account names. */
export const beancount: LedgerFormat = {
  says: 'ledger.beancount for bean-check',
  oneAccounting: true,
  async begin(folder, { accounts, currencies }) {
    const names = namesOf(accounts);
    await (await folder.create('accounts.csv')).write(names.table, accounts.length);
    const file = await folder.create('ledger.beancount');
    await file.write(declarations(currencies, accounts, names));
    return { add: (journal) => file.write(transaction(journal, names), 1), end: async () => undefined };
  },
};
