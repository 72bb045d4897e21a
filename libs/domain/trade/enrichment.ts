import {
  addBusinessDays,
  calendarsOf,
  closedBecause,
  following,
  isDealingDate,
  spotDate,
  type Purpose,
} from '#domain/calendars';
import { accruedInterest, interest, type DayCount } from '#domain/day-count';
import { isIsin } from '#domain/identifiers';
import { currencyFault, Decimal, formatAmount, parseMoney, toMoney, zero, type Money } from '#domain/money';
import { HOUSE, type Bond, type Instrument, type Party, type Portfolio, type ReferenceData } from '#domain/parties';
import type { Exchange, LegName, ObligationTerms, SecurityMovement, Side, Trade } from './trade.js';

/** What a desk reports of a trade: names, decimals in major units, dates. The wire form of the trade events has this shape. */
export type ReportedTerms = ReportedCommon &
  (
    | ReportedSecurity
    | ({ readonly product: 'fx-spot' | 'fx-forward' } & ReportedExchange)
    | ReportedSwap
    | ReportedDeposit
  );

interface ReportedCommon {
  readonly tradeDate: string;
  readonly portfolio: string;
  readonly capacity?: 'house' | 'client' | undefined;
  readonly beneficialOwner?: string | undefined;
  readonly counterparty: string;
}

interface ReportedSecurity {
  readonly product: 'equity' | 'bond';
  readonly side: Side;
  readonly isin: string;
  readonly quantity: string;
  readonly price: string;
  readonly currency: string;
  readonly settlementDate?: string | undefined;
  readonly commission?: string | undefined;
}

interface ReportedExchange {
  readonly boughtCurrency: string;
  readonly boughtAmount: string;
  readonly soldCurrency: string;
  readonly soldAmount: string;
  readonly rate: string;
  readonly valueDate?: string | undefined;
}

interface ReportedSwap {
  readonly product: 'fx-swap';
  readonly near: ReportedExchange;
  readonly far: ReportedExchange;
}

interface ReportedDeposit {
  readonly product: 'deposit';
  readonly direction: 'PLACED' | 'TAKEN';
  readonly currency: string;
  readonly principal: string;
  readonly ratePercent: string;
  readonly dayCount: DayCount;
  readonly startDate: string;
  readonly maturityDate: string;
}

/** A rule that the terms break; field as JSON pointer below the terms. */
export interface TermsFault {
  readonly field: string;
  readonly value: string;
  readonly rule: string;
  readonly remedy: string;
}

/** Where a filled field comes from. */
export interface Provenance {
  readonly field: string;
  readonly value: string;
  readonly rule: string;
  readonly why: string;
}

export type Enrichment =
  | { readonly kind: 'enriched'; readonly trade: Trade; readonly provenance: readonly Provenance[] }
  | { readonly kind: 'refused'; readonly faults: readonly TermsFault[] };

/** Fills what the desk left out, from standing data, calendars and day counts, or names every rule that the terms break (L3, A3). */
export function enrich(terms: ReportedTerms, reference: ReferenceData): Enrichment {
  const enricher = new Enricher(terms, reference);
  const trade = enricher.trade();
  return trade && enricher.faults.length === 0
    ? { kind: 'enriched', trade, provenance: enricher.provenance }
    : { kind: 'refused', faults: enricher.faults };
}

class Enricher {
  readonly faults: TermsFault[] = [];
  readonly provenance: Provenance[] = [];

  constructor(
    private readonly terms: ReportedTerms,
    private readonly reference: ReferenceData,
  ) {}

  trade(): Trade | undefined {
    const { terms } = this;
    const counterparty = this.counterparty();
    const portfolio = this.portfolio();
    const owner = this.owner();
    if (!isDealingDate(terms.tradeDate))
      this.fault('/tradeDate', terms.tradeDate, 'is not a day of the calendar', 'Correct the date.');
    if (!counterparty || !portfolio || owner === undefined || this.faults.length > 0) {
      this.checkAmountsOnly();
      return undefined;
    }
    const capacity = terms.capacity ?? 'house';
    const book = owner === null ? `house.${portfolio.unit}` : `client.${owner.code}`;
    this.filled(
      'book',
      book,
      'book of the portfolio or of the client',
      `portfolio ${portfolio.name}, capacity ${capacity}`,
    );
    const common = {
      tradeDate: terms.tradeDate,
      entity: 'HOUSE',
      unit: portfolio.unit,
      book,
      portfolio: portfolio.name,
      capacity,
      beneficialOwner: owner?.code ?? null,
      counterparty: counterparty.code,
    };
    switch (terms.product) {
      case 'equity':
      case 'bond':
        return this.security(terms, common, portfolio);
      case 'fx-spot':
      case 'fx-forward':
        return this.exchangeTrade(terms, common);
      case 'fx-swap':
        return this.swap(terms, common);
      case 'deposit':
        return this.deposit(terms, common);
    }
  }

