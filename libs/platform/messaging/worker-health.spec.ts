import { HealthRecord, isTransient, pauseAfter } from './worker-health.js';

const withCode = (code: string): Error => Object.assign(new Error('refused'), { code });

describe('a consumer that meets faults', () => {
  it('gives up at the eighth failure in a row of a fault that does not pass by itself', () => {
    const record = new HealthRecord();
    const fault = new TypeError('a mistake of ours');
    for (let failure = 1; failure < 8; failure++) {
      expect(record.failed(fault)).not.toBe('crashed');
      expect(record.current).toMatchObject({ state: 'retrying', failures: failure, lastError: 'a mistake of ours' });
    }
    expect(record.failed(fault)).toBe('crashed');
    expect(record.current).toMatchObject({ state: 'crashed', failures: 8, lastError: 'a mistake of ours' });
  });

  it('counts anew once something has been achieved', () => {
    const record = new HealthRecord();
    for (let failure = 1; failure < 8; failure++) record.failed(new TypeError('a mistake of ours'));
    record.progress([]);
    expect(record.failed(new TypeError('a mistake of ours'))).not.toBe('crashed');
    expect(record.current.failures).toBe(1);
  });

  it('waits for a server that restarts, however often it is refused', () => {
    for (const code of ['57P01', '57P02', '57P03', '08006', '40001', '40P01', '53300', 'ECONNREFUSED', 'ECONNRESET']) {
      const record = new HealthRecord();
      for (let failure = 1; failure <= 50; failure++) expect(record.failed(withCode(code))).not.toBe('crashed');
      expect(record.current).toMatchObject({ state: 'retrying', failures: 50 });
    }
    expect(isTransient(new Error('Connection terminated unexpectedly'))).toBe(true);
    expect(isTransient(new Error('wrapped', { cause: withCode('57P01') }))).toBe(true);
    expect(['42501', '23505', '42P01', 'ENOSPC'].map(withCode).filter(isTransient)).toEqual([]);
  });

  it('stays ended once it has ended, whatever comes in late', () => {
    const crashed = new HealthRecord();
    crashed.crashed(new Error('the end'));
    crashed.progress([{ topic: 'a', behind: 1n }]);
    crashed.stopped();
    expect(crashed.current).toMatchObject({ state: 'crashed', lastError: 'the end' });
    const stopped = new HealthRecord();
    stopped.stopped();
    stopped.progress([]);
    expect(stopped.current.state).toBe('stopped');
  });

  it('tells what is left, by topic, and leaves out what is not behind', () => {
    const record = new HealthRecord();
    record.progress([
      { topic: 'trades', behind: 3n },
      { topic: 'trades', behind: 4n },
      { topic: 'statuses', behind: 0n },
    ]);
    expect(record.current.lag).toEqual({ trades: 7 });
  });

  it('pauses longer each time, but never longer than a second', () => {
    for (let failures = 1; failures < 40; failures++) {
      const pause = pauseAfter(failures);
      expect(pause).toBeGreaterThanOrEqual(Math.min(1_000, 50 * 2 ** Math.min(failures, 10)) / 2);
      expect(pause).toBeLessThanOrEqual(1_000);
    }
  });
});
