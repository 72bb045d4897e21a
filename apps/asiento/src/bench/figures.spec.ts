import { median, percentile, rounded } from './figures.js';

describe('a figure', () => {
  it('is the middle of its rounds, not the mean that one bad round moves', () => {
    expect(median([100, 3, 110])).toBe(100);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it('of a percentile is one that was measured: nearest rank', () => {
    const ms = Array.from({ length: 200 }, (_, index) => 200 - index);
    expect([percentile(ms, 50), percentile(ms, 99), percentile(ms, 100)]).toEqual([100, 198, 200]);
    expect(percentile([7], 99)).toBe(7);
  });

  it('has three digits below a thousand, for no run says more', () => {
    expect([rounded(0.60449), rounded(12.345), rounded(98765.4)]).toEqual([0.604, 12.3, 98765]);
  });
});
