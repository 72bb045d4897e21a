import { Command } from 'commander';
import type { JournalView, Page, TradeDetail } from '#contracts';
import { connectToHouse, houseOptions, type HouseOptions } from '../house/connect.js';

export function explainCommand(): Command {
  return houseOptions(new Command('explain'))
    .argument('<trade>', 'trade id')
    .description('a trade from its source message to its postings, each amount with its rule and inputs')
    .action(async (tradeId: string, options: HouseOptions) => {
      const api = await connectToHouse(options);
      const id = encodeURIComponent(tradeId);
      const detail = await api.get<TradeDetail>(`/api/intake/trades/${id}`);
      const { rows: journals } = await api.get<Page<JournalView>>(`/api/ledger/journals?tradeId=${id}&limit=500`);
      process.stdout.write(
        options.json ? `${JSON.stringify({ ...detail, journals })}\n` : `${story(detail, journals)}\n`,
      );
    });
}

function story({ row, versions, timeline }: TradeDetail, journals: readonly JournalView[]): string {
  return [
    `${row.tradeId}  ${row.product} ${row.side} ${row.instrument}  ${row.state}${row.reason ? ` (${row.reason})` : ''}`,
    `book ${row.book}, counterparty ${row.counterparty}, trade date ${row.tradeDate}, settlement ${row.settlementDate}`,
    '',
    ...versions
      .filter(({ side, status }) => side === 'front' && status === 'current')
      .flatMap(({ provenance }) =>
        provenance.map(({ field, value, rule, why }) => `  ${field} = ${value}: ${rule} (${why})`),
      ),
    '',
    ...timeline.map(
      ({ at, transition, what, to, source }) =>
        `  ${at}  ${(transition ?? '').padEnd(4)} ${(to ?? '').padEnd(18)} ${what}${source ? `  [${source.topic} ${source.partition} @ ${source.offset}]` : ''}`,
    ),
    ...[...journals].sort(byDate).flatMap((journal) => [
      '',
      `  ${journal.rule} v${journal.ruleVersion}  ${journal.book} #${journal.sequence}  effective ${journal.effectiveDate}`,
      `  ${journal.explain.sentence}`,
      `  ${Object.entries(journal.explain.inputs)
        .map(([name, value]) => `${name} = ${value}`)
        .join(', ')}`,
      ...journal.postings.map(
        ({ account, accountName, detail, debit, credit }) =>
          `    ${debit ? 'D' : 'C'} ${account} ${accountName.padEnd(34)} ${detail.padEnd(28)} ${(debit ?? credit)?.currency} ${(debit ?? credit)?.amount.padStart(18)}`,
      ),
    ]),
  ].join('\n');
}

function byDate(left: JournalView, right: JournalView): number {
  if (left.effectiveDate !== right.effectiveDate) return left.effectiveDate < right.effectiveDate ? -1 : 1;
  return left.recordedAt < right.recordedAt ? -1 : left.recordedAt > right.recordedAt ? 1 : 0;
}
