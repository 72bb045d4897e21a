import {
  cashLadder,
  debtSchedule,
  obligationFailing,
  obligationSettled,
  settlementExposure,
  type EventOf,
} from './index.js';

const exposure = { counterparty: 'CIERESM0', currency: 'EUR' } as EventOf<typeof settlementExposure>;
const ladder = { nostro: 'NOSTRO-EUR', currency: 'EUR', valueDate: '2026-06-17' } as EventOf<typeof cashLadder>;
const schedule = { book: 'house.debt', isin: 'ES0A51B00019' } as EventOf<typeof debtSchedule>;

/** On a compacted topic the key decides what a reader still sees: a wrong party there hides another one's figures. */
describe('the key of an event', () => {
  it('of an exposure is the counterparty that owes, in one currency', () => {
    expect(settlementExposure.key(exposure)).toBe('CIERESM0|EUR');
    expect(settlementExposure.key({ ...exposure, counterparty: 'BRUMGB20' })).toBe('BRUMGB20|EUR');
  });

  it('of cash is the nostro, the currency and the day it is due', () => {
    expect(cashLadder.key(ladder)).toBe('NOSTRO-EUR|EUR|2026-06-17');
  });

  it('of a bond position is the book that holds it', () => {
    expect(debtSchedule.key(schedule)).toBe('house.debt|ES0A51B00019');
    expect(debtSchedule.key({ ...schedule, book: 'client.NALON' })).toBe('client.NALON|ES0A51B00019');
  });

  it('of what settlement says is the trade, so that all of it is heard in order', () => {
    const said = { tradeId: 'T1', obligationId: 'of one leg' };
    expect(obligationSettled.key(said as EventOf<typeof obligationSettled>)).toBe('T1');
    expect(obligationFailing.key(said as EventOf<typeof obligationFailing>)).toBe('T1');
  });
});
