import { businessClockTick, encode, type EventOf } from '#contracts';
import type { OutgoingMessage } from '#platform/messaging';
import { chanceOf, shuffle } from './chance.js';
import { BackOfficeDay } from './back-office-day.js';
import { instantOf } from './instant.js';
import { closingPrices, closingRates, type DealingDates } from './trade-terms.js';
import { TradeScript, type Part } from './trade-script.js';
import type { TroubleRates } from './trouble.js';

/** What makes a day what it is; the same settings always play the same day. */
export interface DaySettings {
  readonly seed: string;
  readonly trades: number;
  readonly businessDate: string;
  readonly rates: TroubleRates;
  /** Chance of each message to arrive twice, in per cent. */
  readonly duplicatesPercent: number;
  /** Whether everything between two ticks arrives in another order. */
  readonly shuffled: boolean;
  /** Business dates on which the clock goes on after the day, so that what was dealt can settle. */
  readonly settlementDates: readonly string[];
  readonly dates: DealingDates;
}

/** One stretch of the day: what arrives, and the tick of the clock that follows. */
export interface DayStep {
  readonly name: string;
  readonly count: number;
  /** Made while it is sent, so that a day of a million trades needs no more memory than one of a thousand. */
  readonly messages: () => Iterable<OutgoingMessage>;
  readonly tick: OutgoingMessage;
}

const PARTS: readonly Part[] = ['front', 'middle', 'statement', 'front-change', 'middle-change', 'statement-change'];
const PART_BITS = 3;
/** How many trades pass before a change of one of them arrives. */
const WAVE = 400;

export function planDay(settings: DaySettings): DayStep[] {
  const script = new TradeScript(settings);
  const { businessDate } = settings;
  const dealing = arrivals(settings, script, 'before-cut-off');
  const corrections = arrivals(settings, script, 'after-cut-off');
  const nothing = new Uint32Array(0);
  const backOffice = new BackOfficeDay(settings);
  const step = (
    name: string,
    codes: Uint32Array,
    tick: OutgoingMessage,
    told: readonly OutgoingMessage[] = [],
  ): DayStep => ({
    name,
    count: told.length + codes.length,
    tick,
    messages: function* () {
      yield* told;
      for (const code of codes) yield script.message(code >>> PART_BITS, PARTS[code & ((1 << PART_BITS) - 1)] as Part);
    },
  });
  return [
    step('opening', nothing, tickMessage(businessDate, 'start-of-day', '06:30:00')),
    step('dealing', dealing, tickMessage(businessDate, 'matching-cut-off', '18:00:00'), backOffice.opening()),
    step('corrections', corrections, tickMessage(businessDate, 'settlement-cut-off', '19:00:00'), backOffice.evening()),
    step('closing', nothing, endOfDay(settings.seed, businessDate)),
    ...settings.settlementDates.flatMap((date) => [
      step(`night before ${date}`, nothing, tickMessage(date, 'start-of-day', '06:30:00')),
      step(`settling ${date}`, nothing, tickMessage(date, 'settlement-cut-off', '18:30:00'), backOffice.later(date)),
      step(`closing ${date}`, nothing, endOfDay(settings.seed, date)),
    ]),
  ];
}

/** Codes (trade index, part) of all that arrives in one stretch, in the order it arrives. */
function arrivals(settings: DaySettings, script: TradeScript, when: 'before-cut-off' | 'after-cut-off'): Uint32Array {
  const codes: number[] = [];
  const chance = chanceOf(settings.seed, 'duplicates', when);
  let changes: number[] = [];
  let again: number[] = [];
  const add = (code: number): void => {
    codes.push(code);
    if (chance.happens(settings.duplicatesPercent)) again.push(code);
  };
  for (let index = 0; index < settings.trades; index++) {
    for (const [bit, part] of PARTS.entries()) {
      const place = script.placeOf(index, part);
      if (place?.when !== when) continue;
      const code = (index << PART_BITS) | bit;
      if (place.later) changes.push(code);
      else add(code);
    }
    if (index % WAVE === WAVE - 1 || index === settings.trades - 1) {
      const due = again;
      again = [];
      changes.forEach(add);
      changes = [];
      codes.push(...due);
    }
  }
  codes.push(...again);
  const all = Uint32Array.from(codes);
  if (settings.shuffled) shuffle(all, chanceOf(settings.seed, 'shuffle', when));
  return all;
}

type Tick = EventOf<typeof businessClockTick>;

/** The close of a made-up market. */
function endOfDay(seed: string, date: string): OutgoingMessage {
  return tickMessage(date, 'end-of-day', '20:00:00', {
    closingRates: closingRates(chanceOf(seed, 'closing', date)),
    closingPrices: closingPrices(chanceOf(seed, 'closing-prices', date)),
  });
}

function tickMessage(
  businessDate: string,
  kind: Tick['kind'],
  time: string,
  close: Pick<Tick, 'closingRates' | 'closingPrices'> = {},
): OutgoingMessage {
  const at = instantOf(businessDate, time);
  const tick: Tick = {
    tickId: `${businessDate}:${kind}`,
    businessDate,
    at,
    kind,
    ...close,
  };
  return { topic: businessClockTick.topic, key: 'clock', time: at, body: encode(businessClockTick, tick) };
}