  private counterparty(): Party | undefined {
    const { counterparty } = this.terms;
    const party = this.reference.findParty(counterparty);
    if (!party)
      this.fault(
        '/counterparty',
        counterparty,
        'is no party of the standing data',
        'Correct the code, or have the party set up.',
      );
    else if (party.role !== 'counterparty')
      this.fault(
        '/counterparty',
        counterparty,
        `is a ${party.role}, not a counterparty`,
        'Name the party that was dealt with.',
      );
    return party;
  }

  private portfolio(): Portfolio | undefined {
    const { portfolio: name, product } = this.terms;
    const portfolio = this.reference.findPortfolio(name);
    if (!portfolio) this.fault('/portfolio', name, 'is no portfolio of the standing data', 'Correct the name.');
    else if (!portfolio.products.includes(product))
      this.fault('/portfolio', name, `does not hold ${product}`, `Use a portfolio for ${product}.`);
    return portfolio;
  }

  /** The client for whom the house deals, null for the house itself (S1). */
  private owner(): Party | null | undefined {
    const { capacity, beneficialOwner } = this.terms;
    if (capacity !== 'client') {
      if (beneficialOwner === undefined) return null;
      this.fault(
        '/beneficialOwner',
        beneficialOwner,
        'is told, but the capacity is house',
        'Set the capacity to client, or remove the owner.',
      );
      return undefined;
    }
    const party = beneficialOwner === undefined ? undefined : this.reference.findParty(beneficialOwner);
    if (party?.role === 'client') return party;
    this.fault(
      '/beneficialOwner',
      beneficialOwner ?? 'nothing',
      'is no client of the house',
      'Name the client for whom the trade was dealt.',
    );
    return undefined;
  }

  private security(terms: ReportedSecurity & ReportedCommon, common: Common, portfolio: Portfolio): Trade | undefined {
    const instrument = this.instrument(terms);
    const quantity = this.positive('/quantity', terms.quantity);
    const price = this.positive('/price', terms.price);
    if (!instrument || !quantity || !price) return undefined;
    if (instrument.kind === 'equity' && !quantity.isInteger())
      this.fault('/quantity', terms.quantity, 'is not a whole number of shares', 'Correct the quantity.');
    if (instrument.kind === 'bond' && !quantity.mod(instrument.denomination).isZero())
      this.fault(
        '/quantity',
        terms.quantity,
        `is not a multiple of ${instrument.denomination}`,
        'Correct the nominal.',
      );
    const settlementDate = this.securityDate(terms, instrument);
    const { currency } = instrument;
    const consideration = toMoney(
      instrument.kind === 'bond' ? quantity.times(price).div(100) : quantity.times(price),
      currency,
    );
    const commission = this.commission(terms, portfolio, consideration);
    if (!settlementDate || !commission) return undefined;

    let accrued = zero(currency);
    if (instrument.kind === 'bond') accrued = this.accrued(instrument, terms.quantity, settlementDate);
    const gross = consideration.minorUnits + accrued.minorUnits;
    const net = {
      minorUnits: terms.side === 'BUY' ? gross + commission.minorUnits : gross - commission.minorUnits,
      currency,
    };
    const security: SecurityMovement = {
      isin: instrument.isin,
      quantity: terms.quantity,
      direction: terms.side === 'BUY' ? 'receive' : 'deliver',
    };
    const ssi = this.instructions(
      common.counterparty,
      'DVP',
      [currency],
      instrument.market.placeOfSettlement,
      settlementDate,
    );
    const obligation: ObligationTerms = {
      leg: 'delivery',
      settlementDate,
      method: 'DVP',
      pay: terms.side === 'BUY' ? net : null,
      receive: terms.side === 'SELL' ? net : null,
      security,
      ...ssi,
    };
    const both = {
      ...common,
      side: terms.side,
      isin: instrument.isin,
      quantity: terms.quantity,
      price: terms.price,
      consideration,
      commission,
      obligations: [obligation],
    };
    return instrument.kind === 'bond'
      ? { product: 'bond', ...both, accruedInterest: accrued }
      : { product: 'equity', ...both };
  }

