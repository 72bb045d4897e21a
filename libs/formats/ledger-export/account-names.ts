import { csvLine } from './csv.js';
import type { UsedAccount } from './exported-journal.js';

type Place = Pick<UsedAccount, 'book' | 'account' | 'accountName' | 'detail'>;

const HEADER = csvLine(['name', 'book', 'account', 'account_name', 'kind', 'detail']);

/**
 * Names of the accounts in a format that allows less than we do. Names that would become the same get a number, so that no
 * two accounts are ever added up; `table` leads back from each name.
 */
export class AccountNames {
  private readonly names = new Map<string, string>();
  readonly table: string;

  constructor(
    accounts: readonly UsedAccount[],
    private readonly readable: (account: UsedAccount) => string,
  ) {
    const taken = new Set<string>();
    this.table = HEADER;
    for (const one of accounts) {
      const name = this.free(readable(one), taken);
      taken.add(name);
      this.names.set(keyOf(one), name);
      this.table += csvLine([name, one.book, one.account, one.accountName, one.kind ?? '', one.detail]);
    }
  }

  of(place: Place): string {
    return this.names.get(keyOf(place)) ?? this.readable({ ...place, kind: null });
  }

  private free(name: string, taken: ReadonlySet<string>): string {
    if (!taken.has(name)) return name;
    let number = 2;
    while (taken.has(`${name}-${number}`)) number += 1;
    return `${name}-${number}`;
  }
}

const keyOf = ({ book, account, detail }: Place): string => JSON.stringify([book, account, detail]);
