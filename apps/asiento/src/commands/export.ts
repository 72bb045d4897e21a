import { Argument, Command, Option } from 'commander';
import { exportLedger, UnsoundBooks } from '#apps/ledger';
import { ledgerFormats, type LedgerFormatName, type OneAccounting } from '#formats/ledger-export';
import { FolderInUse } from '#formats/sealed-folder';
import { openServiceDatabase } from '#platform/database';
import { showProgress, silent } from '../day/progress.js';
import { CommandFailed, exitCodes } from '../exit-codes.js';
import { dataOption, withDatabase, type DataOptions } from '../house/database.js';

interface ExportOptions extends DataOptions {
  readonly format: LedgerFormatName;
  readonly accounting?: OneAccounting;
  readonly entity?: string;
  readonly out: string;
  readonly json: boolean;
}

const formatsHelp = `
Formats:
${Object.entries(ledgerFormats)
  .map(([name, { says }]) => `  ${name.padEnd(10)} ${says}`)
  .join('\n')}

hledger, ledger, beancount, ads and saft know one set of books: common journals and those of one accounting (TDA unless told
otherwise). The other formats have the accounting as a column and take all journals unless told otherwise.`;

export function exportCommand(): Command {
  return dataOption(new Command('export'))
    .description('write the books to files, with a manifest of counts, totals and hashes')
    .addArgument(new Argument('<what>', 'what to export').choices(['ledger']))
    .addOption(new Option('--format <format>', 'form of the files').choices(Object.keys(ledgerFormats)).default('csv'))
    .addOption(new Option('--accounting <accounting>', 'trade-date or settlement-date books').choices(['TDA', 'SDA']))
    .option('--entity <name>', 'legal entity that keeps the books, as saft names it')
    .requiredOption('--out <folder>', 'new or empty folder for the files; an earlier export is never overwritten')
    .option('--json', 'machine-readable output', false)
    .addHelpText('after', formatsHelp)
    .action(async (_what: string, { format, accounting, entity, out, json, ...options }: ExportOptions) => {
      await withDatabase(options, async (address) => {
        const database = await openServiceDatabase(address, 'ledger', 2);
        const progress = json ? silent : showProgress(process.stderr);
        let bar: ReturnType<typeof progress.bar> | undefined;
        try {
          const manifest = await exportLedger(database, {
            format,
            folder: out,
            ...(accounting && { accounting }),
            ...(entity && { entity }),
            onProgress: (done, total) => (bar ??= progress.bar('journals', total)).advance(done),
          });
          bar?.end();
          process.stdout.write(
            json ? `${JSON.stringify(manifest)}\n` : `the books are in ${out}; manifest.json says what and proves it\n`,
          );
        } catch (error) {
          if (error instanceof UnsoundBooks || error instanceof FolderInUse)
            throw new CommandFailed(error.message, exitCodes.notRight);
          throw error;
        } finally {
          await database.close();
        }
      });
    });
}
