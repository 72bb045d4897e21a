import { v5 } from 'uuid';
import { idOf } from './index.js';

const NAMESPACE = '6f1d1a5c-3f0e-5f57-9d2b-8c1f6f2f7a10';

describe('an id that follows from what it names', () => {
  it.each<[string, (string | number)[], string]>([
    [
      'journal',
      ['T-1/1/trade-date', 'R1.trade-date', 'house.debt'],
      '7:journal|16:T-1/1/trade-date|13:R1.trade-date|10:house.debt',
    ],
    ['obligation', ['T-1', 2, 'delivery'], '10:obligation|3:T-1|1:2|8:delivery'],
    ['break', [], '5:break'],
    ['client', ['Fundación Nalón'], '6:client|15:Fundación Nalón'],
  ])('is UUID version 5 of %s and its parts with their lengths', (kind, parts, name) => {
    expect(idOf(kind, ...parts)).toBe(v5(name, NAMESPACE));
  });

  it('is version 5 for any name', () => {
    for (let index = 0; index < 500; index += 1)
      expect(idOf('any', index)).toBe(v5(`3:any|${String(index).length}:${index}`, NAMESPACE));
  });

  it('tells parts apart', () => {
    expect(idOf('kind', 'ab', 'c')).not.toBe(idOf('kind', 'a', 'bc'));
  });
});
