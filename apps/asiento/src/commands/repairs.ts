import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import Table from 'cli-table3';
import { Command } from 'commander';
import type { ParkedDetail, ParkedRow } from '#contracts';
import { connectToHouse, houseOptions, type HouseOptions } from '../house/connect.js';

interface DecisionOptions extends HouseOptions {
  readonly reason: string;
  readonly actor: string;
}

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

  decisionOptions(houseOptions(command.command('resubmit')))
    .argument('<id>', 'id of the message')
    .requiredOption('--body <file>', 'file with the whole repaired message; - for standard input')
    .description('send the repaired message through again')
    .action(async (id: string, options: DecisionOptions & { body: string }) => {
      const api = await connectToHouse(options);
      const body = await readFile(options.body === '-' ? '/dev/stdin' : options.body, 'utf8');
      const { reason, actor } = options;
      printDetail(
        await api.post<ParkedDetail>(`/api/intake/parked/${encodeURIComponent(id)}/resubmit`, { body, reason, actor }),
        options.json,
      );
    });

  decisionOptions(houseOptions(command.command('discard')))
    .argument('<id>', 'id of the message')
    .description('set the message aside for good; it stays on record')
    .action(async (id: string, options: DecisionOptions) => {
      const api = await connectToHouse(options);
      const { reason, actor } = options;
      printDetail(
        await api.post<ParkedDetail>(`/api/intake/parked/${encodeURIComponent(id)}/discard`, { reason, actor }),
        options.json,
      );
    });

  return command;
}

/** Who decides and why; both are kept. */
export function decisionOptions(command: Command): Command {
  return command
    .requiredOption('--reason <text>', 'why; kept with the decision')
    .option('--actor <handle>', 'who decides', userInfo().username);
}

function printDetail(detail: ParkedDetail, json: boolean): void {
  if (json) return void process.stdout.write(`${JSON.stringify(detail)}\n`);
  const lines = [
    `${detail.parkedMessageId}  ${detail.state}  ${detail.topic} @ ${detail.offset}  key ${detail.key}`,
    ...detail.faults.map(({ field, value, rule, remedy }) => `  ${field || 'message'} = ${value}: ${rule}. ${remedy}`),
    ...detail.decisions.map(
      ({ at, actor, act, reason, outcome }) => `  ${at} ${actor}: ${act} (${reason}) → ${outcome}`,
    ),
    detail.body,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
