import type { TradeEvent } from '#contracts';

/** Spoils a good message in one of the ways seen in real feeds. The key of the message stays readable. */
export function malformedBody(event: TradeEvent, way: number): string {
  const good = JSON.stringify(event);
  switch (way) {
    case 0:
      return good.slice(0, -7);
    case 1:
      return good.replace(/"tradeDate":"(\d{4})-(\d\d)-(\d\d)"/, '"tradeDate":"$3/$2/$1"');
    case 2:
      return good.replace(/"counterparty":"[^"]+"/, '"counterparty":"NOBODY00"');
    case 3:
      return good.replace(/"portfolio":"[^"]+"/, '"portfolio":"EQ-NOWHERE"');
    case 4:
      return good.replace(/"(quantity|boughtAmount|principal)":"(\d)/, '"$1":"-$2');
    case 5:
      return good.replace(/"(quantity|boughtAmount|principal)":"([\d.]+)"/, '"$1":$2');
    case 6:
      return good.replace(/"(currency|boughtCurrency)":"[A-Z]{3}"/, '"$1":"XQX"');
    default:
      return good.replace('{', '{"__proto__":{"admin":true},');
  }
}
