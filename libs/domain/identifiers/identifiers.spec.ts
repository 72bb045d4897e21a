import fc from 'fast-check';
import { houseRecords } from '#domain/parties';
import { isBic, isIsin, isLei } from './index.js';

describe('an ISIN', () => {
  it.each([
    'US0378331005',
    'DE000BAY0017',
    'GB0002634946',
    'FR0000131104',
    'ES0113900J37',
    'JP3633400001',
    'XS0104440986',
  ])('%s is one', (isin) => {
    expect(isIsin(isin)).toBe(true);
  });

  it.each([
    ['US0378331006', 'wrong check digit'],
    ['US0373831005', 'two digits changed places'],
    ['us0378331005', 'lower case'],
    ['US037833100', 'too short'],
    ['US03783310055', 'too long'],
    ['1S0378331005', 'digit in the country'],
    [' US0378331005', 'space'],
    ['', 'nothing'],
  ])('%s is none: %s', (text) => {
    expect(isIsin(text)).toBe(false);
  });

  it('is none any more when one digit is altered', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 11 }), fc.integer({ min: 0, max: 9 }), (place, digit) => {
        const altered = `US0378331005`.split('').with(place, String(digit)).join('');
        expect(isIsin(altered)).toBe(altered === 'US0378331005');
      }),
    );
  });
});

describe('a legal entity identifier', () => {
  it.each(['5493000IBP32UQZ0KL24', '7LTWFZYICNSX8D621K86', '529900T8BM49AURSDO55'])('%s is one', (lei) => {
    expect(isLei(lei)).toBe(true);
  });

  it.each([
    ['7LTWFZYICNSX8D621K87', 'wrong check digits'],
    ['7LTWFZYICNSX8D612K86', 'two digits changed places'],
    ['7ltwfzyicnsx8d621k86', 'lower case'],
    ['7LTWFZYICNSX8D621K8', 'too short'],
    ['', 'nothing'],
  ])('%s is none: %s', (text) => {
    expect(isLei(text)).toBe(false);
  });
});

describe('a business identifier code', () => {
  it.each(['DEUTDEFF', 'DEUTDEFF500', 'KUSTBEB0'])('%s has its shape', (bic) => {
    expect(isBic(bic)).toBe(true);
  });

  it.each(['deutdeff', 'DEUTDEF', 'DEUTDEFF50', 'DEUT1EFF', 'DEUTDEFF5000', ''])('%s has not', (text) => {
    expect(isBic(text)).toBe(false);
  });
});

describe('the records of the house', () => {
  it('carry no identifier with wrong check digits', () => {
    expect(houseRecords.instruments.filter(({ isin }) => !isIsin(isin))).toEqual([]);
    expect(houseRecords.parties.filter(({ lei }) => !isLei(lei))).toEqual([]);
  });
});
