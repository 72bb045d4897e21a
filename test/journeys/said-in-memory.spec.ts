import { jest } from '@jest/globals';
import { isDeepStrictEqual } from 'node:util';
import { holds } from '#apps/asiento';
import { decode, type EventContract, type EventOf } from '#contracts';
import { playedDay } from '#test/played-day';
import { OpenBatch } from '../../libs/platform/messaging/open-batch.js';

function frozen(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  Object.values(value).forEach(frozen);
}

describe('what a service says to services of its own process', () => {
  afterEach(() => jest.restoreAllMocks());

  it('is, all through a day with every trouble, exactly what readers elsewhere read from the message, and nobody changes it', async () => {
    const wrong: string[] = [];
    let said = 0;
    // The runner of services is left as it is; only what goes through its hands is looked at and made unchangeable.
    const publish = Object.getOwnPropertyDescriptor(OpenBatch.prototype, 'publish')?.value as OpenBatch['publish'];
    jest.spyOn(OpenBatch.prototype, 'publish').mockImplementation(function <Contract extends EventContract>(
      this: OpenBatch,
      contract: Contract,
      events: readonly EventOf<Contract>[],
    ) {
      publish.call(this, contract, events);
      if (events.length === 0) return;
      for (const { body, event } of this.outgoing.slice(-events.length)) {
        said += 1;
        if (!isDeepStrictEqual(decode(contract, String(body)), event)) wrong.push(`${contract.topic} ${String(body)}`);
        frozen(event);
      }
    });
    const accounting = await playedDay(200, () => Promise.resolve(() => Promise.resolve()));
    expect(said).toBeGreaterThan(1_000);
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(holds(accounting)).toBe(true);
  }, 120_000);
});
