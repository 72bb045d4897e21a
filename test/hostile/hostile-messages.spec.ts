import fc from 'fast-check';
import { frontOfficeTrade } from '#contracts';
import { accountFor, holds } from '#apps/asiento';
import { spotTrade } from '#test/front-office-trades';
import { houseUnderTest, type HouseUnderTest } from '#test/house';
import { LARGEST_BODY_BYTES } from '../../libs/platform/messaging/message-log.js';
import { eventInput, eventInputs } from './fuzz/event-inputs.js';
import { draws } from './fuzz/input.js';
import { expectNamed } from './fuzz/verdict.js';

const seed = 20_260_615;
const MESSAGES = 2_000;
const GOOD_EVERY = 40;

/** Half of them changed from trades that only look right, half from trades that would be settled. */
const hostile: readonly Buffer[] = [
  ...fc
    .sample(
      eventInputs(frontOfficeTrade)(seed).filter(({ made }) => made.length > 0),
      { numRuns: MESSAGES / 2, seed },
    )
    .map(({ bytes }) => bytes),
  ...fc
    .sample(
      draws.filter(({ inside, outside }) => inside.length + outside.length > 0),
      { numRuns: MESSAGES / 2, seed },
    )
    .map((draw, index) => eventInput(spotTrade(`SPOT-${index}`), draw).bytes),
];

const keyOf = (index: number): string => `HOSTILE-${index}`;
const goodKeys = Array.from({ length: MESSAGES / GOOD_EVERY }, (_, index) => `GOOD-${index}`);

interface Kept {
  readonly key: string;
  readonly original: Buffer;
  readonly faults: Parameters<typeof expectNamed>[0];
}

describe('two thousand hostile messages on the topic of the front office', () => {
  let under: HouseUnderTest;
  let parked: ReadonlyMap<string, Kept>;

  beforeAll(async () => {
    under = await houseUnderTest();
    const time = '2026-06-15T08:00:00Z';
    const { topic } = frontOfficeTrade;
    const all = hostile.flatMap((body, index) => [
      { topic, key: keyOf(index), time, body },
      ...(index % GOOD_EVERY === 0
        ? [
            {
              topic,
              key: `GOOD-${index / GOOD_EVERY}`,
              time,
              body: JSON.stringify(spotTrade(`GOOD-${index / GOOD_EVERY}`)),
            },
          ]
        : []),
    ]);
    for (let from = 0; from < all.length; from += 100) await under.house.bus.send(all.slice(from, from + 100));
    await under.quiet();
    const rows = await under.house.admin.rows<Kept>(
      `select key, coalesce(bytes, convert_to(body, 'UTF8')) as original, faults from intake.parked_message where topic = $1`,
      [topic],
    );
    parked = new Map(rows.map((row) => [row.key, row]));
  }, 300_000);
  afterAll(() => under.close());

  it('leave the service alive and answering', async () => {
    expect(under.house.services.map((service) => service.health().state)).not.toContain('crashed');
    await expect(under.house.api.get('/api/intake/summary')).resolves.toBeDefined();
  });

  it('are each kept byte for byte in the repair queue with named reasons, or taken as a version of a trade', async () => {
    const versions = await under.house.admin.rows<{ raw_message: string }>(
      'select raw_message from intake.trade_version',
    );
    const taken = new Set(versions.map(({ raw_message }) => raw_message));
    const lost = hostile.flatMap((sent, index) => {
      const kept = parked.get(keyOf(index));
      if (!kept) return taken.has(sent.toString('utf8')) ? [] : [index];
      expectNamed(kept.faults);
      return sent.length > LARGEST_BODY_BYTES || kept.original.equals(sent) ? [] : [index];
    });
    expect(lost.map((index) => hostile[index]?.subarray(0, 500).toString('utf8'))).toEqual([]);
    expect(parked.size).toBeGreaterThan(MESSAGES / 2);
    expect(taken.size).toBeGreaterThan(goodKeys.length);
  });

  it('stay whole in the log, whatever they were', async () => {
    const rows = await under.house.admin.rows<{ key: string; original: Buffer }>(
      `select key, coalesce(bytes, convert_to(body, 'UTF8')) as original from messaging."${frontOfficeTrade.topic}"`,
    );
    const inLog = new Map(rows.map(({ key, original }) => [key, original]));
    expect(hostile.filter((sent, index) => !inLog.get(keyOf(index))?.equals(sent))).toEqual([]);
  });

  it('do their neighbours no harm', async () => {
    const rows = await under.house.admin.rows<{ trade_id: string }>(
      `select trade_id from intake.trade where trade_id = any($1) and state = 'ENRICHED'`,
      [goodKeys],
    );
    expect(rows).toHaveLength(goodKeys.length);
  });

  it('are all accounted for', async () => {
    expect(holds(await accountFor(under.house))).toBe(true);
  });
});
