import { skipReason } from '#test/skips';
import { missingForJars } from '../kafka/broker.js';
import { runChaos, type ChaosResult } from './run-chaos.js';

const reason =
  process.env['KAFKA_BROKERS'] === undefined ? await missingForJars() : 'KAFKA_BROKERS is not ours to kill';
if (reason !== undefined) skipReason('a day under fire', reason, 4);

// Twenty kills: three of single services, seven each time all end at once, two of PostgreSQL, one of the broker.
const FAULTS = {
  service: 3,
  all: 2,
  postgres: 2,
  broker: 1,
  cut: 1,
  zombie: 1,
  rebalance: 1,
  topic: 1,
  rewind: 1,
} as const;

(reason === undefined ? describe : describe.skip)('a day under fire, every service its own process over Kafka', () => {
  let result: ChaosResult;
  beforeAll(async () => {
    const progress: string[] = [];
    try {
      result = await runChaos({ seed: 'ci', trades: 150, faults: FAULTS, onProgress: (text) => progress.push(text) });
    } catch (error) {
      throw new Error(`after: ${progress.join('; ')}`, { cause: error });
    }
    process.stderr.write(`${JSON.stringify(result)}\n`);
  }, 840_000);

  it('suffers all that was planned', () => {
    expect(result.faults).toEqual(FAULTS);
    expect(result.kills).toBe(20);
  });

  // Ten seconds are promised for a machine of its own, and half of them are usual; a machine that others load is given three times that.
  it('is back at work soon after a fault of whatever kind', () => {
    expect(Object.keys(result.longestRecoveryMs).sort()).toEqual(Object.keys(FAULTS).sort());
    const late = Object.entries(result.longestRecoveryMs).filter(([, longest]) => longest > 30_000);
    expect(late).toEqual([]);
    expect(result.recoveryMs.median).toBeLessThan(15_000);
  });

  it('accounts for everything that came in, in balance and with every chain intact', () => {
    expect(result.holds).toBe(true);
  });

  it('ends in the state and with the books of the undisturbed day', () => {
    expect([result.sameDigest, result.sameRoot]).toEqual([true, true]);
  });
});
