import { setTimeout as sleep } from 'node:timers/promises';
import type { Database, Session } from '#platform/database';
import type { OutgoingMessage } from './message.js';
import { untilNews } from './wake-up.js';
import { pauseAfter } from './worker-health.js';

const PAGE = 1_000;
const POLL_MS = 100;

interface OutboxRow {
  readonly written_by: string;
  readonly outbox_id: string;
  readonly topic: string;
  readonly key: string;
  readonly sent_at: string;
  readonly headers: Record<string, string> | null;
  readonly body: string;
}

/**
 * Carries a service's outbox to Kafka. Reads only what transactions below the snapshot's oldest open one have written, in the
 * order of (transaction, number): nothing can appear behind what has been read. Rows leave after Kafka has acknowledged them,
 * so a crash in between sends them again with the same ids.
 */
export class OutboxRelay {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private session: Session | undefined;

  constructor(
    private readonly service: string,
    private readonly database: Database,
    private readonly send: (messages: readonly OutgoingMessage[]) => Promise<void>,
    private readonly report: (error: unknown) => void,
  ) {}

  start(): void {
    this.running = this.run();
  }

  /** Carries what is there before it ends. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await this.session?.release().catch(this.report);
  }

  private async run(): Promise<void> {
    let failures = 0;
    for (let last = false; !last;) {
      last = this.stopping.signal.aborted;
      try {
        while ((await this.holdsLock()) && (await this.carry()) > 0);
        failures = 0;
        if (!last) await untilNews(POLL_MS, this.stopping.signal);
      } catch (error) {
        this.report(error);
        this.session = undefined;
        failures += 1;
        await sleep(pauseAfter(failures), undefined, { signal: this.stopping.signal }).catch(() => undefined);
      }
    }
  }

  /** One relay a service: a second instance waits until the session of the first ends. */
  private async holdsLock(): Promise<boolean> {
    this.session ??= await this.database.session();
    const [lock] = await this.session.rows<{ held: boolean }>(
      `select pg_try_advisory_lock(hashtext('asiento relay'), hashtext($1)) as held`,
      [this.service],
    );
    return lock?.held ?? false;
  }

  private async carry(): Promise<number> {
    const rows = await this.database.rows<OutboxRow>(
      `select written_by::text, outbox_id::text, topic, key, sent_at, headers, body from ${this.service}.outbox
       where written_by < pg_snapshot_xmin(pg_current_snapshot()) order by written_by, outbox_id limit ${PAGE}`,
    );
    if (rows.length === 0) return 0;
    await this.send(
      rows.map(({ topic, key, sent_at: time, headers, body }) => ({
        topic,
        key,
        time,
        body,
        ...(headers ? { headers } : {}),
      })),
    );
    await this.database.execute(
      `delete from ${this.service}.outbox using unnest($1::xid8[], $2::bigint[]) as sent(written_by, outbox_id)
       where outbox.written_by = sent.written_by and outbox.outbox_id = sent.outbox_id`,
      [rows.map(({ written_by }) => written_by), rows.map(({ outbox_id }) => outbox_id)],
    );
    return rows.length;
  }
}
