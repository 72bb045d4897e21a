import { XMLParser } from 'fast-xml-parser';
import { spotDate } from '#domain/calendars';
import { Decimal } from '#domain/money';
import { plain, refused, type FileDefaults, type FileRow, type RawTradeEvent } from '#formats/trade-file';

export interface FpmlOptions extends FileDefaults {
  /** Identifier (LEI, BIC) by which the document names us; without it the party whose trade id comes first is us. */
  readonly ourParty?: string;
}

type Node = Readonly<Record<string, unknown>>;

const LARGEST_DOCUMENT = 4_194_304;
const DEEPEST = 64;

/** The document is not one that can be read. */
class NotReadable extends Error {
  constructor(
    readonly field: string,
    readonly value: string,
    readonly rule: string,
    readonly remedy: string,
  ) {
    super(rule);
  }
}

/** Text stays text: amounts and identifiers must not pass through numbers. */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  removeNSPrefix: true,
  processEntities: true,
  trimValues: true,
});

/**
 * Reads one document of the FpML 5 confirmation view: one trade, or a refusal that names the product. Supported: FX spot and
 * forward (fxSingleLeg), FX swap, term deposit.
 */
export function readFpml(text: string, options: FpmlOptions): FileRow {
  try {
    return { kind: 'trade', line: 1, event: readDocument(text, options) };
  } catch (error) {
    if (error instanceof NotReadable) return refused(1, error.field, error.value, error.rule, error.remedy);
    throw error;
  }
}

function readDocument(text: string, options: FpmlOptions): RawTradeEvent {
  if (text.length > LARGEST_DOCUMENT)
    throw new NotReadable(
      '',
      `${text.length} characters`,
      'is larger than a trade can be',
      'Send one trade a document.',
    );
  if (/<!DOCTYPE/i.test(text))
    throw new NotReadable(
      'DOCTYPE',
      '<!DOCTYPE',
      'is not allowed: it can bring entities from elsewhere',
      'Remove the DOCTYPE.',
    );
  if (depthOf(text) > DEEPEST)
    throw new NotReadable('', `more than ${DEEPEST} levels`, 'is nested deeper than FpML is', 'Check the file.');
  let document: Node;
  try {
    document = parser.parse(text, true) as Node;
  } catch (error) {
    throw new NotReadable(
      '',
      text.slice(0, 60),
      `is not well-formed XML (${(error as Error).message})`,
      'Check the file.',
    );
  }
  const root = Object.entries(document).find(
    ([name, node]) => !name.startsWith('?') && typeof node === 'object',
  )?.[1] as Node | undefined;
  const trade = root && child(root, 'trade');
  if (!root || !trade)
    throw new NotReadable(
      'trade',
      'nothing',
      'the document holds no trade',
      'Send a dataDocument or a requestConfirmation with one trade.',
    );
  const header = need(trade, 'tradeHeader');
  const identifiers = list(header, 'partyTradeIdentifier');
  const parties = new Map(list(root, 'party').map((party) => [String(party['@id'] ?? ''), text0(party['partyId'])]));
  const us = ourReference(parties, identifiers, options.ourParty);
  const them = [...parties.keys()].find((reference) => reference !== us) ?? '';
  const ours = identifiers.find((one) => hrefOf(one, 'partyReference') === us) ?? identifiers[0];
  const tradeId = text0(ours?.['tradeId']);
  const tradeDate = text0(header['tradeDate']).replace(/Z$/, '');
  const common = {
    tradeDate,
    portfolio: options.portfolio,
    counterparty: parties.get(them) ?? options.counterparty ?? '',
  };
  return {
    action: 'NEW',
    tradeId: tradeId.replaceAll(/[^A-Za-z0-9._:/-]/g, '-'),
    version: 1,
    sourceSystem: options.sourceSystem,
    terms: { ...common, ...productTerms(trade, us, tradeDate) },
  };
}

const SUPPORTED = ['fxSingleLeg', 'fxSwap', 'termDeposit'];

