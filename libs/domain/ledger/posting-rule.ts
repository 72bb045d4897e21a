/** A rule of accounting as the auditor reads it. A changed rule gets a new version; the old text stays, old journals name it. */
export interface PostingRule {
  /** Recipe and step, for example `R1.trade-date`. */
  readonly id: string;
  readonly version: number;
  /** Why, in one sentence; `{name}` stands for the input of that name. */
  readonly sentence: string;
  readonly formula: string;
  readonly rounding: string;
}

/** Why a journal has the amounts it has. */
export interface Explanation {
  readonly sentence: string;
  /** Each input by name, as the rule used it. */
  readonly inputs: Readonly<Record<string, string>>;
}

const EXACT = 'None: every amount is taken over as it stands.';
const HALF_EVEN = 'Half to even, to the minor unit of the currency.';

const rule = (id: string, sentence: string, formula: string, rounding = EXACT): PostingRule => ({
  id,
  version: 1,
  sentence,
  formula,
  rounding,
});

/** Every rule that may post. Regular-way securities follow trade-date accounting (IFRS 9 3.1.2, B3.1.5). */
export const postingRules = {
  bondTradeDate: rule(
    'R1.trade-date',
    'Bond {side} of {isin} with {counterparty}: clean price and accrued interest are recognised on the trade date {tradeDate}.',
    'buy: D1100 consideration, D1150 accrued, D5200 commission, C2100 what is owed; sale: the reverse against 1200',
  ),
  equityTradeDate: rule(
    'R2.trade-date',
    'Equity {side} of {isin} with {counterparty}: recognised on the trade date {tradeDate}; a sale leaves 1100 at its proceeds until the end of the day finds its cost.',
    'buy: D1100 consideration, D5200 commission, C2100 what is owed; sale: D1200 what is due, D5200 commission, C1100 consideration',
  ),
  bondSettlement: rule(
    'R1.settlement',
    'Bond delivery against payment with {counterparty}: cash moved on the nostro and closed what was unsettled or failing.',
    'purchase: D2100 (2110 after a fail) C1010; sale: D1010 C1200 (1210 after a fail)',
  ),
  equitySettlement: rule(
    'R2.settlement',
    'Equity delivery against payment with {counterparty}: cash moved on the nostro and closed what was unsettled or failing.',
    'purchase: D2100 (2110 after a fail) C1010; sale: D1010 C1200 (1210 after a fail)',
  ),
  holdingCost: rule(
    'R2.cost',
    'The sales of {isin} in {book} up to {through} realise what they brought above the average cost of what was held.',
    'D1100 C4200 (realised over all trades in the order of trade date, trade id, version) - (realised booked before); a holding below zero moves from 1100 to 2410 (R17)',
    'Cost of what is closed = cost x quantity closed / quantity held, half to even to the minor unit; the last lot takes the residue.',
  ),
  clientCommission: rule(
    'R9.client-commission',
    'The house charges {client} a commission for dealing in {isin}.',
    "client's book: D5200 C2980; unit's book: D1980 C4400",
  ),
  spotTradeDate: rule(
    'R3.trade-date',
    'FX spot with {counterparty}: both amounts are commitments until they are exchanged.',
    'bought: D9100 C9190; sold: D9190 C9100',
  ),
  forwardTradeDate: rule(
    'R4.trade-date',
    'FX forward leg {leg} with {counterparty}: worth nothing when agreed, both amounts are commitments.',
    'bought: D9100 C9190; sold: D9190 C9100',
  ),
  spotSettlement: rule(
    'R3.settlement',
    'FX exchange with {counterparty}: the commitment ends, each currency passes through its FX position.',
    'reverse the commitment; received: D1010 C1901; paid: D1901 C1010',
  ),
  forwardSettlement: rule(
    'R4.settlement',
    'FX forward leg {leg} exchanged with {counterparty}: the commitment ends, each currency passes through its FX position.',
    'reverse the commitment; received: D1010 C1901; paid: D1901 C1010',
  ),
  forwardValuation: rule(
    'R4.valuation',
    'FX forward leg {leg} at the closing rate {rate} of {through}.',
    'value = bought x rate - sold; posted is value - value booked before: 1400 or 2400 against 4500',
    HALF_EVEN,
  ),
  forwardRelease: rule(
    'R4.release',
    'FX forward leg {leg} is open no more: what it was valued at is released.',
    'the value booked before leaves 1400 or 2400 against 4500',
  ),
  depositStart: rule(
    'R5.start',
    'Deposit {direction} with {counterparty} begins.',
    'placed: D1310 C1010; taken: D1010 C2210',
  ),
  depositAccrual: rule(
    'R5.accrual',
    'Interest of the deposit {direction} at {ratePercent} % {dayCount}, earned up to {through}.',
    'principal x rate x year fraction, cumulative, less what was accrued before; placed: D1150 C4100; taken: D5100 C2310',
    'The cumulative is rounded half to even; days are differences of rounded cumulatives; maturity takes the agreed interest.',
  ),
  depositMaturity: rule(
    'R5.maturity',
    'Deposit {direction} with {counterparty} is repaid with its interest.',
    'placed: D1010, C1310 principal, C1150 interest; taken: the reverse with 2210 and 2310',
  ),
  failAtCutOff: rule(
    'R10.fail',
    'Not settled by the cut-off of {since}: what remains is shown as a fail.',
    'purchase: D2100 C2110; sale: D1210 C1200',
  ),
  interestClaim: rule(
    'R10.interest-claim',
    'Cash that came {days} days late earns interest from {counterparty}.',
    'D1230 C4100 amount x rate x days / basis',
    HALF_EVEN,
  ),
  reversal: rule(
    'R15.reversal',
    'Journal {original} is undone for what of it never settled; it stays visible beside its reversal.',
    'every posting with the opposite sign; after a partial settlement pro rata to the cash that remains',
    'Parts are rounded half to even; the first posting takes the residue.',
  ),
  completion: rule(
    'R15.completion',
    'Other terms stand for this version, so that the rest of journal {original} is undone too.',
    'journal plus its reversal, with the opposite sign',
  ),
  fxRevaluation: rule(
    'R12.revaluation',
    'FX position of {currency} at the closing rate {rate}.',
    'position x rate - countervalue booked before: 1902 against 4500',
    HALF_EVEN,
  ),
} satisfies Record<string, PostingRule>;

const byIdAndVersion = new Map<string, PostingRule>(
  Object.values(postingRules).map((one) => [`${one.id}@${one.version}`, one]),
);

/** The journal names a rule that this house never had. */
export class UnknownRule extends Error {
  override readonly name = 'UnknownRule';

  constructor(id: string, version: number) {
    super(`${id} version ${version} is not a posting rule`);
  }
}

/** @throws UnknownRule */
export function findRule(id: string, version: number): PostingRule {
  const found = byIdAndVersion.get(`${id}@${version}`);
  if (!found) throw new UnknownRule(id, version);
  return found;
}

/** The rule's sentence with its inputs filled in, then formula and rounding. */
export function explain(
  { sentence, formula, rounding }: PostingRule,
  inputs: Readonly<Record<string, string>>,
): Explanation {
  const filled = sentence.replace(/\{(\w+)\}/g, (placeholder, name: string) => inputs[name] ?? placeholder);
  return { sentence: `${filled} Formula: ${formula}. Rounding: ${rounding}`, inputs };
}
