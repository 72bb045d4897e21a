import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Database } from '#platform/database';
import { writeAudit, type AuditEntry } from './audit-log.js';

const FLUSH_MS = 1_000;
const FLUSH_ROWS = 500;
/** As many may wait while the database does not answer; then nobody reads without leaving a trace. */
const MOST_WAITING = 10_000;

/** A page asks for the same every few seconds: who goes on looking at it is written down again after so long. */
const SAME_AGAIN_MS = 300_000;
/** As many different reads are remembered as written down; the longest known is forgotten first, and written once more. */
const MOST_REMEMBERED = 20_000;

/** Writes down who saw what, many at a time, so that no reader waits for it. */
@Injectable()
export class ReadLog implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('audit log');
  private waiting: AuditEntry[] = [];
  /** When each read was noted last. */
  private readonly notedAt = new Map<string, number>();
  private flushing: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly database: Database) {}

  onModuleInit(): void {
    this.timer = setInterval(() => this.flushInBackground(), FLUSH_MS).unref();
  }

  /** Nobody reads any more by then. */
  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }

  get isFull(): boolean {
    return this.waiting.length >= MOST_WAITING;
  }

  note(entry: AuditEntry): void {
    if (this.isNoted(entry)) return;
    this.waiting.push(entry);
    if (this.waiting.length >= FLUSH_ROWS) this.flushInBackground();
  }

  /** Resolves when all that has been noted is written. @throws Error when the database takes none of it; it waits on. */
  async flush(): Promise<void> {
    while (this.waiting.length > 0 || this.flushing !== undefined) {
      this.flushing ??= this.writeSome().finally(() => (this.flushing = undefined));
      await this.flushing;
    }
  }

  private isNoted({ at, actor, act, object, detail, address }: AuditEntry): boolean {
    const read = JSON.stringify([actor, act, object, detail, address]);
    const before = this.notedAt.get(read);
    if (before !== undefined && at - before < SAME_AGAIN_MS) return true;
    this.notedAt.delete(read);
    this.notedAt.set(read, at);
    const [longestKnown] = this.notedAt.keys();
    if (this.notedAt.size > MOST_REMEMBERED && longestKnown !== undefined) this.notedAt.delete(longestKnown);
    return false;
  }

  private flushInBackground(): void {
    if (this.flushing === undefined)
      this.flush().catch((error: unknown) => this.logger.error(`reads could not be written down: ${String(error)}`));
  }

  private async writeSome(): Promise<void> {
    const some = this.waiting.splice(0, FLUSH_ROWS);
    try {
      await writeAudit(this.database, some);
    } catch (error) {
      this.waiting.unshift(...some);
      throw error;
    }
  }
}
