import Table from 'cli-table3';
import { Command } from 'commander';
import type { DeskProposalRow } from '#contracts';
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

/** Services at whose desks something is proposed. */
const desks = ['intake', 'reconciliation', 'settlement'] as const;

type Waiting = DeskProposalRow & { readonly service: (typeof desks)[number] };

/** Four eyes on what clerks propose, from the command line; the months of the books have their own under `periods`. */
export function approvalsCommand(): Command {
  const command = new Command('approvals').description(
    'what clerks have proposed and another person decides: repairs, sides of breaks, instructions sent again',
  );

  houseOptions(command.command('list'))
    .description('what waits for a second person')
    .action(async (options: HouseOptions) => {
      const rows = await waiting(await connectToHouse(options));
      if (options.json) return void process.stdout.write(`${JSON.stringify(rows)}\n`);
      if (rows.length === 0) return void process.stdout.write('Nothing waits for a second person.\n');
      const table = new Table({ head: ['proposal', 'what', 'of', 'trade', 'by', 'why'], style: { head: [] } });
      for (const { proposalId, act, object, tradeId, proposedBy, reason } of rows)
        table.push([proposalId, act, object, tradeId ?? '', proposedBy, reason]);
      process.stdout.write(`${table.toString()}\n`);
    });

  houseOptions(command.command('show'))
    .argument('<proposal>', 'id of the proposal, from `approvals list`')
    .description('all that is proposed')
    .action(async (proposalId: string, options: HouseOptions) => {
      const row = await find(await connectToHouse(options), proposalId);
      process.stdout.write(options.json ? `${JSON.stringify(row)}\n` : `${whole(row)}\n`);
    });

  for (const [act, description] of [
    ['approve', 'agree to it, as another person than who proposed it; it is carried out at once'],
    ['reject', 'turn it down, as another person than who proposed it'],
    ['withdraw', 'take back what you have proposed'],
  ] as const)
    decisionOptions(command.command(act))
      .argument('<proposal>', 'id of the proposal, from `approvals list`')
      .description(description)
      .action(async (proposalId: string, options: DecisionOptions) => {
        const api = await connectAs(options);
        const { service, shown } = await find(api, proposalId);
        const { reason } = options;
        const row = await api.post<DeskProposalRow>(
          `/api/${service}/desk-proposals/${encodeURIComponent(proposalId)}/${act}`,
          act === 'approve' ? { shown, reason } : { reason },
        );
        tellProposal(row, options);
      });

  return command;
}

/** Says what has become of a proposal. */
export function tellProposal(row: DeskProposalRow, { json }: Pick<HouseOptions, 'json'>): void {
  if (json) return void process.stdout.write(`${JSON.stringify(row)}\n`);
  const { proposalId, act, object, state, outcome } = row;
  const next =
    state === 'waiting' ? `; another person decides: asiento approvals approve ${proposalId} --reason …` : '';
  process.stdout.write(`${act} ${object}: ${state}${outcome === null ? '' : `, ${outcome}`}${next}\n`);
}

async function waiting(api: HouseApi): Promise<Waiting[]> {
  const rows: Waiting[] = [];
  for (const service of desks)
    for await (const row of api.list<DeskProposalRow>(`/api/${service}/desk-proposals?state=waiting&limit=500`))
      rows.push({ ...row, service });
  return rows;
}

/** @throws CommandFailed where it does not wait */
async function find(api: HouseApi, proposalId: string): Promise<Waiting> {
  const found = (await waiting(api)).find((row) => row.proposalId === proposalId);
  if (found) return found;
  throw new CommandFailed(`no proposal ${proposalId} waits for a second person`, exitCodes.usage);
}

function whole({ act, object, tradeId, content, proposedBy, proposedAt, expiresAt, reason }: Waiting): string {
  return [
    `${act} ${object}${tradeId === null ? '' : `  trade ${tradeId}`}`,
    `  proposed by ${proposedBy} at ${proposedAt}, until ${expiresAt}: ${reason}`,
    ...Object.entries(content).map(
      ([name, value]) => `  ${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
    ),
  ].join('\n');
}
