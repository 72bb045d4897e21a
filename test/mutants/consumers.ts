import type { Mutant } from './mutant.js';

const MESSAGING = 'libs/platform/messaging';
const fencing = `${MESSAGING}/fencing.spec.ts`;
const health = `${MESSAGING}/worker-health.spec.ts`;
const kafka = `${MESSAGING}/kafka-worker.spec.ts`;

/** How messages are taken: ownership, positions, inbox, health. */
export const consumers: readonly Mutant[] = [
  {
    id: 'B4.2',
    title: 'a side write escapes the transaction: what a handler wrote stays when the batch fails',
    file: `${MESSAGING}/batch-transaction.ts`,
    edits: [
      {
        find: 'if (fresh.length > 0) await handle(batch, tx);',
        replace: 'if (fresh.length > 0) await handle(batch, database);',
      },
    ],
    spec: fencing,
    test: 'leaves nothing of what its handler had written and said by then',
  },
  {
    id: 'B4.3',
    title: 'words leave in a transaction of their own, so that a commit that fails has been announced',
    file: `${MESSAGING}/postgres-bus.ts`,
    edits: [
      {
        find: 'const appended = await appendToLog(tx, messages, (topic) => this.partitions.get(topic) ?? 1);',
        replace:
          'const appended = await this.database.transaction((own) => appendToLog(own, messages, (topic) => this.partitions.get(topic) ?? 1));',
      },
    ],
    spec: fencing,
    test: 'at the commit itself takes back effects, words and position alike',
  },
  {
    id: 'B7.1',
    title: 'an owner that slept goes on writing after another one has claimed its partition',
    file: `${MESSAGING}/position.ts`,
    edits: [{ find: 'if (!row || BigInt(row.epoch) !== claimed.epoch) throw', replace: 'if (!row) throw' }],
    spec: fencing,
    test: 'that slept writes nothing once another has claimed',
  },
  {
    id: 'B7.2',
    title: 'a claim that raises no epoch fences nobody',
    file: `${MESSAGING}/position.ts`,
    edits: [
      {
        find: 'set epoch = position.epoch + 1, kafka_generation',
        replace: 'set epoch = position.epoch, kafka_generation',
      },
    ],
    spec: fencing,
    test: 'that slept writes nothing once another has claimed',
  },
  {
    id: 'B7.3',
    title: 'the fence is looked at but not locked, so that old and new owner handle the same batch at once',
    file: `${MESSAGING}/position.ts`,
    edits: [{ find: 'order by partition for update`', replace: 'order by partition`' }],
    spec: fencing,
    test: 'that falls asleep within a batch is waited for by the next one, so that nothing happens twice',
  },
  {
    id: 'B7.4',
    title:
      'offsets are kept by whoever handles and not by the position, so that forced rebalances make more effects than inputs',
    file: `${MESSAGING}/batch-transaction.ts`,
    edits: [
      { find: '    if (stretch.to < nextOffset) continue;\n', replace: '' },
      {
        find: "if (stretch.from > nextOffset && cleanup !== 'compact')",
        replace: 'if (stretch.from < 0n)',
      },
      {
        find: 'const messages = stretch.messages.filter(({ offset }) => offset >= nextOffset);',
        replace: 'const { messages } = stretch;',
      },
    ],
    also: {
      file: `${MESSAGING}/position.ts`,
      edits: [{ find: 'if (!row || BigInt(row.epoch) !== claimed.epoch) throw', replace: 'if (!row) throw' }],
    },
    spec: fencing,
    test: 'changes every few milliseconds under load, and the effects are the inputs, each once and in order',
  },
  {
    id: 'B7.5',
    title: 'what is delivered again takes effect again',
    file: `${MESSAGING}/batch-transaction.ts`,
    edits: [
      {
        find: 'const messages = stretch.messages.filter(({ offset }) => offset >= nextOffset);',
        replace: 'const { messages } = stretch;',
      },
    ],
    spec: fencing,
    test: 'counts once what is delivered again, also where the delivery goes on beyond what was handled',
  },
  {
    id: 'B7.6',
    title: 'a member of an older generation puts out the one that is awake',
    file: `${MESSAGING}/position.ts`,
    edits: [
      {
        find: 'where position.kafka_generation <= $3 or $4',
        replace: 'where $3::int is not null and $4::boolean is not null',
      },
    ],
    spec: fencing,
    test: 'cannot be put out by a member of an older generation',
  },
  {
    id: 'B8.1',
    title: 'readiness believes the state and not the progress: green while the consumer is dead',
    file: 'libs/platform/observability/probed-service.ts',
    edits: [
      {
        find: "return state === 'running' && now - lastProgressAt < LONGEST_SILENCE_MS;",
        replace: "return state === 'running' || now < lastProgressAt;",
      },
    ],
    spec: 'libs/platform/observability/probes.spec.ts',
    test: 'is not ready when it has neither moved nor looked for ten seconds, whatever it says of itself',
  },
  {
    id: 'B8.2',
    title: 'a fault that never passes is tried for ever, and the service calls itself well',
    file: `${MESSAGING}/worker-health.ts`,
    edits: [{ find: 'if (failures >= MOST_FAILURES && !isTransient(error)) {', replace: 'if (failures < 0) {' }],
    spec: health,
    test: 'gives up at the eighth failure in a row of a fault that does not pass by itself',
  },
  {
    id: 'B8.3',
    title: 'a consumer that has ended is shown as alive by a late success',
    file: `${MESSAGING}/worker-health.ts`,
    edits: [
      { find: "    if (this.status.state === 'crashed' || this.status.state === 'stopped') return;\n", replace: '' },
    ],
    spec: health,
    test: 'stays ended once it has ended, whatever comes in late',
  },
  {
    id: 'B8.4',
    title: 'the client has given up for good, the process lives on and says nothing',
    file: `${MESSAGING}/kafka-worker.ts`,
    edits: [
      {
        find: "if (!restart || this.record.failed(error) === 'crashed') this.giveUp(error);",
        replace: "if (restart && this.record.failed(error) === 'crashed') this.giveUp(error);",
      },
    ],
    spec: kafka,
    test: 'has ended when its client has given up for good',
  },
  {
    id: 'B8.5',
    title: 'a client that restarts for ever without getting anywhere counts as healthy',
    file: `${MESSAGING}/kafka-worker.ts`,
    edits: [
      {
        find: "if (!restart || this.record.failed(error) === 'crashed') this.giveUp(error);",
        replace: 'if (!restart) this.giveUp(error);',
      },
    ],
    spec: kafka,
    test: 'ends when its client restarts again and again without getting anywhere',
  },
  {
    id: 'B8.6',
    title: 'a heartbeat counts as progress, and hides a consumer that hangs',
    file: `${MESSAGING}/kafka-worker.ts`,
    edits: [
      {
        find: 'if ([...this.behind.values()].every(({ behind }) => behind <= 0n)) this.progress();',
        replace: 'this.progress();',
      },
    ],
    spec: kafka,
    test: 'takes a heartbeat for progress only where nothing is left to handle',
  },
  {
    id: 'B11.1',
    title: 'a message id is remembered without its content, so that a changed message is dropped as a duplicate',
    file: `${MESSAGING}/inbox.ts`,
    edits: [
      {
        find: "return stands?.equals(entry.contentHash) ? 'duplicate' : 'conflict';",
        replace: "return stands ? 'duplicate' : 'conflict';",
      },
    ],
    spec: 'test/messaging/postgres-log.spec.ts',
    test: 'the same message again is a duplicate, other content under its id a conflict that is parked',
  },
  {
    id: 'B11.2',
    title: 'the inbox is asked and written outside the transaction, so that a batch that failed is lost as known',
    file: `${MESSAGING}/batch-transaction.ts`,
    edits: [
      {
        find: 'await sortMessages(tx, service, contract, remembers, all, refusals)',
        replace: 'await sortMessages(database, service, contract, remembers, all, refusals)',
      },
    ],
    spec: 'test/messaging/postgres-log.spec.ts',
    test: 'an error that may pass is tried again, and what it had begun leaves nothing behind',
  },
  {
    id: 'B16.1',
    title: 'a server that restarts ends the consumer for good',
    file: `${MESSAGING}/worker-health.ts`,
    edits: [{ find: '|53...|55P03|57P0.|58...)$/', replace: '|53...|55P03|58...)$/' }],
    spec: health,
    test: 'waits for a server that restarts, however often it is refused',
  },
  {
    id: 'B22.1',
    title: 'what expired before it was handled is jumped over',
    file: `${MESSAGING}/kafka-starts.ts`,
    edits: [
      {
        find: "if (low > nextOffset && cleanup !== 'compact')\n      throw",
        replace:
          "if (low > nextOffset && cleanup !== 'compact') return { partition, offset: low, behind: 0n };\n    if (low > high)\n      throw",
      },
    ],
    spec: kafka,
    test: 'stops at input that expired before it was handled, and never jumps over it',
  },
  {
    id: 'B22.2',
    title: 'a group without offsets begins at the latest message',
    file: `${MESSAGING}/kafka-worker.ts`,
    edits: [{ find: 'fromBeginning: true', replace: 'fromBeginning: false' }],
    spec: kafka,
    test: 'begins with the first message there is, and counts no offsets with the broker',
  },
  {
    id: 'B22.3',
    title: 'a hole in what arrives is passed over',
    file: `${MESSAGING}/batch-transaction.ts`,
    edits: [{ find: "if (stretch.from > nextOffset && cleanup !== 'compact')", replace: 'if (stretch.from < 0n)' }],
    spec: fencing,
    test: 'stops at a hole in what arrives and says which message is missing, rather than pass over it',
  },
  {
    id: 'B22.4',
    title: 'a topic that was made anew is passed over up to the old offset',
    file: `${MESSAGING}/kafka-claims.ts`,
    edits: [{ find: "if (verdict === 'same') return 'same';", replace: "if (verdict !== 'look') return 'same';" }],
    spec: kafka,
    test: 'reads a topic that was made anew from its beginning, though its offsets look old',
  },
];
