import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import type { DatabaseAddress } from '#platform/database';
import { BooksInMemory } from './books-in-memory.js';
import { BooksInPostgres } from './books-in-postgres.js';
import { fullHistory, pureHistory, type Command } from './drawn-commands.js';
import { History } from './history.js';

export interface ModelRun {
  readonly commands: number;
  readonly histories: number;
}

export interface ModelOptions {
  /** At least so many. */
  readonly commands: number;
  readonly seed: number;
  /** Of a counterexample, to live through it alone. */
  readonly path?: string | undefined;
  readonly onProgress?: (commands: number) => void;
}

const PURE_LENGTH = 60;
const FULL_LENGTH = 240;
/** Commands after which everything is compared, beside the end of a history. */
const STRETCH = 100;
/** Histories of one seed; after them the next seed goes on. */
const HISTORIES = 50;

/** The domain, with books in memory, against the model. @throws fast-check's report of the shortest history that differs */
export function runPure(options: ModelOptions): Promise<ModelRun> {
  return run(options, pureHistory(PURE_LENGTH), async (commands) => {
    const history = new History(new BooksInMemory());
    for (const command of commands) await history.live(command);
    await history.compare();
  });
}

/** The books in PostgreSQL against the model, each history in a copy of empty books. @throws as above */
export function runInPostgres(options: ModelOptions, empty: DatabaseAddress): Promise<ModelRun> {
  return run(options, fullHistory(FULL_LENGTH), async (commands) => {
    const books = await BooksInPostgres.open(empty, `model_${randomBytes(6).toString('hex')}`);
    try {
      const history = new History(books);
      for (const [at, command] of commands.entries()) {
        await history.live(command);
        if ((at + 1) % STRETCH === 0) await history.compare();
      }
      await history.compare();
    } finally {
      await books.drop();
    }
  });
}

async function run(
  { commands: wanted, seed: first, path, onProgress }: ModelOptions,
  histories: fc.Arbitrary<Command[]>,
  live: (commands: readonly Command[]) => Promise<void>,
): Promise<ModelRun> {
  let [commands, lived, seed] = [0, 0, first];
  const property = fc.asyncProperty(histories, async (history) => {
    if (commands >= wanted && path === undefined) return;
    await live(history);
    commands += history.length;
    lived += 1;
    onProgress?.(commands);
  });
  do {
    await fc.assert(property, { seed, numRuns: HISTORIES, ...(path === undefined ? {} : { path, numRuns: 1 }) });
    seed += 1;
  } while (commands < wanted && path === undefined);
  return { commands, histories: lived };
}
