import { readFile } from 'node:fs/promises';
import Table from 'cli-table3';
import { Command } from 'commander';
import type { DeskProposalRow, ParkedDetail, ParkedRow } from '#contracts';
import {
  connectAs,
  connectToHouse,
  decisionOptions,
  houseOptions,
  type DecisionOptions,
  type HouseOptions,
} from '../house/connect.js';
import { tellProposal } from './approvals.js';

/** The repair queue from the command line: what the dashboard shows and does, for scripts and terminals. */
export function repairsCommand(): Command {
  const command = new Command('repairs').description(
    'show the repair queue; repair and resubmit, or set aside, one message',
  );

  houseOptions(command.command('list'))
    .description('messages that cannot be used, or wait for an earlier version')
    .action(async (options: HouseOptions) => {
      const api = await connectToHouse(options);
      const rows: ParkedRow[] = [];
      for await (const row of api.list<ParkedRow>('/api/intake/parked?limit=500')) rows.push(row);
      if (options.json) return void process.stdout.write(`${JSON.stringify(rows)}\n`);
      if (rows.length === 0)
        return void process.stdout.write('The repair queue is empty: every message could be used.\n');
      const table = new Table({ head: ['id', 'key', 'kind', 'field', 'value', 'rule'], style: { head: [] } });
      for (const { parkedMessageId, key, kind, faults } of rows)
        table.push([parkedMessageId, key, kind, faults[0]?.field ?? '', faults[0]?.value ?? '', faults[0]?.rule ?? '']);
      process.stdout.write(`${table.toString()}\n`);
    });

  houseOptions(command.command('show'))
    .argument('<id>', 'id of the message, from `repairs list`')
    .description('faults and original body of one message')
    .action(async (id: string, options: HouseOptions) => {
      const api = await connectToHouse(options);
      printDetail(await api.get<ParkedDetail>(`/api/intake/parked/${encodeURIComponent(id)}`), options.json);
    });

  decisionOptions(command.command('resubmit'))
    .argument('<id>', 'id of the message')
    .requiredOption('--body <file>', 'file with the whole repaired message; - for standard input')
    .description('propose to send the repaired message through again; another person approves')
    .action(async (id: string, options: DecisionOptions & { body: string }) => {
      const api = await connectAs(options);
      const body = await readFile(options.body === '-' ? '/dev/stdin' : options.body, 'utf8');
      const { reason } = options;
      const path = `/api/intake/parked/${encodeURIComponent(id)}/resubmit`;
      tellProposal(await api.post<DeskProposalRow>(path, { body, reason }), options);
    });

  decisionOptions(command.command('discard'))
    .argument('<id>', 'id of the message')
    .description('propose to set the message aside for good, where it stays on record; another person approves')
    .action(async (id: string, options: DecisionOptions) => {
      const api = await connectAs(options);
      const { reason } = options;
      const path = `/api/intake/parked/${encodeURIComponent(id)}/discard`;
      tellProposal(await api.post<DeskProposalRow>(path, { reason }), options);
    });

  return command;
}

function printDetail(detail: ParkedDetail, json: boolean): void {
  if (json) return void process.stdout.write(`${JSON.stringify(detail)}\n`);
  const lines = [
    `${detail.parkedMessageId}  ${detail.state}  ${detail.topic} @ ${detail.offset}  key ${detail.key}`,
    ...detail.faults.map(({ field, value, rule, remedy }) => `  ${field || 'message'} = ${value}: ${rule}. ${remedy}`),
    ...detail.decisions.map(
      ({ at, actor, approver, act, reason, outcome }) =>
        `  ${at} ${actor}, agreed by ${approver}: ${act} (${reason}) → ${outcome}`,
    ),
    detail.body,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
