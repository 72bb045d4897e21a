import type { EventOf, tradeAgreed } from '#contracts';
import type { Trade } from '#domain/trade';

type WireTrade = EventOf<typeof tradeAgreed>['trade'];

/** Both directions are checked by the compiler: a field that one side has and the other lacks does not build. */
const fromWire = (trade: WireTrade): Trade => trade;
const toWire = (trade: Trade): WireTrade => trade;

it('the trade of the domain and the trade on the wire are one shape', () => {
  const trade = { product: 'fx-spot' } as Trade;
  expect(fromWire(toWire(trade))).toBe(trade);
});
