import Table from 'cli-table3';
import { Command, Option } from 'commander';
import type { ReportHead, TrialBalance, UnitBridge } from '#contracts';
import { CommandFailed, exitCodes } from '../exit-codes.js';
import { connectToHouse, houseOptions, type HouseOptions } from '../house/connect.js';

interface ReportOptions extends HouseOptions {
  readonly accounting: string;
  readonly asOf?: string;
  readonly asAt: string;
  readonly book?: string;
  readonly currency?: string;
}

const help = `
Two times: --as-of is the effective date, what counts up to that day; --as-at is the moment, what was known then. A report names
its moment: made again with it, it is the same, byte for byte.`;

/** Reports of the books in both times and both accountings. */
export function reportCommand(): Command {
  const command = new Command('report').description('trial balance and unit bridge, as of a day and as at a moment');

  reportOptions(command.command('trial-balance'))
    .option('--book <name>', 'one book')
    .option('--currency <code>', 'one currency')
    .description('debit, credit and balance of every account, and the proof that each book balances')
    .action(async (options: ReportOptions) => {
      const report = await (
        await connectToHouse(options)
      ).get<TrialBalance>(`/api/ledger/trial-balance?${queryOf(options)}`);
      process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : trialBalanceText(report));
      if (report.totals.some(({ difference }) => /[1-9]/.test(difference)))
        throw new CommandFailed('a book does not balance', exitCodes.notRight);
    });

  reportOptions(command.command('unit-bridge'))
    .description('what every book owes every other, and the proof that it nets to zero on each day')
    .action(async (options: ReportOptions) => {
      const report = await (
        await connectToHouse(options)
      ).get<UnitBridge>(`/api/ledger/unit-bridge?${queryOf(options)}`);
      process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : unitBridgeText(report));
      if (report.proof.some(({ datesOff }) => datesOff.length > 0))
        throw new CommandFailed('the unit bridge is off', exitCodes.notRight);
    });

  return command;
}

function reportOptions(command: Command): Command {
  return houseOptions(command)
    .addOption(
      new Option('--accounting <accounting>', 'books by trade date or by settlement date')
        .choices(['TDA', 'SDA'])
        .default('TDA'),
    )
    .option('--as-of <date>', 'effective dates up to and with this one (default: all)')
    .option('--as-at <moment>', 'what was known at this moment, for example 2026-06-30T18:00:00Z', 'now')
    .addHelpText('after', help);
}

function queryOf({ accounting, asOf, asAt, book, currency }: ReportOptions): string {
  return new URLSearchParams({
    accounting,
    asAt,
    ...(asOf && { asOf }),
    ...(book && { book }),
    ...(currency && { currency }),
  }).toString();
}

const headText = ({ accounting, asOf, asAt }: ReportHead): string =>
  `books by ${accounting === 'TDA' ? 'trade date' : 'settlement date'}, as of ${asOf ?? 'all days'}, as at ${asAt ?? 'now'}\n`;

function trialBalanceText(report: TrialBalance): string {
  const table = new Table({
    head: ['book', 'account', '', 'currency', 'debit', 'credit', 'balance'],
    colAligns: ['left', 'left', 'left', 'left', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  });
  for (const { book, account, accountName, currency, debit, credit, balance } of report.rows)
    table.push([book, account, accountName, currency, debit, credit, balance]);
  for (const { book, currency, debit, credit, difference } of report.totals)
    table.push([book, '', 'in all', currency, debit, credit, difference]);
  return `${headText(report)}${report.rows.length === 0 ? 'nothing is posted\n' : `${table.toString()}\n`}`;
}

function unitBridgeText(report: UnitBridge): string {
  const table = new Table({
    head: ['book', 'is owed by (+) or owes (-)', 'currency', 'balance'],
    colAligns: ['left', 'left', 'left', 'right'],
    style: { head: [], border: [] },
  });
  for (const { book, other, currency, balance } of report.cells) table.push([book, other, currency, balance]);
  const proof = report.proof.map(({ currency, sum, datesOff }) =>
    datesOff.length === 0
      ? `✓ ${currency} nets to ${sum} on every day`
      : `✗ ${currency} is off on ${datesOff.join(', ')}`,
  );
  return `${headText(report)}${report.cells.length === 0 ? 'no book owes another\n' : `${table.toString()}\n`}${proof.map((line) => `${line}\n`).join('')}`;
}
