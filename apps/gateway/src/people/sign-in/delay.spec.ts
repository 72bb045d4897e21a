import fc from 'fast-check';
import { addressKey } from './address-key.js';
import { oneMore, waitMs } from './delay.js';

describe('the wait after failures', () => {
  it.each([
    [0, 0],
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
    [9, 256_000],
    [10, 300_000],
    [5_000, 300_000],
  ])('of an account is after %i failures %i ms', (failures, wait) => {
    expect(waitMs('account', { failures, lastAt: 7 }, 7)).toBe(wait);
    expect(waitMs('account', { failures, lastAt: 7 }, 7 + wait)).toBe(0);
  });

  it('begins later for an address, behind which many people sit', () => {
    expect(waitMs('address', { failures: 10, lastAt: 0 }, 0)).toBe(0);
    expect(waitMs('address', { failures: 11, lastAt: 0 }, 0)).toBe(1_000);
  });

  it('is forgotten after an hour, and so is the count', () => {
    expect(waitMs('account', { failures: 50, lastAt: 0 }, 3_600_000)).toBe(0);
    expect(oneMore({ failures: 50, lastAt: 0 }, 3_600_000)).toEqual({ failures: 1, lastAt: 3_600_000 });
  });

  it('lets a patient guesser try no more than twenty times in an hour', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 600_000 }), { maxLength: 500 }), (pauses) => {
        let attempts = { failures: 0, lastAt: 0 };
        let now = 3_600_000;
        const tries: number[] = [];
        for (const pause of pauses) {
          now += pause + waitMs('account', attempts, now + pause);
          attempts = oneMore(attempts, now);
          tries.push(now);
        }
        return tries.every(
          (at, index) => tries.filter((other, next) => next >= index && other < at + 3_600_000).length <= 20,
        );
      }),
    );
  });
});

it.each([
  ['127.0.0.1', '127.0.0.1'],
  ['::ffff:10.1.2.3', '10.1.2.3'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('an attacker at %s counts as %s', (address, key) => {
  expect(addressKey(address)).toBe(key);
});
