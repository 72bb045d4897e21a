import { spotDate } from '#domain/calendars';
import { interest, type DayCount } from '#domain/day-count';
import { AmountRejected, Decimal, formatAmount, parseMoney, UnknownCurrency, type Money } from '#domain/money';
import type { RawTradeEvent } from '#formats/trade-file';
import { allowOnly, children, dateOf, only, optional, referenceOf, textOf, type Element } from './element.js';
import { Refusal } from './refusal.js';

/** Terms of the trade as the contract names them, the counterparty's `id` in the document, and what was left aside. */
export interface ProductTerms {
  readonly terms: RawTradeEvent;
  readonly counterparty: string;
  readonly remarks: readonly string[];
}

type Reader = (product: Element, us: string, tradeDate: string) => ProductTerms;

const READERS: ReadonlyMap<string, Reader> = new Map([
  ['fxSingleLeg', readSingleLeg],
  ['fxSwap', readSwap],
  ['termDeposit', readDeposit],
]);

const BESIDE_THE_PRODUCT = new Set(['tradeHeader', 'brokerPartyReference', 'documentation', 'governingLaw']);

/** @throws Refusal for a product that is not settled here, by its name, and for terms that are incomplete */
export function productTerms(trade: Element, us: string, tradeDate: string): ProductTerms {
  const products = Object.keys(trade).filter((name) => !name.startsWith('@') && !BESIDE_THE_PRODUCT.has(name));
  const [name = 'nothing', another] = products;
  const read = READERS.get(name);
  if (!read)
    throw new Refusal(
      'trade',
      name,
      `${name} is not a product that is settled here`,
      `Supported: ${[...READERS.keys()].join(', ')}.`,
    );
  if (another) throw new Refusal(`trade/${another}`, another, 'is not supported', 'Enter this trade by another way.');
  return read(only(trade, name), us, tradeDate);
}

const ABOUT_THE_PRODUCT = [
  'primaryAssetClass',
  'secondaryAssetClass',
  'productType',
  'productId',
  'assetClass',
  'embeddedOptionType',
];
const LEG = new Set([
  ...ABOUT_THE_PRODUCT,
  'exchangedCurrency1',
  'exchangedCurrency2',
  'dealtCurrency',
  'tenorName',
  'tenorPeriod',
  'valueDate',
  'exchangeRate',
]);
const FLOW = new Set(['payerPartyReference', 'receiverPartyReference', 'paymentAmount', 'settlementInformation']);
const SWAP = new Set([...ABOUT_THE_PRODUCT, 'nearLeg', 'farLeg']);
const DEPOSIT = new Set([
  ...ABOUT_THE_PRODUCT,
  'payerPartyReference',
  'receiverPartyReference',
  'startDate',
  'maturityDate',
  'tenorName',
  'tenorPeriod',
  'principal',
  'fixedRate',
  'dayCountFraction',
  'interest',
]);

interface Exchange {
  readonly boughtCurrency: string;
  readonly boughtAmount: string;
  readonly soldCurrency: string;
  readonly soldAmount: string;
  readonly rate: string;
  readonly valueDate: string;
}

/** Spot where the value date is not after the spot date of the pair, else forward. */
function readSingleLeg(leg: Element, us: string, tradeDate: string): ProductTerms {
  const { exchange, counterparty, remarks } = readLeg(leg, us, 'fxSingleLeg');
  const spot = spotDate(tradeDate, exchange.boughtCurrency, exchange.soldCurrency);
  const product = exchange.valueDate > spot.date ? 'fx-forward' : 'fx-spot';
  const remark = `${product}: value date ${exchange.valueDate}, spot date ${spot.date}`;
  return { terms: { product, ...exchange }, counterparty, remarks: [remark, ...remarks] };
}

function readSwap(swap: Element, us: string): ProductTerms {
  allowOnly(swap, 'fxSwap', SWAP);
  const near = readLeg(only(swap, 'nearLeg'), us, 'nearLeg');
  const far = readLeg(only(swap, 'farLeg'), us, 'farLeg');
  if (near.counterparty !== far.counterparty)
    throw new Refusal(
      'farLeg',
      far.counterparty,
      'is dealt with another party than the near leg',
      'Check the document.',
    );
  return {
    terms: { product: 'fx-swap', near: near.exchange, far: far.exchange },
    counterparty: near.counterparty,
    remarks: [...new Set([...near.remarks, ...far.remarks])],
  };
}

