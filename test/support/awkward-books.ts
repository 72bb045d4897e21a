import { findAccount } from '#domain/ledger';
import type { ExportedJournal, ExportedPosting, UsedAccount } from '#formats/ledger-export';

/** Books with what is hard to carry: no, two and three decimals, thirty digits, names that a format could take for its own. */
const CURRENCIES = ['EUR', 'JPY', 'KWD'] as const;
const BOOKS = ['(client): two', 'client.NALON', 'house.debt', 'house.treasury'] as const;
const ACCOUNTS = ['1010', '1100', '2100', '4500', '5200', '9100', '9190', '3900'] as const;
const DETAILS = [
  '',
  'ES0A51B00019',
  'CIERESM0',
  'a:b',
  'a.b',
  'a b',
  '(virtual)',
  '[bracketed]',
  'with; comment',
  'two  spaces',
  'Fundación "Ñ" \\',
  '=1+1',
  'lower',
  'line\nbreak',
  '|pipe, comma',
] as const;

/** A generator that gives the same numbers in every run (Lehmer's, modulus 2^31 - 1). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

const pick = <Item>(items: readonly Item[], below: (limit: number) => number): Item =>
  items[below(items.length)] as Item;

/** @param count journals, spread over its books; each balances in each of its currencies */
export function awkwardJournals(count: number): ExportedJournal[] {
  const below = numbers(7);
  return BOOKS.flatMap((book, part) =>
    Array.from({ length: Math.ceil(count / BOOKS.length) }, (_, index): ExportedJournal => {
      const number = `${part}${String(index).padStart(10, '0')}`;
      const day = String(1 + (index % 28)).padStart(2, '0');
      return {
        journalId: `6f1d1a5c-3f0e-5f57-9d2b-8${number}`,
        linkId: `6f1d1a5c-3f0e-5f57-9d2b-9${number}`,
        book,
        sequence: BigInt(index + 1),
        accounting: pick(['common', 'common', 'TDA', 'SDA'] as const, below),
        key: `T${index}/1/trade-date`,
        rule: 'R1.trade-date',
        ruleVersion: 1,
        effectiveDate: `2026-${['02', '10', '01'][index % 3]}-${day}`,
        recordedAt: `2026-04-01T08:00:00.${String(index % 1_000_000).padStart(6, '0')}Z`,
        tradeId: index % 5 === 0 ? `T${index}\n2026-01-01 * "forged"\n  A  1 EUR` : `T${index}`,
        sourceEventId: '00000000-0000-5000-8000-000000000000',
        source: `settlement.obligation-settled.v1/0/${index}`,
        actor: index % 3 === 0 ? 'ana' : null,
        approver: index % 6 === 0 ? 'berta' : null,
        reverses: null,
        contentHash: 'aa'.repeat(32),
        hash: 'bb'.repeat(32),
        sentence: 'Bought &\u{1} <paid>.\u{0}',
        inputs: '{"side":"BUY"}',
        postings: CURRENCIES.flatMap((currency) => balanced(currency, index, below)),
      };
    }),
  );
}

function balanced(currency: string, index: number, below: (limit: number) => number): ExportedPosting[] {
  // Every tenth amount has thirty digits, more than a double and than 28 digits of a decimal hold.
  const size = BigInt(1 + below(1_000_000_000)) + (index % 10 === 0 ? 123_456_789_012_345_678_901_234_567_000n : 0n);
  const first = BigInt(below(2)) === 0n ? size : -size;
  const rest = BigInt(1 + below(1_000));
  return [first, -first - rest, rest].map((minorUnits) => {
    const account = pick(ACCOUNTS, below);
    const accountName = findAccount(account)?.name ?? account;
    return { account, accountName, detail: pick(DETAILS, below), amount: { minorUnits, currency } };
  });
}

export function accountsOf(journals: readonly ExportedJournal[]): UsedAccount[] {
  const used = new Map<string, UsedAccount>();
  for (const { book, postings } of journals)
    for (const { account, accountName, detail } of postings)
      used.set(JSON.stringify([book, account, detail]), {
        book,
        account,
        accountName,
        detail,
        kind: findAccount(account)?.kind ?? null,
      });
  return [...used].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, account]) => account);
}

/** Minor units by book, account, detail and currency, without what is zero: our own exact answer, straight from the journals. */
export function balancesOf(journals: readonly ExportedJournal[]): Map<string, bigint> {
  const balances = new Map<string, bigint>();
  for (const { book, postings } of journals)
    for (const { account, detail, amount } of postings) {
      const key = JSON.stringify([book, account, detail, amount.currency]);
      balances.set(key, (balances.get(key) ?? 0n) + amount.minorUnits);
    }
  for (const [key, balance] of balances) if (balance === 0n) balances.delete(key);
  return balances;
}
