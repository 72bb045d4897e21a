import { setTimeout as sleep } from 'node:timers/promises';
import type { DayStep } from '#apps/simulator';
import { frontOfficeTrade } from '#contracts';
import type { OutgoingMessage } from '#platform/messaging';
import { CommandFailed, exitCodes } from '../../exit-codes.js';
import type { House } from '../../house/house.js';
import { percentile, rounded } from '../figures.js';
import { prepareDay, type BenchDay } from './bench-day.js';

export interface Latency {
  /** Front-office events a second, with all that follows from them. */
  readonly rate: number;
  readonly trades: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

const BEAT_MS = 5;
const LOOK_MS = 50;

/**
 * Open loop: every event is sent when its time has come, whether or not the house keeps up, and its latency counts from that
 * time, so that a house that stalls cannot make its waiting senders look quick. Until `recorded_at` of the trade's first
 * journal, which the database sets in the transaction that posts it.
 */
export async function measureLatency(house: House, day: BenchDay, rate: number): Promise<Latency> {
  const steps = await prepareDay(house, day);
  const dealing = steps.find(({ name }) => name === 'dealing');
  const opening = steps.find(({ name }) => name === 'opening');
  if (!dealing || !opening) throw new Error('the day has no dealing');
  await house.bus.send([opening.tick]);
  await quiet(house);
  const due = await sendInTime(house, dealing, rate);
  await quiet(house);
  // A deposit is booked when it begins, which may be days later.
  const booked = await house.admin.rows<{ trade_id: string; at: number | null }>(
    `select t.trade_id, extract(epoch from min(j.recorded_at))::float8 * 1000 as at
     from intake.trade t left join ledger.journal j using (trade_id)
     where t.product <> 'deposit' group by t.trade_id`,
  );
  const late = booked.filter(({ trade_id: trade, at }) => at === null || !due.has(trade));
  if (booked.length === 0 || late.length > 0)
    throw new CommandFailed(`${late.length} of ${booked.length} trades have no journal`, exitCodes.notRight);
  const latencies = booked.map(({ trade_id: trade, at }) => (at ?? 0) - (due.get(trade) ?? 0));
  return {
    rate: rounded(rate),
    trades: latencies.length,
    p50Ms: rounded(percentile(latencies, 50)),
    p99Ms: rounded(percentile(latencies, 99)),
    maxMs: rounded(percentile(latencies, 100)),
  };
}

/**
 * Events of one trade are due together. What becomes due while a send is under way goes with the next one, as with every sender
 * who buffers; its latency counts from when it was due all the same.
 * @returns when each trade's front event was due
 */
async function sendInTime(house: House, dealing: DayStep, rate: number): Promise<Map<string, number>> {
  const due = new Map<string, number>();
  const start = Date.now() + BEAT_MS;
  let ready: OutgoingMessage[] = [];
  let sending: Promise<void> | undefined;
  let failed: unknown;
  const send = (): void => {
    if (sending || ready.length === 0) return;
    const messages = ready;
    ready = [];
    sending = house.bus
      .send(messages)
      .catch((error: unknown) => {
        failed ??= error;
      })
      .finally(() => {
        sending = undefined;
        send();
      });
  };
  for (const message of dealing.messages()) {
    if (message.topic === frontOfficeTrade.topic) {
      const at = start + (due.size * 1000) / rate;
      due.set(message.key, at);
      while (at > Date.now()) {
        send();
        await sleep(Math.max(1, Math.min(BEAT_MS, at - Date.now())));
      }
    }
    ready.push(message);
  }
  send();
  while (sending) await sending;
  if (failed) throw failed;
  return due;
}

/** Two looks in a row: what one service says after the first look is seen by the second. */
async function quiet(house: House): Promise<void> {
  for (let calm = 0; calm < 2;) {
    await sleep(LOOK_MS);
    calm = (await house.backlog()) === 0 ? calm + 1 : 0;
  }
}