  private instrument(terms: ReportedSecurity): Instrument | undefined {
    const instrument = this.reference.findInstrument(terms.isin);
    if (!instrument) {
      this.fault(
        '/isin',
        terms.isin,
        isIsin(terms.isin) ? 'is no instrument of the standing data' : 'has a wrong check digit (ISO 6166)',
        'Correct the ISIN, or have the instrument set up.',
      );
      return undefined;
    }
    if (instrument.kind !== terms.product)
      this.fault(
        '/isin',
        terms.isin,
        `is a ${instrument.kind}, the product says ${terms.product}`,
        'Correct ISIN or product.',
      );
    if (instrument.currency !== terms.currency)
      this.fault(
        '/currency',
        terms.currency,
        `is not ${instrument.currency}, the currency of ${terms.isin}`,
        'Correct the currency.',
      );
    return this.faults.length > 0 ? undefined : instrument;
  }

  private securityDate(terms: ReportedSecurity & ReportedCommon, { market }: Instrument): string | undefined {
    if (terms.settlementDate === undefined) {
      const found = addBusinessDays(terms.tradeDate, market.settlementCycle, market.calendars, 'dvp');
      this.filled(
        'settlementDate',
        found.date,
        `trade date + ${market.settlementCycle} business days`,
        found.why.join('; '),
      );
      return found.date;
    }
    return this.goodDate('/settlementDate', terms.settlementDate, market.calendars, 'dvp');
  }

  private accrued(bond: Bond, nominal: string, settlementDate: string): Money {
    if (settlementDate < bond.issueDate || settlementDate >= bond.maturityDate) {
      this.fault(
        '/settlementDate',
        settlementDate,
        `is outside the life of ${bond.isin}, issued on ${bond.issueDate} and matured on ${bond.maturityDate}`,
        'Correct the date or the ISIN.',
      );
      return zero(bond.currency);
    }
    const { amount, period, days } = accruedInterest(bond, nominal, settlementDate);
    this.filled(
      'accruedInterest',
      formatAmount(amount),
      `${bond.couponPercent} % ${bond.dayCount}`,
      `${days} days since the coupon of ${period.start}, next on ${period.end}`,
    );
    return amount;
  }

  private commission(terms: ReportedSecurity, portfolio: Portfolio, consideration: Money): Money | undefined {
    if (terms.commission !== undefined) return this.amount('/commission', terms.commission, terms.currency, true);
    const rate = portfolio.commissionBasisPoints;
    const amount = toMoney(new Decimal(formatAmount(consideration)).times(rate).div(10_000), consideration.currency);
    this.filled(
      'commission',
      formatAmount(amount),
      `${rate} basis points of the consideration`,
      `portfolio ${portfolio.name}`,
    );
    return amount;
  }

  private exchangeTrade(
    terms: ReportedExchange & { product: 'fx-spot' | 'fx-forward' } & ReportedCommon,
    common: Common,
  ): Trade | undefined {
    const near = this.exchange('', terms);
    if (!near) return undefined;
    const valueDate = this.valueDate('', terms, near);
    if (!valueDate) return undefined;
    return {
      product: terms.product,
      ...common,
      near,
      obligations: [this.cashLeg('near', valueDate, common, near.sold, near.bought)],
    };
  }

  private swap(terms: ReportedSwap & ReportedCommon, common: Common): Trade | undefined {
    const near = this.exchange('/near', terms.near);
    const far = this.exchange('/far', terms.far);
    if (!near || !far) return undefined;
    if (near.bought.currency !== far.sold.currency || near.sold.currency !== far.bought.currency)
      this.fault(
        '/far/boughtCurrency',
        far.bought.currency,
        'is not what the near leg sold',
        'The far leg turns the near leg round.',
      );
    const nearDate = this.valueDate('/near', { ...terms.near, tradeDate: terms.tradeDate }, near);
    const farDate = this.valueDate('/far', { ...terms.far, tradeDate: terms.tradeDate }, far);
    if (!nearDate || !farDate) return undefined;
    if (farDate <= nearDate)
      this.fault('/far/valueDate', farDate, `is not after the near leg's ${nearDate}`, 'Correct the dates.');
    return {
      product: 'fx-swap',
      ...common,
      near,
      far,
      obligations: [
        this.cashLeg('near', nearDate, common, near.sold, near.bought),
        this.cashLeg('far', farDate, common, far.sold, far.bought),
      ],
    };
  }

