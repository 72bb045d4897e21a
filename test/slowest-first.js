import TestSequencer from '@jest/test-sequencer';

/**
 * Starts what takes longest first, so that no worker sits beside a single long file at the end. jest knows durations from the
 * run before only, and size says nothing of a short file that plays a whole day: but those all live under `test/`.
 */
export default class SlowestFirst extends TestSequencer {
  sort(tests) {
    const playsTheHouse = ({ path, context }) => path.startsWith(`${context.config.rootDir}/test/`);
    const sorted = super.sort(tests);
    return [...sorted.filter(playsTheHouse), ...sorted.filter((test) => !playsTheHouse(test))];
  }
}
