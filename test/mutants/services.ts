import type { Mutant } from './mutant.js';

const instances = 'apps/settlement/src/two-instances.spec.ts';
const database = 'libs/platform/database/database.spec.ts';

/** Services beside each other, and their way to the database. */
export const services: readonly Mutant[] = [
  {
    id: 'B2.2',
    title: 'two parts that settle at once are decided on the same stale read',
    file: 'apps/settlement/src/storage/trade.store.ts',
    edits: [{ find: 'order by trade_id for update`', replace: 'order by trade_id`' }],
    spec: instances,
    test: 'count both parts, so that settled and open add up to the whole',
  },
  {
    id: 'B2.3',
    title: 'a cancel is decided on what was open before a part settled',
    file: 'apps/settlement/src/storage/trade.store.ts',
    edits: [{ find: 'order by trade_id for update`', replace: 'order by trade_id for share`' }],
    spec: instances,
    test: 'ask to cancel exactly what a part that settles meanwhile has left',
  },
  {
    id: 'B15.1',
    title: 'a statement whose id is missing runs all the same, with null for it',
    file: 'libs/platform/database/database.ts',
    edits: [{ find: '    refuseMissing(parameters);\n', replace: '' }],
    spec: database,
    test: 'and is never taken for any or for none',
  },
  {
    id: 'B15.2',
    title: 'an undefined condition of the query builder returns the first row',
    file: 'libs/platform/database/open-database.ts',
    edits: [
      {
        find: "invalidWhereValuesBehavior: { null: 'throw', undefined: 'throw' },",
        replace: "invalidWhereValuesBehavior: { null: 'ignore', undefined: 'ignore' },",
      },
    ],
    spec: database,
    test: 'is refused by the query builder as well, should anybody use it',
  },
  {
    id: 'B16.2',
    title: 'a transaction whose connection is gone hides the reason behind the rollback that fails',
    file: 'libs/platform/database/database.ts',
    edits: [
      {
        find: 'await runner.rollbackTransaction().catch(() => undefined);',
        replace: 'await runner.rollbackTransaction();',
      },
    ],
    spec: database,
    test: 'within a transaction end it with an error, and nothing of it stays',
  },
  {
    id: 'B16.3',
    title: 'an idle connection that the server ends takes the process with it',
    file: 'libs/platform/database/open-database.ts',
    edits: [
      {
        find: 'poolErrorHandler: onConnectionLost ?? (() => undefined),',
        replace: 'poolErrorHandler: (error: Error) => {\n      throw error;\n    },',
      },
    ],
    spec: database,
    test: 'while they are idle are replaced: the next statement has an answer',
    because: 'terminat',
  },
  {
    id: 'B21.1',
    title: 'an exposure is told under its currency alone, so that one counterparty hides another',
    file: 'libs/contracts/units/events.ts',
    edits: [
      {
        find: 'key: ({ counterparty, currency }) => `${counterparty}|${currency}`,',
        replace: 'key: ({ currency }) => currency,',
      },
    ],
    spec: 'libs/contracts/keys.spec.ts',
    test: 'of an exposure is the counterparty that owes, in one currency',
  },
  {
    id: 'B21.2',
    title: 'a bond position is told under its security, so that a client sees the house',
    file: 'libs/contracts/units/events.ts',
    edits: [{ find: 'key: ({ book, isin }) => `${book}|${isin}`,', replace: 'key: ({ isin }) => isin,' }],
    spec: 'libs/contracts/keys.spec.ts',
    test: 'of a bond position is the book that holds it',
  },
  {
    id: 'B21.3',
    title: 'all that one batch says leaves under the key of its first event',
    file: 'libs/platform/messaging/open-batch.ts',
    edits: [{ find: 'key: contract.key(event),', replace: 'key: contract.key(events[0] ?? event),' }],
    spec: 'libs/platform/messaging/open-batch.spec.ts',
    test: 'what a handler says of a party leaves under the key of that party, in the order said',
  },
];