function readLeg(
  leg: Element,
  us: string,
  where: string,
): { exchange: Exchange; counterparty: string; remarks: string[] } {
  allowOnly(leg, where, LEG);
  const flows = ['exchangedCurrency1', 'exchangedCurrency2'].map((name) => readFlow(only(leg, name), name));
  const received = flows.find(({ receiver }) => receiver === us);
  const paid = flows.find(({ payer }) => payer === us);
  if (!received || !paid || received.payer !== paid.receiver || received.payer === us)
    throw new Refusal(
      where,
      us,
      'we must receive one amount and pay the other to the same party',
      'Tell which party is us.',
    );
  const exchangeRate = only(leg, 'exchangeRate');
  const pair = only(exchangeRate, 'quotedCurrencyPair');
  const quoted = [textOf(pair, 'currency1'), textOf(pair, 'currency2')];
  const traded = [received.currency, paid.currency];
  if (quoted.toSorted().join() !== traded.toSorted().join())
    throw new Refusal(
      'quotedCurrencyPair',
      quoted.join('/'),
      `is not the pair that is exchanged, ${traded.join('/')}`,
      'Check the document.',
    );
  return {
    exchange: {
      boughtCurrency: received.currency,
      boughtAmount: received.amount,
      soldCurrency: paid.currency,
      soldAmount: paid.amount,
      rate: textOf(exchangeRate, 'rate'),
      valueDate: dateOf(leg, 'valueDate'),
    },
    counterparty: received.payer,
    remarks: flows.some(({ instructed }) => instructed)
      ? ['settlement information of the document is left aside: standing settlement instructions are used']
      : [],
  };
}

function readFlow(flow: Element, where: string) {
  allowOnly(flow, where, FLOW);
  const { currency, amount } = amountOf(only(flow, 'paymentAmount'));
  return {
    payer: referenceOf(flow, 'payerPartyReference'),
    receiver: referenceOf(flow, 'receiverPartyReference'),
    currency,
    amount,
    instructed: children(flow, 'settlementInformation').length > 0,
  };
}

const amountOf = (money: Element): { currency: string; amount: string } => ({
  currency: textOf(money, 'currency'),
  amount: textOf(money, 'amount'),
});

/** FpML's codes of the day counts that are known here. */
const DAY_COUNTS: ReadonlyMap<string, DayCount> = new Map([
  ['ACT/360', 'ACT/360'],
  ['ACT/365.FIXED', 'ACT/365F'],
  ['30/360', '30/360'],
  ['30E/360', '30E/360'],
  ['ACT/ACT.ISDA', 'ACT/ACT ISDA'],
  ['ACT/ACT.ICMA', 'ACT/ACT ICMA'],
  ['ACT/ACT.ISMA', 'ACT/ACT ICMA'],
]);

/** Who pays the principal places the deposit. */
function readDeposit(deposit: Element, us: string): ProductTerms {
  allowOnly(deposit, 'termDeposit', DEPOSIT);
  const [payer, receiver] = [
    referenceOf(deposit, 'payerPartyReference'),
    referenceOf(deposit, 'receiverPartyReference'),
  ];
  if (payer === receiver || (payer !== us && receiver !== us))
    throw new Refusal('termDeposit', us, 'we must pay or receive the principal', 'Tell which party is us.');
  const { currency, amount: principal } = amountOf(only(deposit, 'principal'));
  const code = textOf(deposit, 'dayCountFraction');
  const dayCount = DAY_COUNTS.get(code);
  if (!dayCount)
    throw new Refusal(
      'dayCountFraction',
      code,
      'is not a day count that is known here',
      `Known: ${[...DAY_COUNTS.keys()].join(', ')}.`,
    );
  const terms = {
    product: 'deposit',
    direction: payer === us ? 'PLACED' : 'TAKEN',
    currency,
    principal,
    ratePercent: percent(textOf(deposit, 'fixedRate')),
    dayCount,
    startDate: dateOf(deposit, 'startDate'),
    maturityDate: dateOf(deposit, 'maturityDate'),
  };
  const told = optional(deposit, 'interest');
  if (told) agreeOnInterest(amountOf(told), terms);
  return { terms, counterparty: payer === us ? receiver : payer, remarks: [] };
}

/** Interest that the document tells must be what its own terms give. @throws Refusal */
function agreeOnInterest(
  told: { currency: string; amount: string },
  terms: {
    currency: string;
    principal: string;
    ratePercent: string;
    dayCount: DayCount;
    startDate: string;
    maturityDate: string;
  },
): void {
  const { currency, ratePercent, dayCount, startDate, maturityDate } = terms;
  const agreed = decimal('interest', told.amount);
  const ours = formatAmount(interest(principalOf(terms), ratePercent, dayCount, startDate, maturityDate));
  if (told.currency !== currency || !agreed.eq(ours))
    throw new Refusal(
      'interest',
      `${told.amount} ${told.currency}`,
      `is not what the terms give, ${ours} ${currency}`,
      'Check the document.',
    );
}

function principalOf({ principal, currency }: { principal: string; currency: string }): Money {
  try {
    return parseMoney(principal, currency);
  } catch (error) {
    if (!(error instanceof AmountRejected || error instanceof UnknownCurrency)) throw error;
    throw new Refusal('principal', `${principal} ${currency}`, error.message, 'Correct amount or currency.');
  }
}

/** 0.04 is four per cent. */
const percent = (rate: string): string => decimal('fixedRate', rate).times(100).toFixed();

function decimal(field: string, text: string): Decimal {
  if (!/^-?\d{1,40}(\.\d{1,40})?$/.test(text))
    throw new Refusal(field, text, 'is not an exact decimal', 'Write digits with a point, no exponent.');
  return new Decimal(text);
}
