import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, Logger } from '@nestjs/common';
import { Database } from '#platform/database';
import { PeopleSettings } from '../people-settings.js';
import { writeAudit, type AuditEntry } from './audit-log.js';
import { ReadLog } from './read-log.js';

const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD';

/** Sees to it that what a known person asks for leaves its trace. */
@Injectable()
export class WatchRequests {
  private readonly logger = new Logger('audit log');

  constructor(
    private readonly database: Database,
    private readonly reads: ReadLog,
    private readonly settings: PeopleSettings,
  ) {}

  /** Whether a read could leave its trace now. */
  canWatch(method: string): boolean {
    return !isRead(method) || !this.reads.isFull;
  }

  watch(request: IncomingMessage, response: ServerResponse, actor: string): void {
    const method = request.method ?? 'GET';
    const object = request.url ?? '/';
    const entry = (act: string): AuditEntry => ({
      at: this.settings.now(),
      actor,
      act,
      object,
      detail: `${method} ${response.statusCode}`,
      address: request.socket.remoteAddress ?? '',
    });
    if (isRead(method)) {
      // Asked by every page again and again, and about nobody but who asks.
      if (object === '/api/gateway/session') return;
      const refused = (): boolean => response.statusCode === 401 || response.statusCode === 403;
      response.on('close', () => this.reads.note(entry(refused() ? 'refused' : 'read')));
      return;
    }
    // What succeeds at the gateway itself is written in the transaction of the act.
    const own = object.startsWith('/api/gateway/');
    beforeTheEnd(response, async (isCutOff) => {
      if (isCutOff) return own ? undefined : this.write({ ...entry('acted'), detail: `${method} cut off` });
      const act = response.statusCode >= 400 ? 'refused' : 'acted';
      if (!own || act === 'refused') await this.write(entry(act));
    });
  }

  private async write(entry: AuditEntry): Promise<void> {
    try {
      await writeAudit(this.database, [entry]);
    } catch (error) {
      this.logger.error(`an act could not be written down: ${JSON.stringify(entry)}: ${String(error)}`);
      throw error;
    }
  }
}

/**
 * The answer ends when the work is done; where the work fails, the connection is cut rather than a success reported. Whoever
 * hangs up before the answer has acted all the same, as far as anybody knows.
 */
function beforeTheEnd(response: ServerResponse, work: (isCutOff: boolean) => Promise<void>): void {
  const end = response.end.bind(response) as (...parts: unknown[]) => ServerResponse;
  let ended = false;
  response.on('close', () => {
    if (ended) return;
    ended = true;
    // Nobody is left to be told that it failed; it has been logged.
    work(true).catch(() => undefined);
  });
  response.end = (...parts: unknown[]): ServerResponse => {
    if (ended) return response;
    ended = true;
    work(false).then(
      () => end(...parts),
      (error: unknown) => response.destroy(error as Error),
    );
    return response;
  };
}
