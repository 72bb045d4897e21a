import {
  HOUSE,
  OverlappingInstructions,
  ReferenceData,
  houseRecords,
  referenceData,
  type StandingInstruction,
} from './index.js';

const usual: StandingInstruction = {
  id: 'old',
  party: 'BRUMGB20',
  method: 'CASH',
  currency: 'USD',
  placeOfSettlement: null,
  nostro: 'LORO-OLD',
  depot: null,
  custodian: 'PUENTES0',
  validFrom: '2020-01-01',
  validTo: '2026-06-16',
  preference: 1,
};

const found = (instructions: readonly StandingInstruction[], on: string): string | undefined =>
  new ReferenceData({ ...houseRecords, standingInstructions: instructions }).findInstruction({
    party: 'BRUMGB20',
    method: 'CASH',
    currency: 'USD',
    placeOfSettlement: null,
    on,
  })?.id;

describe('standing settlement instructions', () => {
  const changed = [usual, { ...usual, id: 'new', validFrom: '2026-06-17', validTo: null }];

  it.each([
    ['2026-06-16', 'old'],
    ['2026-06-17', 'new'],
    ['2019-12-31', undefined],
  ])('for a settlement on %s give %s', (on, id) => {
    expect(found(changed, on)).toBe(id);
  });

  it('prefer the lower number and fall back while it is not valid', () => {
    const both = [{ ...usual, id: 'second', preference: 2, validTo: null }, usual];
    expect(found(both, '2026-06-16')).toBe('old');
    expect(found(both, '2026-06-17')).toBe('second');
  });

  it('may not overlap with the same preference', () => {
    expect(() => found([usual, { ...usual, id: 'rival', validFrom: '2026-06-16' }], '2026-06-16')).toThrow(
      OverlappingInstructions,
    );
  });
});

describe('the records of the house', () => {
  it('name every counterparty by code, alias and legal entity identifier', () => {
    expect(referenceData.findParty('BRUMA')?.code).toBe('BRUMGB20');
    expect(referenceData.findParty('959800BRUMABK0000003')?.code).toBe('BRUMGB20');
  });

  it('let the house settle every instrument it knows', () => {
    for (const { isin, currency, market } of houseRecords.instruments) {
      const instruction = referenceData.findInstruction({
        party: HOUSE,
        method: 'DVP',
        currency,
        placeOfSettlement: market.placeOfSettlement,
        on: '2026-06-17',
      });
      expect([isin, instruction?.depot]).toEqual([isin, `DEPOT-${market.placeOfSettlement}`]);
    }
  });
});
