import { lineDifference } from './line-difference.js';

const message = (quantity: string): string => `{\n  "tradeId": "FO-1",\n  "quantity": "${quantity}"\n}`;
const numbered = (count: number): string[] => Array.from({ length: count }, (_, line) => `line ${line + 1}`);

describe('what a repair changes, line by line', () => {
  it('shows a corrected line beside what it was', () => {
    expect(lineDifference(message('-500'), message('500'))).toEqual([
      { kind: 'same', before: 1, after: 1, text: '{' },
      { kind: 'same', before: 2, after: 2, text: '  "tradeId": "FO-1",' },
      { kind: 'out', before: 3, text: '  "quantity": "-500"', partner: '  "quantity": "500"' },
      { kind: 'in', after: 3, text: '  "quantity": "500"', partner: '  "quantity": "-500"' },
      { kind: 'same', before: 4, after: 4, text: '}' },
    ]);
  });

  it('takes lines that were only put in as they are, and counts both texts on', () => {
    const lines = lineDifference('{\n}', '{\n  "isin": "ES0199901002"\n}');
    expect(lines).toEqual([
      { kind: 'same', before: 1, after: 1, text: '{' },
      { kind: 'in', after: 2, text: '  "isin": "ES0199901002"', partner: undefined },
      { kind: 'same', before: 2, after: 3, text: '}' },
    ]);
  });

  it('leaves out long stretches that are the same, and says how many lines they have', () => {
    const before = numbered(40).join('\n');
    const lines = lineDifference(before, before.replace('line 20', 'line twenty'));
    expect(lines.map((line) => (line.kind === 'gap' ? line.lines : line.kind))).toEqual([
      16,
      ...['same', 'same', 'same', 'out', 'in', 'same', 'same', 'same'],
      17,
    ]);
  });

  it('calls texts that are the same the same', () => {
    expect(lineDifference('one\ntwo', 'one\ntwo\n')).toEqual([{ kind: 'gap', lines: 2 }]);
  });
});
