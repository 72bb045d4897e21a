import { formatAmount, type Money } from '#domain/money';
import type { Exchange, LegName, Trade } from './trade.js';

/**
 * The economic terms of a trade by field name: what both parties agree on when dealing, as exact decimals in major units,
 * dates and codes. Field names hold only letters, as on the wire. Book, unit, portfolio and the like are not among them:
 * changing one of those is an internal amendment (L27).
 */
export function economics(trade: Trade): Record<string, string> {
  return { product: trade.product, tradeDate: trade.tradeDate, counterparty: trade.counterparty, ...termsOf(trade) };
}

/** The same terms as the counterparty sees them: its BUY is our SELL, what it bought we sold. It does not name itself. */
export function invertedEconomics(trade: Trade): Record<string, string> {
  const { counterparty: _itself, ...terms } = economics(mirrored(trade));
  return terms;
}

function termsOf(trade: Trade): Record<string, string> {
  switch (trade.product) {
    case 'equity':
    case 'bond':
      return {
        side: trade.side,
        isin: trade.isin,
        quantity: trade.quantity,
        price: trade.price,
        currency: trade.consideration.currency,
        consideration: formatAmount(trade.consideration),
        ...(trade.product === 'bond' ? { accruedInterest: formatAmount(trade.accruedInterest) } : {}),
        commission: formatAmount(trade.commission),
        settlementDate: settlementDate(trade, 'delivery'),
      };
    case 'fx-spot':
    case 'fx-forward':
      return { ...exchangeTerms(trade.near), valueDate: settlementDate(trade, 'near') };
    case 'fx-swap':
      return {
        ...prefixed('near', { ...exchangeTerms(trade.near), valueDate: settlementDate(trade, 'near') }),
        ...prefixed('far', { ...exchangeTerms(trade.far), valueDate: settlementDate(trade, 'far') }),
      };
    case 'deposit':
      return {
        direction: trade.direction,
        currency: trade.principal.currency,
        principal: formatAmount(trade.principal),
        ratePercent: trade.ratePercent,
        dayCount: trade.dayCount,
        interest: formatAmount(trade.interest),
        startDate: settlementDate(trade, 'start'),
        maturityDate: settlementDate(trade, 'maturity'),
      };
  }
}

function exchangeTerms({ bought, sold, rate }: Exchange): Record<string, string> {
  return {
    boughtCurrency: bought.currency,
    boughtAmount: formatAmount(bought),
    soldCurrency: sold.currency,
    soldAmount: formatAmount(sold),
    rate,
  };
}

/** `near` and `boughtAmount` make `nearBoughtAmount`. */
function prefixed(leg: string, terms: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(terms).map(([field, value]) => [`${leg}${field.charAt(0).toUpperCase()}${field.slice(1)}`, value]),
  );
}

/** Intended settlement date of a leg. Every trade has the legs of its product. */
function settlementDate({ obligations }: Trade, leg: LegName): string {
  const obligation = obligations.find((one) => one.leg === leg);
  if (!obligation) throw new TypeError(`a trade without its ${leg} leg`);
  return obligation.settlementDate;
}

/** The trade from the other side, as far as its terms go. */
function mirrored(trade: Trade): Trade {
  switch (trade.product) {
    case 'equity':
    case 'bond':
      return { ...trade, side: trade.side === 'BUY' ? 'SELL' : 'BUY' };
    case 'fx-spot':
    case 'fx-forward':
      return { ...trade, near: turned(trade.near) };
    case 'fx-swap':
      return { ...trade, near: turned(trade.near), far: turned(trade.far) };
    case 'deposit':
      return { ...trade, direction: trade.direction === 'PLACED' ? 'TAKEN' : 'PLACED' };
  }
}

const turned = ({ bought, sold, rate }: { bought: Money; sold: Money; rate: string }): Exchange => ({
  bought: sold,
  sold: bought,
  rate,
});
