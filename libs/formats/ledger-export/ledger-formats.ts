import { ads } from './ads.js';
import { beancount } from './beancount.js';
import { csv } from './csv.js';
import { hledger } from './hledger.js';
import { ledgerCli } from './ledger-cli.js';
import type { LedgerFormat } from './ledger-format.js';
import { parquet } from './parquet.js';
import { saft } from './saft.js';
import { xlsx } from './xlsx.js';

export type LedgerFormatName = 'csv' | 'hledger' | 'ledger' | 'beancount' | 'xlsx' | 'parquet' | 'ads' | 'saft';

/** Every form in which the books leave the house. */
export const ledgerFormats: Readonly<Record<LedgerFormatName, LedgerFormat>> = {
  csv,
  hledger,
  ledger: ledgerCli,
  beancount,
  xlsx,
  parquet,
  ads,
  saft,
};
