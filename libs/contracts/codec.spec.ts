import {
  allContracts,
  counterpartyConfirmation,
  decode,
  encode,
  frontOfficeTrade,
  journalPosted,
  UnreadableMessage,
  type Fault,
} from './index.js';
import { jsonSchemaOf } from './codec.js';

const spot = {
  action: 'NEW',
  tradeId: 'TR-1',
  version: 1,
  sourceSystem: 'alpha-fx',
  terms: {
    product: 'fx-spot',
    tradeDate: '2026-06-15',
    portfolio: 'FX-SPOT',
    counterparty: 'BANCO0',
    boughtCurrency: 'EUR',
    boughtAmount: '1000000.00',
    soldCurrency: 'USD',
    soldAmount: '1085000.00',
    rate: '1.0850',
  },
};

function faultsOf(body: string): readonly Fault[] {
  try {
    decode(frontOfficeTrade, body);
  } catch (error) {
    if (error instanceof UnreadableMessage) return error.faults;
    throw error;
  }
  throw new Error('the message was accepted');
}

describe('reading a message', () => {
  it.each(['[]', '5', '"text"', 'null', 'true'])('refuses %s, which is no object', (body) => {
    expect(faultsOf(body)).toEqual([
      {
        field: '',
        value: JSON.parse(body) === 'text' ? 'text' : body,
        rule: 'must be object',
        remedy: 'Correct the value.',
      },
    ]);
  });

  it.each(['[]', '5', '""', 'null'])('refuses terms that are %s', (terms) => {
    const body = JSON.stringify({ ...spot, terms: 'HERE' }).replace('"HERE"', terms);
    expect(faultsOf(body)).toMatchObject([{ field: '/terms', rule: 'must be object' }]);
  });

  it('leaves a field of a free form as it is, even under the name of an amount', () => {
    const stated = {
      messageId: 'BRUM-1',
      counterparty: 'BRUMGB20',
      counterpartyReference: 'B-1',
      tradeId: 'TR-1',
      revision: 1,
      kind: 'CONFIRM',
      terms: { minorUnits: 'abc' },
      sentAt: '2026-06-15T08:00:00Z',
    };
    expect(decode(counterpartyConfirmation, JSON.stringify(stated))).toEqual(stated);
  });

  it('tells a hundred faults of a message that has a hundred thousand, and how many there are', () => {
    const unknown = Object.fromEntries(Array.from({ length: 100_000 }, (_, number) => [`u${number}`, 0]));
    const faults = faultsOf(JSON.stringify({ ...spot, ...unknown }));
    expect(faults).toHaveLength(101);
    expect(faults.at(-1)).toMatchObject({ value: '100000 faults', rule: 'has more than are told here' });
  });

  it('cuts names and values of any length to what a clerk can read', () => {
    const [fault] = faultsOf(JSON.stringify({ ...spot, ['n'.repeat(10_000)]: 'v'.repeat(10_000) }));
    expect(fault?.field).toHaveLength(120);
    expect(fault?.value).toHaveLength(120);
  });

  it('gives the trade as the desk sent it', () => {
    expect(decode(frontOfficeTrade, JSON.stringify(spot))).toEqual(spot);
  });

  it.each([
    ['text that is not JSON', '{"action":', '', 'is not JSON'],
    ['an unknown field', JSON.stringify({ ...spot, colour: 'red' }), '/colour', 'is not a known field'],
    [
      'a number for an amount',
      JSON.stringify({ ...spot, terms: { ...spot.terms, soldAmount: 1085000 } }),
      '/terms/soldAmount',
      'must be string',
    ],
    [
      'a missing field',
      JSON.stringify({ ...spot, terms: { ...spot.terms, rate: undefined } }),
      '/terms/rate',
      'is required',
    ],
    [
      'a day that does not exist',
      JSON.stringify({ ...spot, terms: { ...spot.terms, tradeDate: '2026-02-30' } }),
      '/terms/tradeDate',
      'must match',
    ],
    [
      'an unknown product',
      JSON.stringify({ ...spot, terms: { ...spot.terms, product: 'swaption' } }),
      '/terms',
      'product',
    ],
    ['a prototype', '{"__proto__": {"action": "NEW"}}', '/__proto__', 'is a forbidden field name'],
  ])('refuses %s and names field and rule', (_, body, field, rule) => {
    const faults = faultsOf(body);
    expect(faults.map((fault) => fault.field)).toContain(field);
    expect(faults.find((fault) => fault.field === field)?.rule).toContain(rule);
  });

  it('reports an unknown product once, not once for every known one', () => {
    expect(faultsOf(JSON.stringify({ ...spot, terms: { ...spot.terms, product: 'swaption' } }))).toHaveLength(1);
  });
});

describe('money on the wire', () => {
  it('is exact beyond 2^53, as text outside and bigint in the hand', () => {
    const id = '00000000-0000-5000-8000-000000000000';
    const amount = { minorUnits: 123456789012345678901234567890n, currency: 'KWD' };
    const event = {
      eventId: id,
      linkId: id,
      tradeId: 'TR-1',
      rule: 'R5',
      ruleVersion: 1,
      effectiveDate: '2026-06-15',
      occurredAt: '2026-06-15T08:00:00Z',
      journals: [
        { journalId: id, book: 'house.treasury', reverses: null, postings: [{ account: '1010', detail: 'N', amount }] },
      ],
    };
    const body = encode(journalPosted, event);
    expect(body).toContain('"minorUnits":"123456789012345678901234567890"');
    expect(decode(journalPosted, body)).toEqual(event);
  });
});

it('every contract compiles to JSON Schema and has a topic of its own', () => {
  expect(new Set(allContracts.map(({ topic }) => topic)).size).toBe(allContracts.length);
  for (const contract of allContracts) expect(jsonSchemaOf(contract)).toHaveProperty('$schema');
});