  /** The amounts settle; the rate must explain them to within one unit of rounding on either side. */
  private exchange(at: string, terms: ReportedExchange): Exchange | undefined {
    const bought = this.amount(`${at}/boughtAmount`, terms.boughtAmount, terms.boughtCurrency);
    const sold = this.amount(`${at}/soldAmount`, terms.soldAmount, terms.soldCurrency);
    const rate = this.positive(`${at}/rate`, terms.rate);
    if (!bought || !sold || !rate) return undefined;
    if (terms.boughtCurrency === terms.soldCurrency) {
      this.fault(
        `${at}/soldCurrency`,
        terms.soldCurrency,
        'is the currency that is bought',
        'Name two different currencies.',
      );
      return undefined;
    }
    const explains = (base: string, quote: Money): boolean =>
      toMoney(new Decimal(base).times(rate), quote.currency).minorUnits - quote.minorUnits <= 1n &&
      toMoney(new Decimal(base).times(rate), quote.currency).minorUnits - quote.minorUnits >= -1n;
    if (!explains(terms.boughtAmount, sold) && !explains(terms.soldAmount, bought))
      this.fault(
        `${at}/rate`,
        terms.rate,
        `does not explain ${terms.boughtAmount} ${terms.boughtCurrency} against ${terms.soldAmount} ${terms.soldCurrency}`,
        'Correct rate or amounts; they may differ by rounding only.',
      );
    return { bought, sold, rate: terms.rate };
  }

  private valueDate(
    at: string,
    terms: ReportedExchange & { tradeDate: string },
    { bought, sold }: Exchange,
  ): string | undefined {
    if (terms.valueDate !== undefined)
      return this.goodDate(`${at}/valueDate`, terms.valueDate, calendarsOf([bought.currency, sold.currency]), 'cash');
    const spot = spotDate(terms.tradeDate, bought.currency, sold.currency);
    this.filled(`${at.slice(1)}${at ? 'V' : 'v'}alueDate`, spot.date, 'spot of the pair', spot.why.join('; '));
    return spot.date;
  }

  private deposit(terms: ReportedDeposit & ReportedCommon, common: Common): Trade | undefined {
    const principal = this.amount('/principal', terms.principal, terms.currency);
    const rate = this.decimalOf('/ratePercent', terms.ratePercent);
    const calendars = calendarsOf([terms.currency]);
    const start = this.goodDate('/startDate', terms.startDate, calendars, 'cash');
    const maturity = this.goodDate('/maturityDate', terms.maturityDate, calendars, 'cash');
    if (!principal || !rate || !start || !maturity) return undefined;
    if (maturity <= start) {
      this.fault('/maturityDate', maturity, `is not after the start ${start}`, 'Correct the dates.');
      return undefined;
    }
    const earned = interest(principal, terms.ratePercent, terms.dayCount, start, maturity);
    this.filled(
      'interest',
      formatAmount(earned),
      `${terms.ratePercent} % ${terms.dayCount}`,
      `from ${start} to ${maturity}`,
    );
    const back = { minorUnits: principal.minorUnits + earned.minorUnits, currency: terms.currency };
    const placed = terms.direction === 'PLACED';
    return {
      product: 'deposit',
      ...common,
      direction: terms.direction,
      principal,
      ratePercent: terms.ratePercent,
      dayCount: terms.dayCount,
      interest: earned,
      obligations: [
        this.cashLeg('start', start, common, placed ? principal : null, placed ? null : principal),
        this.cashLeg('maturity', maturity, common, placed ? null : back, placed ? back : null),
      ],
    };
  }

  private cashLeg(
    leg: LegName,
    settlementDate: string,
    { counterparty }: Common,
    pay: Money | null,
    receive: Money | null,
  ): ObligationTerms {
    const currencies = [pay, receive].flatMap((amount) => (amount ? [amount.currency] : []));
    return {
      leg,
      settlementDate,
      method: 'CASH',
      pay,
      receive,
      security: null,
      ...this.instructions(counterparty, 'CASH', currencies, null, settlementDate),
    };
  }

