import { LogTail } from './log-tail.js';
import type { OutgoingMessage } from './message.js';

const message = (number: number, body: string | Buffer = `{"n":${number}}`): OutgoingMessage => ({
  topic: 'trades',
  key: `T${number}`,
  time: '2026-06-15T08:00:00Z',
  body,
});

const stretch = (first: number, count: number) => ({
  topic: 'trades',
  partition: 0,
  first: BigInt(first),
  messages: Array.from({ length: count }, (_, index) => message(first + index)),
});

const offsets = (tail: LogTail, from: number, limit = 100): number[] | undefined =>
  tail.read('trades', 0, BigInt(from), limit)?.map(({ offset }) => Number(offset));

describe('the tail of the log', () => {
  let tail: LogTail;
  beforeEach(() => {
    tail = new LogTail();
  });

  it('gives what has been written since, from any offset on, as far as is asked', () => {
    tail.remember(stretch(10, 3));
    tail.remember(stretch(13, 2));
    expect(offsets(tail, 10)).toEqual([10, 11, 12, 13, 14]);
    expect(offsets(tail, 12, 2)).toEqual([12, 13]);
  });

  it('leaves to the database what it does not have: what is older, what is not there yet, other partitions', () => {
    tail.remember(stretch(10, 3));
    expect([offsets(tail, 9), offsets(tail, 13)]).toEqual([undefined, undefined]);
    expect(tail.read('trades', 1, 10n, 5)).toBeUndefined();
  });

  it('holds nothing behind a hole: where another process has written in between, it begins anew', () => {
    tail.remember(stretch(10, 3));
    tail.remember(stretch(15, 2));
    expect([offsets(tail, 10), offsets(tail, 15)]).toEqual([undefined, [15, 16]]);
  });

  it('is not set back by an older stretch that is heard of late', () => {
    tail.remember(stretch(15, 2));
    tail.remember(stretch(10, 5));
    expect([offsets(tail, 10), offsets(tail, 15)]).toEqual([undefined, [15, 16]]);
  });

  it('forgets the older half when it grows too long, and never more', () => {
    tail.remember(stretch(0, 4_000));
    expect([offsets(tail, 1_999), offsets(tail, 2_000)?.at(0)]).toEqual([undefined, 2_000]);
  });

  it('keeps no body that is too large to be handled: readers get their excerpt from the database', () => {
    tail.remember({ ...stretch(0, 1), messages: [message(0, 'x'.repeat(1_048_577))] });
    expect(offsets(tail, 0)).toBeUndefined();
    tail.remember(stretch(1, 1));
    expect(offsets(tail, 1)).toEqual([1]);
  });

  it('gives bytes that are not text as the database would', () => {
    const bytes = Buffer.from([0xff, 0x00, 0x41]);
    tail.remember({ ...stretch(0, 1), messages: [message(0, bytes)] });
    expect(tail.read('trades', 0, 0n, 1)?.[0]).toMatchObject({ bytes, size: 3 });
  });
});
