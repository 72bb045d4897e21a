import { Command } from 'commander';
import { businessClockTick } from '#contracts';
import { logTable, type OutgoingMessage } from '#platform/messaging';
import { showProgress, silent } from '../day/progress.js';
import { CommandFailed, exitCodes } from '../exit-codes.js';
import { houseDatabase } from '../house/data-folder.js';
import { accountFor } from '../house/accounting.js';
import { dataOption } from '../house/database.js';
import type { House } from '../house/house.js';
import { openHouse } from '../house/open-house.js';
import { accountedTopics } from '../house/services.js';

export function replayCommand(): Command {
  return dataOption(new Command('replay'))
    .description('send all recorded outside messages through empty services and compare digest and ledger root')
    .option('--json', 'machine-readable output', false)
    .action(replay);
}

interface LogRow {
  readonly topic: string;
  readonly offset: string;
  readonly key: string;
  readonly sent_at: string;
  readonly body: string;
  readonly bytes: Buffer | null;
}

const PAGE = 1_000;

async function replay({ data, json }: { data: string; json: boolean }): Promise<void> {
  const progress = json ? silent : showProgress(process.stderr);
  const original = await openHouse({ dataFolder: data, database: houseDatabase, onProgress: progress.step });
  try {
    if (original.bus.kind === 'kafka')
      throw new CommandFailed(
        'replay reads the log kept in PostgreSQL; a house over Kafka is replayed by starting it over the same topics with an empty database',
        exitCodes.usage,
      );
    const before = await accountFor(original);
    const copyName = `asiento_replay_${Date.now()}`;
    const copy = await openHouse({
      dataFolder: data,
      database: copyName,
      onProgress: () => undefined,
      withoutOutsideWorld: true,
      adminUrl: original.address.adminUrl,
    });
    try {
      await sendAgain(original, copy, progress);
      const after = await accountFor(copy);
      const same = before.stateDigest === after.stateDigest && before.ledgerRoot === after.ledgerRoot;
      if (json) process.stdout.write(`${JSON.stringify({ same, original: before, replayed: after })}\n`);
      else
        process.stdout.write(
          `state digest ${before.stateDigest}\nreplayed     ${after.stateDigest}\nledger root  ${before.ledgerRoot}\nreplayed     ${after.ledgerRoot}\n${same ? '✓ the same' : '✗ they differ'}\n`,
        );
      if (!same) throw new CommandFailed('the replay differs from the original', exitCodes.notRight);
    } finally {
      await copy.stop();
      await original.admin.execute(`drop database if exists ${copyName} with (force)`);
    }
  } finally {
    await original.stop();
  }
}

/** Between two ticks the topics are sent one after the other, each in its own order; a tick waits until all is handled. */
async function sendAgain(original: House, copy: House, progress: ReturnType<typeof showProgress>): Promise<void> {
  const ticks = await original.admin.rows<LogRow>(
    `select '${businessClockTick.topic}' as topic, "offset", key, sent_at, body, bytes from ${logTable(businessClockTick.topic)} order by "offset"`,
  );
  const ticksSeen = new Map(accountedTopics.map(({ topic }) => [topic, 0n]));
  for (const [index, tick] of [...ticks, undefined].entries()) {
    progress.step(tick ? `up to ${tick.sent_at}` : 'what came after the last tick');
    for (const { topic } of accountedTopics) {
      for (;;) {
        const rows = await original.admin.rows<LogRow>(
          `select '${topic}' as topic, "offset", key, sent_at, body, bytes from ${logTable(topic)}
           where "offset" >= $1 and ($2::timestamptz is null or appended_at < $2) order by "offset" limit ${PAGE}`,
          [ticksSeen.get(topic)?.toString() ?? '0', tick ? await appendedAt(original, index) : null],
        );
        const last = rows.at(-1);
        if (!last) break;
        await copy.bus.send(rows.map(messageOf));
        ticksSeen.set(topic, BigInt(last.offset) + 1n);
      }
    }
    await quiet(copy);
    if (tick) {
      await copy.bus.send([messageOf(tick)]);
      await quiet(copy);
    }
  }
}

async function appendedAt({ admin }: House, index: number): Promise<string> {
  const [row] = await admin.rows<{ appended_at: string }>(
    `select appended_at::text as appended_at from ${logTable(businessClockTick.topic)} where "offset" = $1`,
    [index],
  );
  return row?.appended_at ?? '';
}

const messageOf = ({ topic, key, sent_at: time, body, bytes }: LogRow): OutgoingMessage => ({
  topic,
  key,
  time,
  body: bytes ?? body,
});

async function quiet(house: House): Promise<void> {
  for (let calm = 0; calm < 2;) {
    calm = (await house.backlog()) === 0 ? calm + 1 : 0;
    await new Promise((done) => setTimeout(done, 20));
  }
}