  private instructions(
    counterparty: string,
    method: 'CASH' | 'DVP',
    currencies: readonly string[],
    placeOfSettlement: string | null,
    on: string,
  ): { ourInstructions: string[]; theirInstructions: string[] } {
    const of = (party: string): string[] =>
      currencies.flatMap((currency) => {
        const found = this.reference.findInstruction({ party, method, currency, placeOfSettlement, on });
        if (found) return [found.id];
        this.fault(
          '/counterparty',
          party === HOUSE ? 'the house' : party,
          `has no standing settlement instruction for ${method} in ${currency}${placeOfSettlement ? ` at ${placeOfSettlement}` : ''} on ${on}`,
          'Have the instruction set up and resubmit.',
        );
        return [];
      });
    return { ourInstructions: of(HOUSE), theirInstructions: of(counterparty) };
  }

  /** Not before the trade date; a day on which nothing settles rolls to the following business day, and says so. */
  private goodDate(field: string, date: string, calendars: readonly string[], purpose: Purpose): string | undefined {
    if (!isDealingDate(date)) {
      this.fault(field, date, 'is not a day of the calendar', 'Correct the date.');
      return undefined;
    }
    if (date < this.terms.tradeDate) {
      this.fault(field, date, `is before the trade date ${this.terms.tradeDate}`, 'Correct one of the dates.');
      return undefined;
    }
    if (closedBecause(date, calendars, purpose) === undefined) return date;
    const found = following(date, calendars, purpose);
    const name = field.slice(1).replace(/\/(.)/g, (_, letter: string) => letter.toUpperCase());
    this.filled(name, found.date, `told ${date}, rolled to the following business day`, found.why.join('; '));
    return found.date;
  }

  /** What can be said of the amounts although the trade as a whole cannot be built, so that all faults are told at once. */
  private checkAmountsOnly(): void {
    const { terms } = this;
    switch (terms.product) {
      case 'equity':
      case 'bond':
        this.positive('/quantity', terms.quantity);
        this.positive('/price', terms.price);
        return;
      case 'deposit':
        this.amount('/principal', terms.principal, terms.currency);
        return;
      case 'fx-swap':
        this.exchange('/near', terms.near);
        this.exchange('/far', terms.far);
        return;
      default:
        this.exchange('', terms as ReportedExchange);
    }
  }

  private amount(field: string, text: string, currency: string, mayBeZero = false): Money | undefined {
    const unusable = currencyFault(currency, this.terms.tradeDate);
    if (unusable !== undefined) {
      this.fault(field, `${text} ${currency}`, unusable, 'Correct the currency.');
      return undefined;
    }
    try {
      const amount = parseMoney(text, currency);
      if (amount.minorUnits > 0n || (mayBeZero && amount.minorUnits === 0n)) return amount;
      this.fault(
        field,
        text,
        'must be greater than zero',
        'Direction is told by side or by bought and sold, not by a sign.',
      );
    } catch (error) {
      this.fault(field, `${text} ${currency}`, (error as Error).message, 'Correct amount or currency.');
    }
    return undefined;
  }

  private positive(field: string, text: string): Decimal | undefined {
    const value = this.decimalOf(field, text);
    if (!value || value.gt(0)) return value;
    this.fault(field, text, 'must be greater than zero', 'Direction is told by the side, not by a sign.');
    return undefined;
  }

  private decimalOf(field: string, text: string): Decimal | undefined {
    if (/^-?\d+(\.\d+)?$/.test(text)) return new Decimal(text);
    this.fault(field, text, 'is not an exact decimal', 'Write digits with a point, no exponent.');
    return undefined;
  }

  private filled(field: string, value: string, rule: string, why: string): void {
    this.provenance.push({ field, value, rule, why });
  }

  private fault(field: string, value: string, rule: string, remedy: string): void {
    this.faults.push({ field: `/terms${field}`, value, rule, remedy });
  }
}

type Common = Pick<
  Trade,
  'tradeDate' | 'entity' | 'unit' | 'book' | 'portfolio' | 'capacity' | 'beneficialOwner' | 'counterparty'
>;
