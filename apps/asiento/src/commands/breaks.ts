import Table from 'cli-table3';
import { Command, Option } from 'commander';
import type { BreakDetail, BreakRow, DeskProposalRow } from '#contracts';
import {
  connectAs,
  connectToHouse,
  decisionOptions,
  houseOptions,
  type DecisionOptions,
  type HouseOptions,
} from '../house/connect.js';
import { tellProposal } from './approvals.js';

/** Breaks between front and middle office from the command line. */
export function breaksCommand(): Command {
  const command = new Command('breaks').description(
    'show breaks between front and middle office; accept one side of a break',
  );

  houseOptions(command.command('list'))
    .description('open breaks')
    .action(async (options: HouseOptions) => {
      const api = await connectToHouse(options);
      const rows: BreakRow[] = [];
      for await (const row of api.list<BreakRow>('/api/reconciliation/breaks?limit=500')) rows.push(row);
      if (options.json) return void process.stdout.write(`${JSON.stringify(rows)}\n`);
      if (rows.length === 0)
        return void process.stdout.write('No open breaks: front and middle office agree on every trade.\n');
      const table = new Table({ head: ['break', 'trade', 'kind', 'reason'], style: { head: [] } });
      for (const { breakId, tradeId, kind, reason } of rows) table.push([breakId, tradeId, kind, reason]);
      process.stdout.write(`${table.toString()}\n`);
    });

  houseOptions(command.command('show'))
    .argument('<break>', 'id of the break')
    .description('both sides, field by field')
    .action(async (id: string, options: HouseOptions) => {
      const api = await connectToHouse(options);
      printBreak(await api.get<BreakDetail>(`/api/reconciliation/breaks/${encodeURIComponent(id)}`), options.json);
    });

  decisionOptions(command.command('accept'))
    .argument('<break>', 'id of the break')
    .addOption(new Option('--side <side>', 'which side stands').choices(['front', 'middle']).makeOptionMandatory())
    .description('propose that one side stands; when another person approves, the break closes and the trade goes on')
    .action(async (id: string, options: DecisionOptions & { side: string }) => {
      const api = await connectAs(options);
      const { side, reason } = options;
      const path = `/api/reconciliation/breaks/${encodeURIComponent(id)}/accept`;
      tellProposal(await api.post<DeskProposalRow>(path, { side, reason }), options);
    });

  return command;
}

function printBreak(detail: BreakDetail, json: boolean): void {
  if (json) return void process.stdout.write(`${JSON.stringify(detail)}\n`);
  const table = new Table({ head: ['', 'field', 'front', 'middle', 'tolerance'], style: { head: [] } });
  for (const { field, front, middle, tolerance, differs } of detail.comparison)
    table.push([differs ? '≠' : '', field, front ?? '–', middle ?? '–', tolerance ?? '']);
  const lines = [
    `${detail.breakId}  trade ${detail.tradeId}  ${detail.kind}  ${detail.state}${detail.outcome ? `: ${detail.outcome}` : ''}`,
    table.toString(),
    ...detail.decisions.map(
      ({ at, actor, approver, act, reason }) => `  ${at} ${actor}, agreed by ${approver}: ${act} (${reason})`,
    ),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
