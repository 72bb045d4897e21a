import fc from 'fast-check';
import { foldVersions, untouched, type SideState, type Versioned } from './index.js';

const item = (version: number, action: Versioned['action']): Versioned => ({ version, action });

/** Feeds arrivals in the given stretches, as batches would, and gives where the side ends. */
function end(stretches: readonly (readonly Versioned[])[]) {
  let state: SideState = untouched;
  let waiting: readonly Versioned[] = [];
  const applied: string[] = [];
  for (const arrived of stretches) {
    const fold = foldVersions(state, waiting, arrived);
    ({ state, waiting } = fold);
    applied.push(...fold.applied.map(({ item: { version }, replaces }) => `${version} for ${replaces}`));
  }
  return { state, waiting: waiting.map(({ version }) => version), applied };
}

describe('versions of a trade', () => {
  it('apply in order, whatever the order of arrival', () => {
    expect(end([[item(3, 'AMEND')], [item(1, 'NEW')], [item(2, 'AMEND')]]).applied).toEqual([
      '1 for null',
      '2 for 1',
      '3 for 2',
    ]);
  });

  it('wait while one before them is missing', () => {
    expect(end([[item(1, 'NEW'), item(3, 'AMEND')]])).toMatchObject({ state: { applied: 1 }, waiting: [3] });
  });

  it('a cancel before its new is a tombstone and wins', () => {
    expect(end([[item(2, 'CANCEL')], [item(1, 'NEW')]])).toEqual({
      state: { applied: 2, cancelled: true },
      waiting: [],
      applied: ['2 for null'],
    });
  });

  const life = fc
    .integer({ min: 1, max: 6 })
    .chain((count) =>
      fc
        .boolean()
        .map((cancelled) =>
          Array.from({ length: count }, (_, index) =>
            item(index + 1, cancelled && index === count - 1 ? 'CANCEL' : index === 0 ? 'NEW' : 'AMEND'),
          ),
        ),
    );

  it('end in the same state in any order', () => {
    fc.assert(
      fc.property(
        life.chain((all) =>
          fc.shuffledSubarray(all, { minLength: all.length }).map((shuffled) => [all, shuffled] as const),
        ),
        ([tidy, shuffled]) => {
          expect(end([shuffled]).state).toEqual(end([tidy]).state);
          expect(end([shuffled]).waiting).toEqual([]);
        },
      ),
    );
  });

  it('apply the same however the arrivals are cut into batches', () => {
    fc.assert(
      fc.property(
        life.chain((all) => fc.shuffledSubarray(all)),
        (arrivals) => {
          expect(end(arrivals.map((one) => [one]))).toEqual(end([arrivals]));
        },
      ),
    );
  });
});
