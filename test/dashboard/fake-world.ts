import { createHash } from 'node:crypto';
import type {
  Amount,
  BreakDetail,
  CashLadderRow,
  DisputeRow,
  ExposureRow,
  JournalView,
  ObligationRow,
  ParkedDetail,
  PostingView,
  TimelineEntry,
  TradeDetail,
  TradeRow,
} from '#contracts';

/** One business day, invented and consistent in itself: every total is the sum of its rows. */
export interface FakeWorld {
  readonly businessDate: string;
  readonly trades: Map<string, TradeDetail>;
  readonly breaks: Map<string, BreakDetail>;
  readonly disputes: DisputeRow[];
  readonly parked: Map<string, ParkedDetail>;
  readonly obligations: ObligationRow[];
  readonly journals: JournalView[];
  readonly ladder: CashLadderRow[];
  readonly exposure: ExposureRow[];
}

const BUSINESS_DATE = '2026-06-17';
const DATES = ['2026-06-15', '2026-06-16', '2026-06-17', '2026-06-18', '2026-06-19'] as const;
const DECIMALS: Readonly<Record<string, number>> = { EUR: 2, USD: 2, GBP: 2, JPY: 0, BHD: 3 };

const COUNTERPARTIES = ['NRLDSE20', 'KNTRDE20', 'MRDNES20', 'HRBKGB20', 'MTCLFR20', 'CSTVPT20', 'SKRAJP20', 'GLFPBH20'];
const CLIENTS = ['LEVANTE', 'MONCAYO'];

const INSTRUMENTS = [
  {
    product: 'equity',
    name: 'Naviera Cantábrica SA',
    isin: 'ES0199901002',
    currency: 'EUR',
    unit: 'risk',
    price: '189.25',
    priceMinor: 18925n,
  },
  {
    product: 'equity',
    name: 'Harbour Rail plc',
    isin: 'GB00BZZ99H64',
    currency: 'GBP',
    unit: 'risk',
    price: '18.42',
    priceMinor: 1842n,
  },
  {
    product: 'equity',
    name: 'Lagoon Utilities Inc',
    isin: 'US99099LG842',
    currency: 'USD',
    unit: 'risk',
    price: '47.60',
    priceMinor: 4760n,
  },
  {
    product: 'equity',
    name: 'Sakura Denki KK',
    isin: 'JP3999900008',
    currency: 'JPY',
    unit: 'risk',
    price: '2415',
    priceMinor: 2415n,
  },
  {
    product: 'bond',
    name: 'Meridiano 3.00 % 2031',
    isin: 'XS9900030008',
    currency: 'EUR',
    unit: 'debt',
    price: '99.250',
    priceMinor: 99n,
  },
  {
    product: 'bond',
    name: 'Montclair 2.10 % 2034',
    isin: 'FR00099000M7',
    currency: 'EUR',
    unit: 'debt',
    price: '98.450',
    priceMinor: 98n,
  },
  {
    product: 'fx-spot',
    name: 'EUR/BHD',
    isin: '',
    currency: 'BHD',
    unit: 'treasury',
    price: '0.4090',
    priceMinor: 1000n,
  },
  {
    product: 'deposit',
    name: 'Deposit 2.15 %',
    isin: '',
    currency: 'EUR',
    unit: 'treasury',
    price: '2.15',
    priceMinor: 100n,
  },
] as const;

const WAY = ['CAPTURED', 'ENRICHED', 'RECONCILED', 'CONFIRMED', 'INSTRUCTED', 'MATCHED', 'SETTLED'] as const;
const TRANSITIONS = ['L1', 'L3', 'L4', 'L6', 'L8', 'L11', 'L18'] as const;
const WORDS = [
  'Front office trade received, version 1',
  'Enriched: settlement date, book, standing instructions',
  'Front and middle office agree',
  'Counterparty confirmed, matched by field',
  'Instruction released to the custodian',
  'Matched in the market',
  'Settled in full',
] as const;
const SOURCES = [
  'front-office.trades.v1',
  null,
  'middle-office.trades.v1',
  'counterparty.confirmations.v1',
  null,
  'custodian.statuses.v1',
  'custodian.statuses.v1',
];

