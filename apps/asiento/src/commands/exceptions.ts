import Table from 'cli-table3';
import { Command } from 'commander';
import type { DeskProposalRow, SettlementExceptionRow } from '#contracts';
import { CommandFailed, exitCodes } from '../exit-codes.js';
import type { HouseApi } from '../house/api.js';
import {
  connectAs,
  connectToHouse,
  decisionOptions,
  houseOptions,
  type DecisionOptions,
  type HouseOptions,
} from '../house/connect.js';
import { tellProposal } from './approvals.js';

/** What went wrong at the custodians, from the command line. */
export function exceptionsCommand(): Command {
  const command = new Command('exceptions').description(
    'show what went wrong at the custodians; send again what they have rejected',
  );

  houseOptions(command.command('list'))
    .description('rejected instructions, and what custodians report that cannot be true or came too late')
    .action(async (options: HouseOptions) => {
      const rows = await allOf(await connectToHouse(options));
      if (options.json) return void process.stdout.write(`${JSON.stringify(rows)}\n`);
      if (rows.length === 0)
        return void process.stdout.write('No exceptions: the custodians have contradicted and rejected nothing.\n');
      const table = new Table({
        head: ['since', 'trade', 'instruction', 'kind', 'reason', 'act'],
        style: { head: [] },
      });
      for (const { since, tradeId, instructionId, kind, reason, resendable } of rows)
        table.push([since, tradeId, instructionId ?? '', kind, reason, resendable ? 'resend' : '']);
      process.stdout.write(`${table.toString()}\n`);
    });

  decisionOptions(command.command('resend'))
    .argument('<instruction>', 'reference of the rejected instruction, from `exceptions list`')
    .description('propose to send it again under a new reference; another person approves')
    .action(async (instructionId: string, options: DecisionOptions) => {
      const api = await connectAs(options);
      const { reason } = options;
      const row = (await allOf(api)).find((one) => one.resendable && one.instructionId === instructionId);
      if (!row)
        throw new CommandFailed(`no rejected instruction has the reference ${instructionId}`, exitCodes.notRight);
      const path = `/api/settlement/obligations/${encodeURIComponent(row.obligationId ?? '')}/resend`;
      tellProposal(await api.post<DeskProposalRow>(path, { instructionId, reason }), options);
    });

  return command;
}

async function allOf(api: HouseApi): Promise<SettlementExceptionRow[]> {
  const rows: SettlementExceptionRow[] = [];
  for await (const row of api.list<SettlementExceptionRow>('/api/settlement/exceptions?limit=500')) rows.push(row);
  return rows;
}
