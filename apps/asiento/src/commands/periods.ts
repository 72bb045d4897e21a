import Table from 'cli-table3';
import { Command } from 'commander';
import type { CloseReadiness, Page, PeriodRow, ProposalRow } from '#contracts';
import { CommandFailed, exitCodes } from '../exit-codes.js';
import {
  connectAs,
  connectToHouse,
  decisionOptions,
  houseOptions,
  type DecisionOptions,
  type HouseOptions,
} from '../house/connect.js';

/** Months of the books from the command line: what stands in the way of a close, and four eyes on it. */
export function periodsCommand(): Command {
  const command = new Command('periods').description(
    'months of the books: list them, see what stands in the way of closing one, close it and open it again',
  );

  houseOptions(command.command('list'))
    .description('all months with their state and who changed it last')
    .action(async (options: HouseOptions) => {
      const { rows } = await (await connectToHouse(options)).get<Page<PeriodRow>>('/api/ledger/periods');
      if (options.json) return void process.stdout.write(`${JSON.stringify(rows)}\n`);
      if (rows.length === 0) return void process.stdout.write('No months yet: nothing has been posted.\n');
      const table = new Table({ head: ['month', 'state', 'changed', 'by', 'approved by', 'why'], style: { head: [] } });
      for (const { month, state, changes } of rows) {
        const last = changes.at(-1);
        table.push([month, state, last?.at ?? '', last?.proposedBy ?? '', last?.approvedBy ?? '', last?.reason ?? '']);
      }
      process.stdout.write(`${table.toString()}\n`);
    });

  houseOptions(command.command('ready'))
    .argument('<month>', 'for example 2026-06')
    .description('what stands in the way of closing a month; exit code 0 only when nothing does')
    .action(async (month: string, options: HouseOptions) => {
      const api = await connectToHouse(options);
      const readiness = await api.get<CloseReadiness>(`/api/ledger/periods/${encodeURIComponent(month)}/readiness`);
      process.stdout.write(options.json ? `${JSON.stringify(readiness)}\n` : `${readinessText(readiness)}\n`);
      if (!readiness.ready) throw new CommandFailed(`${month} is not ready to close`, exitCodes.notRight);
    });

  decisionOptions(command.command('propose'))
    .argument('<month>', 'for example 2026-06')
    .argument('<state>', 'soft: takes only adjustments; hard: takes nothing; open: takes everything again')
    .option(
      '--in-spite-of-parked',
      'close it although messages are set aside: say in the reason what became of them',
      false,
    )
    .description('close a month softly at once, or propose to close it for good or to open it again')
    .action(async (month: string, to: string, options: DecisionOptions & { inSpiteOfParked: boolean }) => {
      const { reason, inSpiteOfParked } = options;
      const subject = { kind: 'period', month, to, ...(inSpiteOfParked && { inSpiteOf: ['messages-parked'] }) };
      const api = await connectAs(options);
      tell(await api.post<ProposalRow>('/api/ledger/proposals', { subject, reason }), options);
    });

  houseOptions(command.command('waiting'))
    .description('what waits for a second person')
    .action(async (options: HouseOptions) => {
      const api = await connectToHouse(options);
      const rows: ProposalRow[] = [];
      for await (const row of api.list<ProposalRow>('/api/ledger/proposals?state=waiting')) rows.push(row);
      if (options.json) return void process.stdout.write(`${JSON.stringify(rows)}\n`);
      if (rows.length === 0) return void process.stdout.write('Nothing waits for a second person.\n');
      const table = new Table({ head: ['proposal', 'what', 'by', 'why'], style: { head: [] } });
      for (const row of rows) table.push([row.proposalId, whatOf(row), row.proposedBy, row.reason]);
      process.stdout.write(`${table.toString()}\n`);
    });

  for (const [act, description] of [
    ['approve', 'agree to it, as another person than who proposed it'],
    ['reject', 'turn it down, as another person than who proposed it'],
    ['withdraw', 'take back what you have proposed'],
  ] as const)
    decisionOptions(command.command(act))
      .argument('<proposal>', 'id of the proposal, from `periods waiting`')
      .description(description)
      .action(async (proposalId: string, options: DecisionOptions) => {
        const { reason } = options;
        const api = await connectAs(options);
        const shown =
          act === 'approve'
            ? { shown: await shownOf(api.list('/api/ledger/proposals?state=waiting'), proposalId) }
            : {};
        const path = `/api/ledger/proposals/${encodeURIComponent(proposalId)}/${act}`;
        tell(await api.post<ProposalRow>(path, { ...shown, reason }), options);
      });

  return command;
}

/** @throws CommandFailed where it does not wait */
async function shownOf(waiting: AsyncIterable<ProposalRow>, proposalId: string): Promise<string> {
  for await (const row of waiting) if (row.proposalId === proposalId) return row.shown;
  throw new CommandFailed(`no proposal ${proposalId} waits for a second person`, exitCodes.usage);
}

function whatOf({ kind, subject }: ProposalRow): string {
  return subject.kind === 'period' ? `${kind} ${subject.month}` : `${kind} ${subject.batchId}`;
}

function tell(row: ProposalRow, { json }: HouseOptions): void {
  process.stdout.write(
    json ? `${JSON.stringify(row)}\n` : `${whatOf(row)}: ${row.state} (proposal ${row.proposalId})\n`,
  );
}

function readinessText({ month, state, ready, blockers }: CloseReadiness): string {
  if (ready) return `${month} is ${state} and ready to be closed for good`;
  return [
    `${month} is ${state}; ${blockers.length} in the way of closing it:`,
    ...blockers.map(({ name, what, remedy }) => `  ${name}: ${what}. ${remedy}`),
  ].join('\n');
}
