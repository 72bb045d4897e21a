import { createRequire } from 'node:module';

interface RequestQueue {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  scheduleCheckPendingRequests(): void;
}

/**
 * kafkajs 2.2.4 re-arms a timer every millisecond on each idle connection, because its delay is negative unless the broker
 * throttles: some 4 % of a core for nothing. With nothing pending and no throttling there is nothing to check.
 */
const require = createRequire(import.meta.url);
const queue = require('kafkajs/src/network/requestQueue') as { prototype: RequestQueue };
const schedule = queue.prototype.scheduleCheckPendingRequests;
queue.prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
  if (this.pending.length === 0 && this.throttledUntil <= Date.now()) return;
  schedule.call(this);
};
