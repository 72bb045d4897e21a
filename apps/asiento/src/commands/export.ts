import { Argument, Command, Option } from 'commander';
import { exportLedger, UnsoundBooks } from '#apps/ledger';
import { openServiceDatabase } from '#platform/database';
import { CommandFailed, exitCodes } from '../exit-codes.js';
import { dataOption, withDatabase, type DataOptions } from '../house/database.js';

interface ExportOptions extends DataOptions {
  readonly format: 'csv' | 'hledger';
  readonly out: string;
  readonly json: boolean;
}

export function exportCommand(): Command {
  return dataOption(new Command('export'))
    .description('write the books to files, with a manifest of counts, totals and hashes')
    .addArgument(new Argument('<what>', 'what to export').choices(['ledger']))
    .addOption(new Option('--format <format>', 'form of the files').choices(['csv', 'hledger']).default('csv'))
    .requiredOption('--out <folder>', 'folder for the files; an earlier export is never overwritten')
    .option('--json', 'machine-readable output', false)
    .action(async (_what: string, { format, out, json, ...options }: ExportOptions) => {
      await withDatabase(options, async (address) => {
        const database = await openServiceDatabase(address, 'ledger', 2);
        try {
          const manifest = await exportLedger(database, { format, folder: out });
          process.stdout.write(
            json ? `${JSON.stringify(manifest)}\n` : `the books are in ${out}; manifest.json says what and proves it\n`,
          );
        } catch (error) {
          if (error instanceof UnsoundBooks || (error as NodeJS.ErrnoException).code === 'EEXIST')
            throw new CommandFailed((error as Error).message, exitCodes.notRight);
          throw error;
        } finally {
          await database.close();
        }
      });
    });
}
