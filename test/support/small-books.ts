import {
  BEGINNING_OF_CHAIN,
  chainHash,
  chartOfAccounts,
  contentHash,
  linkedJournals,
  MerkleRoot,
  postingRules,
  type Journal,
} from '#domain/ledger';
import type { CapsuleBalance, CapsuleContent, CapsuleJournal, SourceMessage } from '#formats/audit-capsule';
import { headLines, noteSignerFromSeed, signCheckpoint, type ChainHead } from '#formats/checkpoint';

/** The house's key in tests. */
export const houseKey = noteSignerFromSeed('asiento.example/ledger', Buffer.alloc(32, 7));

const CURRENCIES = ['EUR', 'JPY', 'KWD'] as const;
const ACCOUNTINGS = ['common', 'common', 'TDA', 'SDA'] as const;
const eventId = (fact: number): string => `00000000-0000-5000-8000-${String(fact).padStart(12, '0')}`;

/** Facts that touch two books each, so that every one passes the unit bridge; one of them has a client's name to escape. */
function journalsOf(fact: number): Journal[] {
  const currency = CURRENCIES[fact % CURRENCIES.length] ?? 'EUR';
  const unit = ['house.debt', 'house.risk', 'client.Fundación "Nalón"'][fact % 3] ?? 'house.debt';
  const size = fact === 4 ? 123_456_789_012_345_678_901_234_567_891n : BigInt(1_000 + fact);
  return linkedJournals(
    {
      key: `T${fact}/1/settlement`,
      rule: postingRules.bondSettlement,
      effectiveDate: `2026-06-${String(1 + (fact % 28)).padStart(2, '0')}`,
      tradeId: `T${fact}`,
      reverses: null,
      // A line separator that is none in JSON.
      inputs: { counterparty: fact % 2 === 0 ? 'CIERESM0' : 'Two\u2028lines' },
    },
    [
      { book: unit, postings: [{ account: '2100', detail: 'CIERESM0', amount: { minorUnits: size, currency } }] },
      {
        book: 'house.treasury',
        postings: [{ account: '1010', detail: 'BANK', amount: { minorUnits: -size, currency } }],
      },
    ],
  );
}

/** All journals in their chains, book by book. */
function chained(facts: number): CapsuleJournal[] {
  const journals = Array.from({ length: facts }, (_, fact) => journalsOf(fact).map((journal) => ({ fact, journal })))
    .flat()
    .sort((one, other) => (one.journal.book < other.journal.book ? -1 : one.journal.book > other.journal.book ? 1 : 0));
  let [book, sequence, previousHash]: [string, bigint, Buffer] = ['', 0n, BEGINNING_OF_CHAIN];
  return journals.map(({ fact, journal }) => {
    if (journal.book !== book) [book, sequence, previousHash] = [journal.book, 0n, BEGINNING_OF_CHAIN];
    sequence += 1n;
    const evidence = {
      id: journal.id,
      book,
      accounting: ACCOUNTINGS[fact % ACCOUNTINGS.length] ?? 'common',
      key: journal.head.key,
      rule: journal.head.rule.id,
      ruleVersion: journal.head.rule.version,
      effectiveDate: journal.head.effectiveDate,
      tradeId: journal.head.tradeId,
      reverses: null,
      inputs: JSON.stringify(journal.head.inputs),
      postings: journal.postings.map(({ account, detail, amount }) => ({
        account,
        detail,
        currency: amount.currency,
        minorUnits: amount.minorUnits.toString(),
      })),
    };
    const content = contentHash(evidence);
    const place = {
      sequence,
      recordedAtMicros: 1_781_510_400_000_000n + BigInt(fact),
      sourceEventId: eventId(fact),
      source: `settlement.obligation-settled.v1/0/${fact}`,
      actor: fact % 4 === 0 ? 'ana' : null,
      approver: fact % 8 === 0 ? 'berta' : null,
      contentHash: content,
      previousHash,
    };
    previousHash = chainHash(place);
    return { ...evidence, ...place, hash: previousHash };
  });
}

