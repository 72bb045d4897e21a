import { Command } from 'commander';
import { verifyLedger } from '#apps/ledger';
import { openServiceDatabase } from '#platform/database';
import { showProgress, silent } from '../day/progress.js';
import { CommandFailed, exitCodes } from '../exit-codes.js';
import { houseDatabase } from '../house/data-folder.js';
import { accountFor, holds } from '../house/accounting.js';
import { dataOption } from '../house/database.js';
import { openHouse } from '../house/open-house.js';

export function verifyCommand(): Command {
  return dataOption(new Command('verify'))
    .description(
      'count everything that came in against what became of it, and prove the books anew from their postings',
    )
    .option('--json', 'machine-readable output', false)
    .action(verify);
}

async function verify({ data, json }: { data: string; json: boolean }): Promise<void> {
  const house = await openHouse({
    dataFolder: data,
    database: houseDatabase,
    onProgress: () => undefined,
  });
  try {
    const accounting = await accountFor(house);
    const database = await openServiceDatabase(house.address, 'ledger', 2);
    const progress = json ? silent : showProgress(process.stderr);
    let bar: ReturnType<typeof progress.bar> | undefined;
    const books = await verifyLedger(database, (done, total) =>
      (bar ??= progress.bar('journals', total)).advance(done),
    ).finally(() => database.close());
    bar?.end();
    const right = holds(accounting) && books.sound && books.root === accounting.ledgerRoot;
    if (json) process.stdout.write(`${JSON.stringify({ right, ...accounting, faults: books.faults })}\n`);
    else {
      const { messages, trades } = accounting;
      const mark = (good: boolean): string => (good ? '✓' : '✗');
      process.stdout.write(
        [
          `${mark(accounting.messagesIn === messages.applied + messages.duplicates + messages.parked)} ${accounting.messagesIn} messages in = ${messages.applied} used + ${messages.duplicates} duplicates + ${messages.parked} set aside`,
          `${mark(accounting.tradesIn === trades.settled + trades.open + trades.failing + trades.cancelled + trades.parked)} ${accounting.tradesIn} trades in = ${trades.settled} settled + ${trades.open} open + ${trades.failing} failing + ${trades.cancelled} cancelled + ${trades.parked} parked`,
          `${mark(accounting.booksBalance)} every book balances in every currency`,
          `${mark(accounting.interUnitZero)} inter-unit accounts sum to zero per currency and date`,
          `${mark(books.sound)} ${books.journals} journals and ${books.postings} postings: hashes, chains and balances proved anew`,
          ...books.faults.map(({ book, sequence, what }) => `  ${book} ${sequence}: ${what}`),
          `ledger root ${books.root}`,
          '',
        ].join('\n'),
      );
    }
    if (!right) throw new CommandFailed('something does not hold', exitCodes.notRight);
  } finally {
    await house.stop();
  }
}