function productTerms(trade: Node, us: string, tradeDate: string): RawTradeEvent {
  const leg = child(trade, 'fxSingleLeg');
  if (leg) {
    const exchange = exchangeOf(leg, us);
    const { valueDate } = exchange;
    const spot = spotDate(tradeDate, exchange.boughtCurrency, exchange.soldCurrency).date;
    return { product: valueDate > spot ? 'fx-forward' : 'fx-spot', ...exchange };
  }
  const swap = child(trade, 'fxSwap');
  if (swap)
    return {
      product: 'fx-swap',
      near: exchangeOf(need(swap, 'nearLeg'), us),
      far: exchangeOf(need(swap, 'farLeg'), us),
    };
  const deposit = child(trade, 'termDeposit');
  if (deposit) {
    const principal = need(deposit, 'principal');
    return {
      product: 'deposit',
      direction: hrefOf(deposit, 'payerPartyReference') === us ? 'PLACED' : 'TAKEN',
      currency: text0(principal['currency']),
      principal: text0(principal['amount']),
      ratePercent: percent(text0(deposit['fixedRate'])),
      dayCount: text0(deposit['dayCountFraction']).toUpperCase().replace('ACT/365.FIXED', 'ACT/365F'),
      startDate: text0(deposit['startDate']),
      maturityDate: text0(deposit['maturityDate']),
    };
  }
  const name = Object.keys(trade).find((key) => !key.startsWith('@') && key !== 'tradeHeader') ?? 'nothing';
  throw new NotReadable(
    'trade',
    name,
    `${name} is not a product that is settled here`,
    `Supported: ${SUPPORTED.join(', ')}.`,
  );
}

interface Exchange {
  readonly boughtCurrency: string;
  readonly boughtAmount: string;
  readonly soldCurrency: string;
  readonly soldAmount: string;
  readonly rate: string;
  readonly valueDate: string;
}

function exchangeOf(leg: Node, us: string): Exchange {
  const flows = [need(leg, 'exchangedCurrency1'), need(leg, 'exchangedCurrency2')];
  const received = flows.find((flow) => hrefOf(flow, 'receiverPartyReference') === us);
  const paid = flows.find((flow) => hrefOf(flow, 'payerPartyReference') === us);
  if (!received || !paid || received === paid)
    throw new NotReadable(
      'exchangedCurrency',
      us,
      'one amount must be paid and the other received by us',
      'Tell which party is us with --our-party.',
    );
  const amountOf = (flow: Node): [string, string] => {
    const amount = need(flow, 'paymentAmount');
    return [text0(amount['currency']), text0(amount['amount'])];
  };
  const [boughtCurrency, boughtAmount] = amountOf(received);
  const [soldCurrency, soldAmount] = amountOf(paid);
  return {
    boughtCurrency,
    boughtAmount,
    soldCurrency,
    soldAmount,
    rate: text0(need(leg, 'exchangeRate')['rate']),
    valueDate: text0(leg['valueDate']),
  };
}

function ourReference(
  parties: ReadonlyMap<string, string>,
  identifiers: readonly Node[],
  ourParty: string | undefined,
): string {
  if (ourParty === undefined) return hrefOf(identifiers[0] ?? {}, 'partyReference') || ([...parties.keys()][0] ?? '');
  const found = [...parties].find(([, id]) => id === ourParty)?.[0];
  if (found === undefined)
    throw new NotReadable(
      'party',
      ourParty,
      'is no party of the document',
      `Parties: ${[...parties.values()].join(', ')}.`,
    );
  return found;
}

/** 0.04 is four per cent. */
function percent(fraction: string): string {
  if (!/^-?\d+(\.\d+)?$/.test(fraction))
    throw new NotReadable('fixedRate', fraction, 'is not an exact decimal', 'Write digits with a point.');
  return plain(new Decimal(fraction).times(100));
}

function child(node: Node, name: string): Node | undefined {
  const value = node[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Node) : undefined;
}

function need(node: Node, name: string): Node {
  const found = child(node, name);
  if (!found) throw new NotReadable(name, 'nothing', 'is required once', 'Check the document.');
  return found;
}

function list(node: Node, name: string): Node[] {
  const value = node[name];
  return (Array.isArray(value) ? value : value === undefined ? [] : [value]) as Node[];
}

const hrefOf = (node: Node, name: string): string => String(child(node, name)?.['@href'] ?? '');

/** Text of an element that may carry attributes, the first of several. */
function text0(value: unknown): string {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof first === 'string') return first;
  return typeof first === 'object' && first !== null ? String((first as Node)['#text'] ?? '') : '';
}

function depthOf(text: string): number {
  let [depth, deepest] = [0, 0];
  for (const [tag] of text.matchAll(/<[^!?>][^>]*>/g)) {
    if (tag.startsWith('</')) depth -= 1;
    else if (!tag.endsWith('/>')) deepest = Math.max(deepest, (depth += 1));
  }
  return deepest;
}
