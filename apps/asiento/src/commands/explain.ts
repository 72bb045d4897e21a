import { Command } from 'commander';
import type { JournalView, Page, TradeDetail } from '#contracts';
import { CommandFailed, exitCodes } from '../exit-codes.js';
import type { HouseApi } from '../house/api.js';
import { connectToHouse, houseOptions, type HouseOptions } from '../house/connect.js';

const JOURNAL_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** `house.debt#7`, or `house.debt#7.2` for its second posting. */
const PLACE = /^(?<book>[^#]+)#(?<sequence>\d{1,18})(?:\.(?<ord>\d{1,4}))?$/;

export function explainCommand(): Command {
  return houseOptions(new Command('explain'))
    .argument(
      '<what>',
      'trade id, journal id, or a place in a book: house.debt#7, or house.debt#7.2 for its second posting',
    )
    .description(
      'why a posting is there: rule and version, inputs, formula, rounding, the message that caused it, who approved',
    )
    .action(async (what: string, options: HouseOptions) => {
      const api = await connectToHouse(options);
      const { ord, ...query } = PLACE.exec(what)?.groups ?? {};
      if (query['book'] !== undefined)
        return explainJournal(
          api,
          what,
          `book=${encodeURIComponent(query['book'])}&sequence=${query['sequence'] ?? ''}`,
          options,
          ord,
        );
      if (JOURNAL_ID.test(what)) return explainJournal(api, what, `journalId=${what}`, options);
      return explainTrade(api, what, options);
    });
}

async function explainTrade(api: HouseApi, tradeId: string, { json }: HouseOptions): Promise<void> {
  const id = encodeURIComponent(tradeId);
  const detail = await api.get<TradeDetail>(`/api/intake/trades/${id}`);
  const { rows: journals } = await api.get<Page<JournalView>>(`/api/ledger/journals?tradeId=${id}&limit=500`);
  process.stdout.write(json ? `${JSON.stringify({ ...detail, journals })}\n` : `${story(detail, journals)}\n`);
}

/** @throws CommandFailed where there is no such journal or posting */
async function explainJournal(
  api: HouseApi,
  what: string,
  query: string,
  { json }: HouseOptions,
  ord?: string,
): Promise<void> {
  const [journal] = (await api.get<Page<JournalView>>(`/api/ledger/journals?${query}`)).rows;
  if (!journal) throw new CommandFailed(`there is no journal ${what}`, exitCodes.usage);
  const posting = ord === undefined ? undefined : Number.parseInt(ord, 10);
  if (posting !== undefined && journal.postings[posting - 1] === undefined)
    throw new CommandFailed(`${what}: the journal has ${journal.postings.length} postings`, exitCodes.usage);
  const { rows: ofFact } = await api.get<Page<JournalView>>(`/api/ledger/journals?linkOf=${journal.journalId}`);
  const others = ofFact.filter(({ journalId }) => journalId !== journal.journalId);
  process.stdout.write(
    json
      ? `${JSON.stringify({ journal, posting: posting ?? null, ofTheSameFact: others })}\n`
      : `${[...journalLines(journal, posting), ...othersLines(others)].join('\n')}\n`,
  );
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
    ...[...journals].sort(byDate).flatMap((journal) => journalLines(journal)),
  ].join('\n');
}

/** @param marked number of the posting that was asked for */
function journalLines(journal: JournalView, marked?: number): string[] {
  const { rule, ruleVersion, book, sequence, accounting, effectiveDate, recordedAt, explain } = journal;
  return [
    '',
    `  ${rule} v${ruleVersion}  ${book} #${sequence}  ${accounting === 'common' ? 'TDA and SDA' : accounting}  effective ${effectiveDate}  recorded ${recordedAt}`,
    `  ${explain.sentence}`,
    `  ${Object.entries(explain.inputs)
      .map(([name, value]) => `${name} = ${value}`)
      .join(', ')}`,
    `  caused by ${journal.sourceEventId}  [${journal.source.split('/').slice(0, -2).join('/')} ${journal.source.split('/').at(-2) ?? ''} @ ${journal.source.split('/').at(-1) ?? ''}]; ${decidedBy(journal)}`,
    ...(journal.reverses ? [`  reverses journal ${journal.reverses}`] : []),
    ...journal.postings.map(
      ({ account, accountName, detail, debit, credit }, index) =>
        `  ${index + 1 === marked ? '>' : ' '} ${debit ? 'D' : 'C'} ${account} ${accountName.padEnd(34)} ${detail.padEnd(28)} ${(debit ?? credit)?.currency} ${(debit ?? credit)?.amount.padStart(18)}`,
    ),
  ];
}

function decidedBy({ actor, approver }: JournalView): string {
  if (actor === null) return 'the rule alone';
  return approver === null ? `decided by ${actor}` : `proposed by ${actor}, approved by ${approver}`;
}

function othersLines(others: readonly JournalView[]): string[] {
  if (others.length === 0) return [];
  return ['', '  the same fact in other books:', ...others.flatMap((journal) => journalLines(journal))];
}

function byDate(left: JournalView, right: JournalView): number {
  if (left.effectiveDate !== right.effectiveDate) return left.effectiveDate < right.effectiveDate ? -1 : 1;
  return left.recordedAt < right.recordedAt ? -1 : left.recordedAt > right.recordedAt ? 1 : 0;
}