/** Decimal text of minor units, with the currency's own decimals. */
export function decimalText(minorUnits: bigint, currency: string): string {
  const decimals = DECIMALS[currency] ?? 2;
  const digits = String(minorUnits < 0n ? -minorUnits : minorUnits).padStart(decimals + 1, '0');
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return minorUnits < 0n ? `-${text}` : text;
}

export function minorOf(amount: string): bigint {
  return BigInt(amount.replace('.', ''));
}

/** The same word always gives the same id, as in the house. */
function idOf(...words: readonly string[]): string {
  const hex = createHash('sha256').update(words.join('|')).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const pick = <Each>(from: readonly Each[], place: number): Each => from[place % from.length] as Each;
const money = (minorUnits: bigint, currency: string): Amount => ({
  amount: decimalText(minorUnits, currency),
  currency,
});

/** A state by the trade's number: most settle, some are on their way, a few are in trouble. */
function stateOf(number: number): string {
  if (number % 23 === 7) return 'FAILING';
  if (number % 41 === 5) return 'CANCELLED';
  if (number % 37 === 11 || number % 37 === 12) return 'ENRICHED';
  if (number % 29 === 3) return 'RECONCILED';
  if (number % 9 === 4) return pick(['CAPTURED', 'CONFIRMED', 'INSTRUCTED', 'MATCHED'], number);
  return 'SETTLED';
}

class Builder {
  readonly world: FakeWorld = {
    businessDate: BUSINESS_DATE,
    trades: new Map(),
    breaks: new Map(),
    disputes: [],
    parked: new Map(),
    obligations: [],
    journals: [],
    ladder: [],
    exposure: [],
  };
  private readonly sequences = new Map<string, bigint>();
  private readonly heads = new Map<string, string>();

  add(number: number): void {
    const tradeId = `FO-${String(number).padStart(6, '0')}`;
    const instrument = pick(INSTRUMENTS, number * 7);
    const client = number % 11 === 2;
    const owner = client ? pick(CLIENTS, number) : null;
    const book = owner === null ? `house.${instrument.unit}` : `client.${owner}`;
    const state = stateOf(number);
    const units = BigInt(1_000 * (1 + ((number * 13) % 90)));
    const grossMinor = units * instrument.priceMinor;
    const gross = money(grossMinor, instrument.currency);
    const buys = number % 2 === 0;
    const isBreak = state === 'ENRICHED';
    const isDispute = state === 'RECONCILED';
    const row: TradeRow = {
      tradeId,
      version: 1,
      state,
      reason:
        state === 'FAILING'
          ? 'Counterparty has no securities'
          : isBreak
            ? 'Break: price differs'
            : isDispute
              ? 'Confirmation not answered'
              : null,
      product: instrument.product,
      side: buys ? 'BUY' : 'SELL',
      instrument: instrument.name,
      quantity: String(units),
      price: instrument.price,
      gross,
      counterparty: pick(COUNTERPARTIES, number),
      unit: instrument.unit,
      book,
      capacity: owner === null ? 'house' : 'client',
      beneficialOwner: owner,
      tradeDate: pick(DATES.slice(0, 2), number),
      settlementDate: state === 'FAILING' ? '2026-06-16' : pick(DATES.slice(2), number),
      updatedAt: `${BUSINESS_DATE}T10:${String(number % 60).padStart(2, '0')}:00.000Z`,
    };
    const timeline = this.timeline(row, number);
    this.world.trades.set(tradeId, { row, versions: this.versions(row, instrument.isin, number, isBreak), timeline });
    if (isBreak) this.addBreak(row, instrument.isin, number);
    if (isDispute) this.addDispute(row, number);
    this.post(row, instrument.isin, timeline, grossMinor);
    if (['INSTRUCTED', 'MATCHED', 'SETTLED', 'FAILING'].includes(state)) this.addObligation(row, instrument.isin);
  }

  private timeline(row: TradeRow, number: number): TimelineEntry[] {
    const reached =
      row.state === 'FAILING' ? 5 : row.state === 'CANCELLED' ? 1 : WAY.indexOf(row.state as (typeof WAY)[number]);
    const entries: TimelineEntry[] = WAY.slice(0, reached + 1).map((to, step) => ({
      at: `${step < 3 ? row.tradeDate : step === 6 ? BUSINESS_DATE : row.tradeDate}T${String(8 + step).padStart(2, '0')}:02:${String((number + step * 7) % 60).padStart(2, '0')}.000Z`,
      transition: TRANSITIONS[step] ?? null,
      from: step === 0 ? null : (WAY[step - 1] ?? null),
      to,
      what: WORDS[step] ?? '',
      actor: 'system',
      eventId: idOf('event', row.tradeId, String(step)),
      source: SOURCES[step]
        ? { topic: SOURCES[step], partition: number % 24, offset: String(40_000 + number * 3 + step) }
        : null,
    }));
    const last = (transition: string, to: string, what: string, at: string): TimelineEntry => ({
      at,
      transition,
      from: entries.at(-1)?.to ?? null,
      to,
      what,
      actor: 'system',
      eventId: idOf('event', row.tradeId, to),
      source: null,
    });
    if (row.state === 'FAILING')
      entries.push(
        last('L19', 'FAILING', 'Settlement cut-off passed with a remainder open', '2026-06-16T18:00:00.000Z'),
      );
    if (row.state === 'CANCELLED')
      entries.push(last('L22', 'CANCELLED', 'Cancelled by the front office', `${row.tradeDate}T15:00:00.000Z`));
    return entries;
  }

  private versions(row: TradeRow, isin: string, number: number, isBreak: boolean): TradeDetail['versions'] {
    const fields = (price: string): Record<string, string> => ({
      product: row.product,
      side: row.side,
      ...(isin === '' ? {} : { isin }),
      quantity: row.quantity ?? '',
      price,
      currency: row.gross?.currency ?? '',
      counterparty: row.counterparty,
      tradeDate: row.tradeDate,
      settlementDate: row.settlementDate,
    });
    return (['front', 'middle'] as const).map((side, index) => {
      const said = fields(isBreak && side === 'middle' ? wrongPrice(row.price ?? '') : (row.price ?? ''));
      const { settlementDate: _filled, ...received } = said;
      return {
        side,
        version: 1,
        action: 'NEW',
        status: 'current',
        fields: said,
        provenance: [
          {
            field: 'settlementDate',
            value: row.settlementDate,
            rule: 'settlement-cycle',
            why: 'Trade date plus two business days of EUTA',
          },
          { field: 'book', value: row.book, rule: 'portfolio', why: `Portfolio of the desk belongs to ${row.unit}` },
        ],
        source: {
          topic: `${side}-office.trades.v1`,
          partition: number % 24,
          offset: String(40_000 + number * 3 + index),
        },
        rawMessage: JSON.stringify({
          tradeId: row.tradeId,
          version: 1,
          action: 'NEW',
          ...received,
          sentBy: `${side}-office`,
        }),
      };
    });
  }

  private addBreak(row: TradeRow, isin: string, number: number): void {
    const missing = number % 3 === 0;
    const breakId = idOf('break', row.tradeId);
    const wrong = wrongPrice(row.price ?? '');
    const field = (name: string, front: string, middle: string | null, tolerance: string | null, differs: boolean) => ({
      field: name,
      front,
      middle: missing ? null : middle,
      tolerance,
      differs: differs || missing,
    });
    this.world.breaks.set(breakId, {
      breakId,
      tradeId: row.tradeId,
      kind: missing ? 'missing-middle' : 'economics',
      reason: missing
        ? 'The middle office has not sent this trade by the matching cut-off'
        : `price ${row.price ?? ''} / ${wrong}`,
      fields: missing ? [] : ['price'],
      openedAt: `${BUSINESS_DATE}T09:12:00.000Z`,
      counterparty: row.counterparty,
      gross: row.gross,
      state: 'open',
      outcome: null,
      comparison: [
        field('product', row.product, row.product, null, false),
        field('side', row.side, row.side, null, false),
        ...(isin === '' ? [] : [field('isin', isin, isin, null, false)]),
        field('quantity', row.quantity ?? '', row.quantity, null, false),
        field('price', row.price ?? '', wrong, '0.01', true),
        field('currency', row.gross?.currency ?? '', row.gross?.currency ?? '', null, false),
        field('counterparty', row.counterparty, row.counterparty, null, false),
        field('tradeDate', row.tradeDate, row.tradeDate, null, false),
        field('settlementDate', row.settlementDate, row.settlementDate, null, false),
      ],
      decisions: [],
    });
  }

  private addDispute(row: TradeRow, number: number): void {
    const differs = number % 2 === 0;
    this.world.disputes.push({
      tradeId: row.tradeId,
      version: 1,
      counterparty: row.counterparty,
      kind: differs ? 'differs' : 'unanswered',
      reason: differs ? 'Settlement date differs' : 'No answer by the matching cut-off',
      differences: differs
        ? [{ field: 'settlementDate', ours: row.settlementDate, theirs: '2026-06-22', tolerance: null }]
        : [],
      counterfactual: differs
        ? `matches if the settlement date is ${row.settlementDate}`
        : 'matches when the counterparty confirms our terms',
      since: `${BUSINESS_DATE}T12:00:00.000Z`,
    });
  }

  private addObligation(row: TradeRow, isin: string): void {
    const pays = row.side === 'BUY' ? row.gross : null;
    const receives = row.side === 'BUY' ? null : row.gross;
    const done = row.state === 'SETTLED';
    const nothing = (amount: Amount | null): Amount | null => amount && money(0n, amount.currency);
    this.world.obligations.push({
      obligationId: idOf('obligation', row.tradeId),
      tradeId: row.tradeId,
      version: 1,
      leg: 'delivery',
      state: row.state,
      reasonCode: row.state === 'FAILING' ? 'LACK' : null,
      reason: row.state === 'FAILING' ? row.reason : null,
      settlementDate: row.settlementDate,
      counterparty: row.counterparty,
      custodian: 'KUSTBEB0',
      instructionId: `AS-${row.tradeId}-1`,
      pay: pays,
      receive: receives,
      remainingPay: done ? nothing(pays) : pays,
      remainingReceive: done ? nothing(receives) : receives,
      security:
        isin === ''
          ? null
          : {
              isin,
              quantity: row.quantity ?? '0',
              remaining: done ? '0' : (row.quantity ?? '0'),
              direction: row.side === 'BUY' ? 'receive' : 'deliver',
            },
    });
  }

  private post(row: TradeRow, isin: string, timeline: readonly TimelineEntry[], grossMinor: bigint): void {
    const currency = row.gross?.currency ?? 'EUR';
    const enriched = timeline.find(({ to }) => to === 'ENRICHED');
    if (enriched === undefined) return;
    const buys = row.side === 'BUY';
    const held = isin === '' ? ['1310', 'Money market placed', row.counterparty] : ['1100', 'Securities, FVTPL', isin];
    const due = buys
      ? ['2100', 'Due on unsettled purchases', row.counterparty]
      : ['1200', 'Due from unsettled sales', row.counterparty];
    const line = ([account = '', accountName = '', detail = '']: readonly string[], debit: boolean): PostingView => ({
      account,
      accountName,
      detail,
      debit: debit ? money(grossMinor, currency) : null,
      credit: debit ? null : money(grossMinor, currency),
    });
    const link = idOf('link', row.tradeId, 'trade-date');
    const sentence = 'quantity × price, rounded half to even to the minor unit';
    const inputs = { quantity: row.quantity ?? '', price: row.price ?? '', currency };
    const base = { ruleVersion: 1, tradeId: row.tradeId, reverses: null, explain: { sentence, inputs } };
    this.journal(
      {
        ...base,
        linkId: link,
        book: row.book,
        rule: 'R1',
        effectiveDate: row.tradeDate,
        sourceEventId: enriched.eventId ?? '',
      },
      [line(held, buys), line(due, !buys)],
    );
    if (row.state === 'CANCELLED')
      this.journal(
        {
          ...base,
          linkId: idOf('link', row.tradeId, 'reversal'),
          book: row.book,
          rule: 'R15',
          effectiveDate: row.tradeDate,
          sourceEventId: timeline.at(-1)?.eventId ?? '',
          reverses: idOf('journal', link, row.book),
        },
        [line(held, !buys), line(due, buys)],
      );
    const settled = timeline.find(({ to }) => to === 'SETTLED');
    if (settled === undefined) return;
    const nostro = ['1010', 'Nostro accounts', `${currency}-KUSTBEB0`];
    const facts = {
      ...base,
      linkId: idOf('link', row.tradeId, 'settled'),
      effectiveDate: BUSINESS_DATE,
      sourceEventId: settled.eventId ?? '',
    };
    if (row.book === 'house.treasury') {
      this.journal({ ...facts, book: row.book, rule: 'R2' }, [line(due, buys), line(nostro, !buys)]);
      return;
    }
    const bridge = (other: string): readonly string[] =>
      buys === (other === 'house.treasury') ? ['2980', 'Due to units', other] : ['1980', 'Due from units', other];
    this.journal({ ...facts, book: row.book, rule: 'R18' }, [line(due, buys), line(bridge('house.treasury'), !buys)]);
    this.journal({ ...facts, book: 'house.treasury', rule: 'R18' }, [
      line(bridge(row.book), buys),
      line(nostro, !buys),
    ]);
  }

  private journal(
    facts: Pick<
      JournalView,
      | 'linkId'
      | 'book'
      | 'rule'
      | 'ruleVersion'
      | 'effectiveDate'
      | 'sourceEventId'
      | 'tradeId'
      | 'reverses'
      | 'explain'
    >,
    postings: readonly PostingView[],
  ): void {
    const sequence = (this.sequences.get(facts.book) ?? 0n) + 1n;
    const hash = createHash('sha256')
      .update(`${this.heads.get(facts.book) ?? ''}${facts.linkId}`)
      .digest('hex');
    this.sequences.set(facts.book, sequence);
    this.heads.set(facts.book, hash);
    this.world.journals.push({
      ...facts,
      journalId: idOf('journal', facts.linkId, facts.book),
      sequence: String(sequence),
      recordedAt: `${BUSINESS_DATE}T16:00:00.000Z`,
      hash,
      postings,
    });
  }

  addParked(number: number): void {
    const key = `FO-9${String(number).padStart(5, '0')}`;
    const waiting = number % 4 === 3;
    const body = {
      tradeId: key,
      version: waiting ? 3 : 1,
      action: waiting ? 'AMEND' : 'NEW',
      product: 'equity',
      side: 'BUY',
      isin: 'ES0199901002',
      quantity: waiting ? '500' : '-500',
      price: '189.25',
      tradeDate: '2026-06-17',
      counterparty: 'NRLDSE20',
    };
    const parkedMessageId = idOf('parked', key);
    this.world.parked.set(parkedMessageId, {
      parkedMessageId,
      key,
      topic: 'front-office.trades.v1',
      offset: String(90_000 + number),
      parkedAt: `${BUSINESS_DATE}T08:${String(10 + number).padStart(2, '0')}:00.000Z`,
      kind: waiting ? 'waiting' : 'parked',
      faults: [
        waiting
          ? {
              field: 'version',
              value: '3',
              rule: 'Waits for version 2.',
              remedy: 'Ask the front office for version 2, or set this one aside.',
            }
          : {
              field: 'quantity',
              value: '-500',
              rule: 'A quantity is positive.',
              remedy: 'Give the quantity without sign; the side says the direction.',
            },
      ],
      body: JSON.stringify(body),
      state: waiting ? 'waiting' : 'parked',
      decisions: [],
    });
  }

  finish(): FakeWorld {
    const { obligations, ladder, exposure } = this.world;
    const cash = new Map<
      string,
      { nostro: string; currency: string; valueDate: string; expected: bigint; settled: bigint; failing: bigint }
    >();
    const owed = new Map<
      string,
      {
        counterparty: string;
        currency: string;
        pay: bigint;
        receive: bigint;
        failing: bigint;
        open: number;
        fails: number;
      }
    >();
    for (const { pay, receive, state, settlementDate, counterparty } of obligations) {
      const { amount, currency } = pay ?? receive ?? money(0n, 'EUR');
      const signed = pay ? -minorOf(amount) : minorOf(amount);
      const slotKey = `${currency} ${settlementDate}`;
      const slot = cash.get(slotKey) ?? {
        nostro: `${currency}-KUSTBEB0`,
        currency,
        valueDate: settlementDate,
        expected: 0n,
        settled: 0n,
        failing: 0n,
      };
      slot.expected += signed;
      if (state === 'SETTLED') slot.settled += signed;
      if (state === 'FAILING') slot.failing += signed;
      cash.set(slotKey, slot);
      const line = owed.get(`${counterparty} ${currency}`) ?? {
        counterparty,
        currency,
        pay: 0n,
        receive: 0n,
        failing: 0n,
        open: 0,
        fails: 0,
      };
      if (state !== 'SETTLED') {
        if (pay) line.pay += minorOf(amount);
        else line.receive += minorOf(amount);
        line.open += 1;
        if (state === 'FAILING') {
          line.failing += minorOf(amount);
          line.fails += 1;
        }
      }
      owed.set(`${counterparty} ${currency}`, line);
    }
    for (const { expected, settled, failing, ...slot } of cash.values())
      ladder.push({
        ...slot,
        expected: decimalText(expected, slot.currency),
        settled: decimalText(settled, slot.currency),
        failing: decimalText(failing, slot.currency),
      });
    for (const { counterparty, currency, pay, receive, failing, open, fails } of owed.values())
      exposure.push({
        counterparty,
        currency,
        toPay: decimalText(pay, currency),
        toReceive: decimalText(receive, currency),
        failing: decimalText(failing, currency),
        openObligations: open,
        failingObligations: fails,
      });
    return this.world;
  }
}

/** Two digits changed places at the end, the usual slip of a hand. */
function wrongPrice(price: string): string {
  const last = price.at(-1) ?? '';
  const before = price.at(-2) ?? '';
  return before === '.' || before === last
    ? `${price.slice(0, -1)}${last === '9' ? '8' : '9'}`
    : `${price.slice(0, -2)}${last}${before}`;
}

/** The same world every time. */
export function fakeWorld(tradeCount = 1_200, parkedCount = 9): FakeWorld {
  const builder = new Builder();
  for (let number = 1; number <= tradeCount; number += 1) builder.add(number);
  for (let number = 1; number <= parkedCount; number += 1) builder.addParked(number);
  const world = builder.finish();
  world.disputes.push({
    tradeId: 'ALLEGED-MRDN-77031',
    version: null,
    counterparty: 'MRDNES20',
    kind: 'alleged',
    reason: 'The counterparty confirms a trade that is not in our books',
    differences: [],
    counterfactual: 'matches if the front office captures this trade',
    since: `${BUSINESS_DATE}T12:00:00.000Z`,
  });
  return world;
}
