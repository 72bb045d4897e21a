import { minorUnitDigits } from '#domain/money';
import { hierarchicalNames, hledgerTransaction } from './hledger.js';
import type { LedgerFormat } from './ledger-format.js';

/** `ledger.dat` for ledger 3, whose transactions are written as those of hledger; only the declarations differ. */
export const ledgerCli: LedgerFormat = {
  says: 'ledger.dat for ledger --pedantic',
  oneAccounting: true,
  async begin(folder, { accounts, currencies }) {
    const names = hierarchicalNames(accounts);
    await (await folder.create('accounts.csv')).write(names.table, accounts.length);
    const file = await folder.create('ledger.dat');
    const tags = ['journal', 'link', 'accounting', 'hash'].map((tag) => `tag ${tag}\n`);
    const commodities = currencies.map((currency) => {
      const digits = minorUnitDigits(currency);
      return `commodity ${currency}\n    format 1000${digits > 0 ? `.${'0'.repeat(digits)}` : ''} ${currency}\n`;
    });
    const declared = accounts.map((account) => `account ${names.of(account)}\n`);
    await file.write(`${tags.join('')}\n${commodities.join('')}\n${declared.join('')}\n`);
    return { add: (journal) => file.write(hledgerTransaction(journal, names), 1), end: async () => undefined };
  },
};
