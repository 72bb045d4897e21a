import Table from 'cli-table3';
import pc from 'picocolors';
import type {
  LedgerSummary,
  SettlementSummary,
  TrialBalance,
  UnitBridge,
  ConfirmationSummary,
  IntakeSummary,
  ReconciliationSummary,
} from '#contracts';

/** What the board shows, read from the services. */
export interface BoardFigures {
  readonly intake: IntakeSummary;
  readonly reconciliation: ReconciliationSummary;
  readonly confirmation: ConfirmationSummary;
  readonly settlement: SettlementSummary;
  readonly ledger: LedgerSummary;
  readonly trialBalance: TrialBalance;
  readonly bridge: UnitBridge;
}

const proved = (holds: boolean, text: string): string => (holds ? pc.green(`✓ ${text}`) : pc.red(`✗ ${text}`));

const plain = { chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' }, style: { head: [], border: [] } };

/** The day in one screen, for a terminal. */
export function boardText(figures: BoardFigures): string {
  const { intake, reconciliation, confirmation, settlement, ledger, trialBalance, bridge } = figures;
  const { trades } = intake;
  const sum = trades.settled + trades.open + trades.failing + trades.cancelled + trades.parked;

  const facts = new Table({
    ...plain,
    head: ['trades in', 'settled', 'open', 'failing', 'cancelled', 'parked', 'accounted for'],
  });
  facts.push([
    intake.tradesIn,
    trades.settled,
    trades.open,
    trades.failing,
    trades.cancelled,
    trades.parked,
    proved(sum === intake.tradesIn, `${sum} of ${intake.tradesIn}`),
  ]);

  const exceptions = new Table({ ...plain, head: ['exceptions', 'open'], colAligns: ['left', 'right'] });
  const rows: [string, number][] = [
    ...Object.entries(reconciliation.byKind).map(([kind, count]): [string, number] => [`break: ${kind}`, count]),
    ...Object.entries(confirmation.disputes).map(([kind, count]): [string, number] => [`confirmation: ${kind}`, count]),
    ...settlement.failing.map(({ reason, count }): [string, number] => [`failing: ${reason}`, count]),
    ['message parked', intake.parkedMessages],
    ['message waits for an earlier version', intake.waitingMessages],
  ];
  const present = rows.filter(([, count]) => count > 0);
  for (const row of present) exceptions.push(row);
  if (present.length === 0) exceptions.push(['none: nothing waits for anybody', 0]);

  const books = new Table({
    ...plain,
    head: ['book', 'currency', 'debit', 'credit', 'difference'],
    colAligns: ['left', 'left', 'right', 'right', 'right'],
  });
  for (const total of trialBalance.totals)
    books.push([
      total.book,
      total.currency,
      grouped(total.debit),
      grouped(total.credit),
      proved(/^-?[0.]*$/.test(total.difference), total.difference),
    ]);

  const units = new Table({ ...plain, head: ['unit bridge', 'sum over all books'], colAligns: ['left', 'right'] });
  for (const { currency, sum: total, datesOff } of bridge.proof)
    units.push([currency, proved(/^-?[0.]*$/.test(total) && datesOff.length === 0, total)]);

  return [
    '',
    pc.bold(`Business date ${settlement.businessDate ?? '–'}${settlement.clock ? `, ${settlement.clock.kind}` : ''}`),
    facts.toString(),
    exceptions.toString(),
    pc.bold(`Trial balance: ${ledger.journals} journals, ${ledger.postings} postings`),
    books.toString(),
    units.toString(),
    `${proved(ledger.booksBalance, 'every book balances')}   ${proved(ledger.interUnitZero, 'inter-unit accounts sum to zero per currency and date')}`,
    '',
  ].join('\n');
}

/** Groups the whole part in threes: `1234567.80` becomes `1 234 567.80`. */
function grouped(amount: string): string {
  const [whole = '', fraction] = amount.split('.');
  const spaced = whole.replace(/\B(?=(\d{3})+$)/g, ' ');
  return fraction === undefined ? spaced : `${spaced}.${fraction}`;
}
