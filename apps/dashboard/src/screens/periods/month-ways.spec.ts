import { changeOf, changeProposed, needsTwo, WAYS, type MonthState } from './month-ways.js';
import { samePerson } from '../../api/same-person.js';

const month = '2026-06';
const subject = (to: MonthState) => ({ kind: 'period', month, to }) as const;

describe('a change of a month', () => {
  it('needs one person for a soft close and two for everything else', () => {
    const changes = Object.entries(WAYS).flatMap(([from, ways]) => ways.map((to) => changeOf(from as MonthState, to)));
    expect(changes.filter((change) => !needsTwo(change))).toEqual(['softClose']);
    expect(changes).toHaveLength(4);
  });

  it.each([
    ['soft-close', 'soft', 'softClose'],
    ['hard-close', 'hard', 'hardClose'],
    ['re-open', 'open', 'open'],
    ['re-open', 'soft', 'softReopen'],
  ] as const)('proposed as %s to %s is called %s', (kind, to, change) => {
    expect(changeProposed(kind, subject(to))).toBe(change);
  });
});

it.each([
  ['ana', 'ANA ', true],
  ['ana', 'anna', false],
])('holds %s and %s to be one person: %s', (one, other, same) => {
  expect(samePerson(one, other)).toBe(same);
});