async function* given<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

/** A checkpoint over the journals up to a place in every book. */
function checkpointOf(journals: readonly CapsuleJournal[], heads: readonly ChainHead[]): string {
  const tree = new MerkleRoot();
  for (const { contentHash: content } of journals.toSorted((one, other) => (one.id < other.id ? -1 : 1)))
    tree.add(content);
  const size = BigInt(journals.length);
  const extensions = headLines(heads);
  return signCheckpoint({ origin: 'asiento.example/ledger', size, root: tree.root(), extensions }, [houseKey]);
}

function headsOf(journals: readonly CapsuleJournal[]): ChainHead[] {
  const heads = new Map<string, ChainHead>();
  for (const { book, sequence, hash } of journals) heads.set(book, { book, sequence, hash });
  return [...heads.values()];
}

function balancesOf(before: readonly CapsuleJournal[], within: readonly CapsuleJournal[]): CapsuleBalance[] {
  const balances = new Map<string, CapsuleBalance>();
  for (const [journals, opens] of [
    [before, true],
    [within, false],
  ] as const)
    for (const { book, accounting, postings } of journals)
      for (const { account, detail, currency, minorUnits } of postings) {
        const key = JSON.stringify([book, accounting, account, detail, currency]);
        const empty = { book, accounting, account, detail, currency, opening: 0n, closing: 0n };
        const { opening, closing } = balances.get(key) ?? empty;
        const units = BigInt(minorUnits);
        balances.set(key, { ...empty, opening: opens ? opening + units : opening, closing: closing + units });
      }
  return [...balances].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, balance]) => balance);
}

/**
 * A capsule of books that are sound.
 * @param since facts before the capsule begins; their checkpoint is in it too
 */
export function soundCapsule(facts: number, since = 0): CapsuleContent & { readonly journalList: CapsuleJournal[] } {
  const all = chained(facts);
  const before = all.filter(({ sourceEventId }) => sourceEventId < eventId(since));
  const within = all.filter(({ sourceEventId }) => sourceEventId >= eventId(since));
  const openings = headsOf(all).map(({ book }) => {
    const last = headsOf(before).find((head) => head.book === book);
    return last ?? { book, sequence: 0n, hash: BEGINNING_OF_CHAIN };
  });
  const approved = within.find(({ actor }) => actor === 'ana');
  return {
    origin: 'asiento.example/ledger',
    entity: 'Casa de Prueba',
    createdAt: '2026-06-30T18:00:00.000Z',
    accounts: chartOfAccounts,
    rules: Object.values(postingRules),
    openings,
    journals: given(within),
    journalList: within,
    sources: given(
      Array.from({ length: facts }, (_, fact): SourceMessage => {
        const body = JSON.stringify({ eventId: eventId(fact), tradeId: `T${fact}`, note: 'ñ' });
        const bytes = fact === 2 ? Buffer.from([0xff, 0xfe, 0x00, 0x80]) : Buffer.from(body);
        return {
          eventId: eventId(fact),
          topic: 'settlement.obligation-settled.v1',
          partition: 0,
          offset: BigInt(fact),
          bytes,
        };
      }),
    ),
    approvals: given(
      approved
        ? [
            {
              id: 'A1',
              action: 'accept-terms',
              subject: approved.key,
              proposedBy: 'ana',
              proposedAt: '2026-06-15T08:00:00.000Z',
              decision: 'approved' as const,
              decidedBy: 'berta',
              decidedAt: '2026-06-15T08:01:00.000Z',
              journals: [approved.id],
            },
          ]
        : [],
    ),
    balances: given(balancesOf(before, within)),
    checkpoints: [
      ...(before.length > 0 ? [checkpointOf(before, headsOf(before))] : []),
      checkpointOf(all, headsOf(all)),
    ],
    signer: houseKey,
  };
}
