import { conflictOf, rights, rightsOf, roles, type Right, type Role } from './rights.js';

/** Every set of roles there is. */
const sets: Role[][] = Array.from({ length: 2 ** roles.length }, (_, bits) =>
  roles.filter((_role, index) => (bits >> index) & 1),
);
const duties = ['decisions', 'books', 'people'] as const;
const holds = (held: readonly Role[], right: Right): boolean => rightsOf(held).includes(right);

describe('the segregation of duties', () => {
  it.each(sets.map((held) => [held.join(' + ') || 'no role', held] as const))('of %s', (_, held) => {
    const bothHalves = duties.filter(
      (duty) => duties.some((other) => holds(held, `propose-${other}`)) && holds(held, `approve-${duty}`),
    );
    const givesAccessAndUsesIt =
      holds(held, 'propose-people') && (holds(held, 'propose-decisions') || holds(held, 'propose-books'));
    const watchesItself =
      holds(held, 'read-audit-log') && rightsOf(held).some((right) => /^(propose|approve)-/.test(right));
    expect(conflictOf(held) === undefined).toBe(bothHalves.length === 0 && !givesAccessAndUsesIt && !watchesItself);
  });

  it('leaves clerk and controller as the only two roles that one person may hold together', () => {
    expect(sets.filter((held) => held.length > 1 && conflictOf(held) === undefined)).toEqual([['clerk', 'controller']]);
  });

  it('has somebody for every right but the founding of the house, and nobody with money for people', () => {
    const held = new Set(roles.flatMap((role) => rightsOf([role])));
    expect(rights.filter((right) => !held.has(right))).toEqual(['found-house']);
    expect(rightsOf(['administrator'])).toEqual(['read-people', 'propose-people']);
  });
});
