import type { Mutant } from './mutant.js';

const MESSAGING = 'libs/platform/messaging';
const spec = `${MESSAGING}/outbox-relay.spec.ts`;
const READ = "where topic || ' ' || key <> all($1) order by outbox.outbox_id limit ${PAGE}`,\n    [without],\n  );";

/** How messages leave: all that was committed, per key in the order said. */
export const outbox: readonly Mutant[] = [
  {
    id: 'B9.1',
    title: 'a cursor over the numbers passes over what commits late',
    file: `${MESSAGING}/outbox.ts`,
    edits: [
      { find: 'const PAGE = 1_000;', replace: "const PAGE = 1_000;\nlet last = '0';" },
      {
        find: READ,
        replace:
          "where topic || ' ' || key <> all($1) and outbox_id > $2 order by outbox.outbox_id limit ${PAGE}`,\n    [without, last],\n  );\n  last = rows.at(-1)?.outbox_id ?? last;",
      },
    ],
    spec,
    test: 'carries exactly what 200 writers commit, however long they take between writing and committing',
  },
  {
    id: 'B9.2',
    title: 'a cursor over the time of writing passes over what commits late',
    file: `${MESSAGING}/outbox.ts`,
    edits: [
      { find: 'const PAGE = 1_000;', replace: "const PAGE = 1_000;\nlet last = '-infinity';" },
      { find: 'select outbox_id::text,', replace: 'select written_at::text as said, outbox_id::text,' },
      {
        find: READ,
        replace:
          "where topic || ' ' || key <> all($1) and written_at >= $2 order by written_at, outbox.outbox_id limit ${PAGE}`,\n    [without, last],\n  );\n  last = (rows.at(-1) as { said?: string } | undefined)?.said ?? last;",
      },
    ],
    spec,
    test: 'carries exactly what 200 writers commit, however long they take between writing and committing',
  },
  {
    id: 'B10.1',
    title: 'the order is that of the transactions, not of what was said',
    file: `${MESSAGING}/outbox.ts`,
    edits: [
      {
        find: 'order by outbox.outbox_id limit',
        replace: 'order by outbox.xmin::text::bigint, outbox.outbox_id limit',
      },
    ],
    spec,
    test: 'lets what is said of one trade leave in the order in which it was said, whichever transaction began first',
  },
  {
    id: 'B10.2',
    title: 'the order is that of the numbers as text: 10 before 2',
    file: `${MESSAGING}/outbox.ts`,
    edits: [{ find: 'order by outbox.outbox_id limit', replace: 'order by outbox_id limit' }],
    spec,
    test: 'never lets a key fall back, with two relays and a broker that fails at random, now and then after half of it',
  },
  {
    id: 'B10.3',
    title: 'after a failed request the relay goes on with the next one',
    file: `${MESSAGING}/outbox-relay.ts`,
    edits: [
      {
        find: 'if (!this.options.isRefusal(error)) throw error;',
        replace: 'if (!this.options.isRefusal(error)) return [];',
      },
    ],
    spec,
    test: 'never lets a key fall back, with two relays and a broker that fails at random, now and then after half of it',
  },
  {
    id: 'B10.4',
    title: 'what follows a refused message of its key overtakes it',
    file: `${MESSAGING}/outbox-relay.ts`,
    edits: [
      {
        find: 'const free = waiting.filter((one) => !this.refused.has(subjectOf(one)));',
        replace: 'const free = waiting;',
      },
    ],
    spec,
    test: 'holds back what follows a refused message of its key, and nothing else',
  },
  {
    id: 'B10.5',
    title: 'two relays share the rows out by SKIP LOCKED, and the quicker one overtakes',
    file: `${MESSAGING}/outbox-relay.ts`,
    edits: [
      { find: 'if (lock?.held) this.epoch', replace: 'if (lock) this.epoch' },
      {
        find: 'if (await holdsRelay(database, service, this.epoch)) return true;',
        replace: 'if ((await holdsRelay(database, service, this.epoch)) !== undefined) return true;',
      },
      {
        find: 'const page = await readOutbox(database, service, [...this.refused.keys()]);',
        replace: `return database.transaction(async (tx) => {
      const free = await tx.rows<{ id: string }>(
        \`select outbox_id::text as id from \${service}.outbox order by outbox.outbox_id limit 20 for update skip locked\`,
      );
      const ids = new Set(free.map(({ id }) => id));
      const mine = (await readOutbox(tx, service, [])).filter(({ outboxId }) => ids.has(outboxId));
      await this.send(mine);
      await tx.execute(\`delete from \${service}.outbox where outbox_id = any($1::bigint[])\`, [[...ids]]);
      return mine.length;
    });
    const page = await readOutbox(database, service, [...this.refused.keys()]);`,
      },
    ],
    spec,
    test: 'is not passed by another one while it waits for the broker',
  },
  {
    id: 'B7.7',
    title: 'a relay that slept takes rows out after another one has taken over',
    file: `${MESSAGING}/outbox.ts`,
    edits: [
      {
        find: 'where relay = 0 and epoch = $2 for share',
        replace: 'where relay = 0 and $2::bigint is not null for share',
      },
    ],
    spec,
    test: 'that slept takes nothing out once another one carries',
  },
];
