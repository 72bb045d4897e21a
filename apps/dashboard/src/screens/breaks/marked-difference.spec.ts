import { markedDifference } from './marked-difference.js';

const marked = (text: string, other: string): string =>
  markedDifference(text, other)
    .map((stretch) => (stretch.marked ? `[${stretch.text}]` : stretch.text))
    .join('');

describe('the difference between two sides', () => {
  it.each([
    ['189.52', '189.25', '189.[52]'],
    ['7,580,800.00', '7,570,000.00', '7,5[8]0,[8]00.00'],
    ['1,000', '10,000', '1,000'],
    ['10,000', '1,000', '1[0],000'],
    ['same', 'same', 'same'],
  ])('is marked where %s is not %s', (text, other, expected) => expect(marked(text, other)).toBe(expected));
});
