import { setTimeout as sleep } from 'node:timers/promises';
import { frontOfficeTrade } from '#contracts';
import { LogTail, ROOM_IN_TAIL } from './log-tail.js';
import type { OutgoingMessage } from './message.js';
import { readMessage } from './read-message.js';
import { Ear } from './wake-up.js';

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
  const reader = {};
  let tail: LogTail;
  beforeEach(() => {
    tail = new LogTail();
    tail.follow(reader, 'trades', 0, 0n);
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

  it('forgets what all its readers have passed, and not before', () => {
    const slower = {};
    tail.follow(slower, 'trades', 0, 0n);
    tail.remember(stretch(0, 4));
    tail.follow(reader, 'trades', 0, 3n);
    expect(offsets(tail, 0)).toEqual([0, 1, 2, 3]);
    tail.follow(slower, 'trades', 0, 2n);
    expect([offsets(tail, 1), offsets(tail, 2)]).toEqual([undefined, [2, 3]]);
    tail.leave(slower);
    expect([offsets(tail, 2), offsets(tail, 3)]).toEqual([undefined, [3]]);
  });

  it('keeps nothing that nobody in this process reads', () => {
    tail.leave(reader);
    tail.remember(stretch(0, 3));
    expect(offsets(tail, 0)).toBeUndefined();
  });

  const large = (first: number, count: number) => ({
    ...stretch(first, 0),
    messages: Array.from({ length: count }, (_, index) => message(first + index, 'x'.repeat(1_000_000))),
  });

  it('says that it is full while its readers have megabytes before them, and tells when there is room', async () => {
    const ear = new Ear([ROOM_IN_TAIL]);
    tail.remember(large(0, 9));
    expect(tail.isFull).toBe(true);
    ear.beginLook();
    tail.follow(reader, 'trades', 0, 2n);
    expect(tail.isFull).toBe(false);
    tail.follow(reader, 'trades', 0, 5n);
    const began = performance.now();
    await ear.untilNews(30_000, new AbortController().signal);
    expect(performance.now() - began).toBeLessThan(20_000);
    ear.close();
  });

  it('does not wait for readers of whom none moves', async () => {
    tail.remember(large(0, 9));
    await sleep(1_100);
    expect(tail.isFull).toBe(false);
  });

  it('forgets the older half of its longest partition rather than grow without bound', () => {
    tail.remember(large(0, 40));
    expect([offsets(tail, 19), offsets(tail, 20)?.at(0)]).toEqual([undefined, 20]);
  });

  it('keeps no body that is too large to be handled: readers get their excerpt from the database', () => {
    tail.remember({ ...stretch(0, 1), messages: [message(0, 'x'.repeat(1_048_577))] });
    expect(offsets(tail, 0)).toBeUndefined();
    tail.remember(stretch(1, 1));
    expect(offsets(tail, 1)).toEqual([1]);
  });

  it('hands on what a service has said as it was said, without reading it again', () => {
    const event = { n: 1 };
    tail.remember({ ...stretch(0, 0), messages: [{ ...message(0), event }] });
    const [kept] = tail.read('trades', 0, 0n, 1) ?? [];
    // The body is no front-office trade at all: it has not been looked at.
    expect(kept && readMessage(frontOfficeTrade, kept).event).toBe(event);
  });

  it('gives bytes that are not text as the database would', () => {
    const bytes = Buffer.from([0xff, 0x00, 0x41]);
    tail.remember({ ...stretch(0, 1), messages: [message(0, bytes)] });
    expect(tail.read('trades', 0, 0n, 1)?.[0]).toMatchObject({ bytes, size: 3 });
  });
});
