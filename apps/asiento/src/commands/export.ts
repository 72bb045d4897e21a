import { join } from 'node:path';
import { Command, Option } from 'commander';
import { CapsuleImpossible, exportCapsule, exportLedger, UnsoundBooks } from '#apps/ledger';
import { businessDate } from '#contracts';
import { packCapsule } from '#formats/audit-capsule';
import { ledgerFormats, type LedgerFormatName, type OneAccounting } from '#formats/ledger-export';
import { FolderInUse } from '#formats/sealed-folder';
import { adminUrlOf, openDatabase, openServiceDatabase } from '#platform/database';
import { readLogged } from '#platform/messaging';
import { readBusAddress } from '#platform/service';
import { showProgress, silent } from '../day/progress.js';
import { CommandFailed, exitCodes } from '../exit-codes.js';
import { provideCheckpointKey } from '../house/checkpoint-key.js';
import { dataOption, withDatabase, type DataOptions } from '../house/database.js';

interface ExportOptions extends DataOptions {
  readonly format: LedgerFormatName;
  readonly accounting?: OneAccounting;
  readonly entity?: string;
  readonly out: string;
  readonly json: boolean;
}

interface CapsuleCommandOptions extends DataOptions {
  readonly from?: string;
  readonly to?: string;
  readonly entity: string;
  readonly out: string;
  readonly json: boolean;
}

const capsuleHelp = `
A capsule lies between two signed checkpoints, of which one is made after the end of each business day. What was posted later
for an earlier day is in the capsule of the time when it was posted, with the day it belongs to.`;

const formatsHelp = `
Formats:
${Object.entries(ledgerFormats)
  .map(([name, { says }]) => `  ${name.padEnd(10)} ${says}`)
  .join('\n')}

hledger, ledger, beancount, ads and saft know one set of books: common journals and those of one accounting (TDA unless told
otherwise). The other formats have the accounting as a column and take all journals unless told otherwise.`;

export function exportCommand(): Command {
  const command = new Command('export').description('write the books to files, for machines and for auditors');

  dataOption(command.command('ledger'))
    .description('the journals in a format of your choice, with a manifest of counts, totals and hashes')
    .addOption(new Option('--format <format>', 'form of the files').choices(Object.keys(ledgerFormats)).default('csv'))
    .addOption(new Option('--accounting <accounting>', 'trade-date or settlement-date books').choices(['TDA', 'SDA']))
    .option('--entity <name>', 'legal entity that keeps the books, as saft names it')
    .requiredOption('--out <folder>', 'new or empty folder for the files; an earlier export is never overwritten')
    .option('--json', 'machine-readable output', false)
    .addHelpText('after', formatsHelp)
    .action((options: ExportOptions) => exportBooks(options));

  dataOption(command.command('audit'))
    .description(
      'the auditor capsule: journals, sources, rules, approvals, signed checkpoints, and a verifier that runs offline',
    )
    .option('--from <date>', 'from after the end of the business day before this one (default: from the beginning)')
    .option('--to <date>', 'up to the end of this business day, or of the last one before it (default: up to now)')
    .option('--entity <name>', 'legal entity that keeps the books', 'Trading house')
    .requiredOption('--out <folder>', 'new or empty folder; beside it FOLDER.tar.gz holds the same in one file')
    .option('--json', 'machine-readable output', false)
    .addHelpText('after', capsuleHelp)
    .action((options: CapsuleCommandOptions) => exportForAuditors(options));

  return command;
}

async function exportBooks({ format, accounting, entity, out, json, ...options }: ExportOptions): Promise<void> {
  await withDatabase(options, async (address) => {
    const database = await openServiceDatabase(address, 'ledger', 2);
    const journals = journalsBar(json);
    try {
      const manifest = await exportLedger(database, {
        format,
        folder: out,
        ...(accounting && { accounting }),
        ...(entity && { entity }),
        onProgress: journals.advance,
      }).catch(asFailure);
      journals.end();
      process.stdout.write(
        json ? `${JSON.stringify(manifest)}\n` : `the books are in ${out}; manifest.json says what and proves it\n`,
      );
    } finally {
      await database.close();
    }
  });
}

async function exportForAuditors({ out, from, to, entity, json, data }: CapsuleCommandOptions): Promise<void> {
  for (const [name, date] of Object.entries({ from, to }))
    if (date !== undefined && !businessDate.safeParse(date).success)
      throw new CommandFailed(`--${name} ${date} is no date; give one such as 2026-06-30`, exitCodes.usage);
  if (readBusAddress(process.env).kind === 'kafka')
    throw new CommandFailed(
      'the capsule takes its source messages from the log in PostgreSQL; over Kafka they are not there yet',
      exitCodes.usage,
    );
  const signer = await provideCheckpointKey(data);
  await withDatabase({ data }, async (address) => {
    const database = await openServiceDatabase(address, 'ledger', 2);
    const admin = await openDatabase({ url: adminUrlOf(address), applicationName: 'asiento', poolSize: 1 });
    const journals = journalsBar(json);
    const createdAt = new Date().toISOString();
    try {
      const manifest = await exportCapsule(database, {
        folder: out,
        entity,
        createdAt,
        signer,
        from: from ?? null,
        to: to ?? null,
        readMessages: (topic, partition, offsets) => readLogged(admin, topic, partition, offsets),
        onProgress: journals.advance,
      }).catch(asFailure);
      journals.end();
      const archive = `${out.replace(/\/+$/, '')}.tar.gz`;
      await packCapsule(out, archive, new Date(createdAt));
      process.stdout.write(
        json
          ? `${JSON.stringify({ ...manifest, archive, publicKey: signer.text })}\n`
          : [
              `${manifest.journals} journals and ${manifest.postings} postings are in ${out} and in ${archive}.`,
              `Who receives them verifies them with: node ${join(out, 'verify.mjs')} --key '${signer.text}'`,
              'Give the key by another way than the capsule.',
              '',
            ].join('\n'),
      );
    } finally {
      await admin.close();
      await database.close();
    }
  });
}

function journalsBar(json: boolean): { advance: (done: number, total: number) => void; end: () => void } {
  const progress = json ? silent : showProgress(process.stderr);
  let bar: ReturnType<typeof progress.bar> | undefined;
  return {
    advance: (done, total) => (bar ??= progress.bar('journals', total)).advance(done),
    end: () => bar?.end(),
  };
}

/** @throws CommandFailed for what the user can do something about */
function asFailure(error: unknown): never {
  if (error instanceof UnsoundBooks || error instanceof FolderInUse || error instanceof CapsuleImpossible)
    throw new CommandFailed(error.message, exitCodes.notRight);
  throw error;
}
