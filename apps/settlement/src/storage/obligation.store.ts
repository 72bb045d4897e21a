import { money, type Money } from '#domain/money';
import {
  failReason,
  mayBeSentAgain,
  noEvidence,
  reasonText,
  rejection,
  type Evidence,
  type Obligation,
  type ObligationState,
} from '#domain/obligation';
import type { LegName, ObligationTerms } from '#domain/trade';
import { insertRows, updateRows, type Transaction } from '#platform/database';

/** Columns that never change after the insert. */
const TERMS = {
  trade_id: 'text',
  version: 'int',
  leg: 'text',
  custodian: 'text',
  counterparty: 'text',
  settlement_date: 'date',
  method: 'text',
  pay: 'numeric',
  pay_currency: 'text',
  receive: 'numeric',
  receive_currency: 'text',
  isin: 'text',
  direction: 'text',
  quantity: 'numeric',
  our_instructions: 'text',
  their_instructions: 'text',
} as const;

const PROGRESS = {
  // Another one each time it is sent.
  instruction_id: 'text',
  state: 'text',
  way: 'text',
  sequence: 'int',
  pay_settled: 'numeric',
  receive_settled: 'numeric',
  quantity_settled: 'numeric',
  fail_since: 'date',
  fail_said: 'boolean',
  reason_code: 'text',
  reason: 'text',
  resendable: 'boolean',
  evidence: 'text',
} as const;

type Text = string | null;

export interface StoredObligation {
  readonly obligation_id: string;
  readonly trade_id: string;
  readonly version: number;
  readonly leg: LegName;
  readonly instruction_id: string;
  readonly custodian: string;
  readonly counterparty: string;
  readonly settlement_date: string;
  readonly method: ObligationTerms['method'];
  readonly pay: Text;
  readonly pay_currency: Text;
  readonly pay_settled: Text;
  readonly receive: Text;
  readonly receive_currency: Text;
  readonly receive_settled: Text;
  readonly isin: Text;
  readonly direction: 'deliver' | 'receive' | null;
  readonly quantity: Text;
  readonly quantity_settled: Text;
  readonly our_instructions: string;
  readonly their_instructions: string;
  readonly state: ObligationState;
  readonly sequence: number;
  readonly fail_since: Text;
  readonly fail_said: boolean;
  readonly reason_code: Text;
  readonly reason: Text;
  readonly resendable: boolean;
  readonly evidence: string;
}

/** Columns of a row as they are read: dates and numbers as text. */
export const OBLIGATION_COLUMNS = [
  'obligation_id',
  ...Object.entries({ ...TERMS, ...PROGRESS })
    .filter(([name]) => name !== 'way')
    .map(([name, type]) =>
      type === 'numeric' ? `trim_scale(${name})::text as ${name}` : type === 'date' ? `${name}::text as ${name}` : name,
    ),
].join(', ');

/** Obligations of trades whose rows are locked. */
export async function obligationsOf(tx: Transaction, tradeIds: readonly string[]): Promise<Obligation[]> {
  const rows = await tx.rows<StoredObligation>(
    `select ${OBLIGATION_COLUMNS} from settlement.obligation where trade_id = any($1) order by trade_id, version, leg`,
    [tradeIds],
  );
  return rows.map(obligationOf);
}

/** As clerks look at it; not locked. */
export async function findObligation(tx: Transaction, obligationId: string): Promise<StoredObligation | undefined> {
  const [row] = await tx.rows<StoredObligation>(
    `select ${OBLIGATION_COLUMNS} from settlement.obligation where obligation_id = $1`,
    [obligationId],
  );
  return row;
}

export async function insertObligations(tx: Transaction, obligations: readonly Obligation[]): Promise<void> {
  await insertRows(
    tx,
    'settlement.obligation',
    { obligation_id: 'uuid', ...TERMS, ...PROGRESS },
    obligations.map((obligation) => ({
      obligation_id: obligation.obligationId,
      ...termsRow(obligation),
      ...progressRow({ ...obligation, state: 'INSTRUCTED', settled: noneSettled(obligation) }, []),
    })),
  );
}

export interface Progress {
  readonly obligation: Obligation;
  /** States passed, from the one the row has to the new one; empty where the state stays. */
  readonly way: readonly ObligationState[];
}

export async function updateObligations(tx: Transaction, progress: readonly Progress[]): Promise<void> {
  await updateRows(
    tx,
    'settlement.obligation',
    ['obligation_id'],
    { obligation_id: 'uuid', ...PROGRESS },
    progress.map(({ obligation, way }) => ({
      obligation_id: obligation.obligationId,
      ...progressRow(obligation, way),
    })),
  );
}

/** Trades with something open that was to settle by the date and has not been found late before, in their order. */
export async function tradesDue(tx: Transaction, businessDate: string): Promise<string[]> {
  const rows = await tx.rows<{ trade_id: string }>(
    `select distinct trade_id from settlement.obligation
     where settlement_date <= $1 and fail_since is null
       and state in ('CONFIRMED', 'INSTRUCTED', 'MATCHED', 'PARTIALLY_SETTLED', 'CANCEL_PENDING')
     order by trade_id`,
    [businessDate],
  );
  return rows.map(({ trade_id }) => trade_id);
}

const moneyOf = (minorUnits: Text, currency: Text): Money | null =>
  minorUnits === null || currency === null ? null : money(BigInt(minorUnits), currency);

export function obligationOf(row: StoredObligation): Obligation {
  const { isin, quantity, direction } = row;
  return {
    obligationId: row.obligation_id,
    tradeId: row.trade_id,
    version: row.version,
    instructionId: row.instruction_id,
    custodian: row.custodian,
    counterparty: row.counterparty,
    terms: {
      leg: row.leg,
      settlementDate: row.settlement_date,
      method: row.method,
      pay: moneyOf(row.pay, row.pay_currency),
      receive: moneyOf(row.receive, row.receive_currency),
      security: isin !== null && quantity !== null && direction !== null ? { isin, quantity, direction } : null,
      ourInstructions: JSON.parse(row.our_instructions) as string[],
      theirInstructions: JSON.parse(row.their_instructions) as string[],
    },
    state: row.state,
    sequence: row.sequence,
    settled: {
      pay: moneyOf(row.pay_settled, row.pay_currency),
      receive: moneyOf(row.receive_settled, row.receive_currency),
      quantity: row.quantity_settled,
    },
    fail: row.fail_since === null ? null : { since: row.fail_since, said: row.fail_said },
    evidence: { ...noEvidence, ...(JSON.parse(row.evidence) as Partial<Evidence>) },
  };
}

function termsRow({ tradeId, version, terms, ...obligation }: Obligation): Record<keyof typeof TERMS, unknown> {
  const { pay, receive, security } = terms;
  return {
    trade_id: tradeId,
    version,
    leg: terms.leg,
    custodian: obligation.custodian,
    counterparty: obligation.counterparty,
    settlement_date: terms.settlementDate,
    method: terms.method,
    pay: pay?.minorUnits.toString() ?? null,
    pay_currency: pay?.currency ?? null,
    receive: receive?.minorUnits.toString() ?? null,
    receive_currency: receive?.currency ?? null,
    isin: security?.isin ?? null,
    direction: security?.direction ?? null,
    quantity: security?.quantity ?? null,
    our_instructions: JSON.stringify(terms.ourInstructions),
    their_instructions: JSON.stringify(terms.theirInstructions),
  };
}

function progressRow(obligation: Obligation, way: readonly ObligationState[]): Record<keyof typeof PROGRESS, unknown> {
  const { instructionId, state, sequence, settled, fail, evidence } = obligation;
  const { code, text } = reasonShown(obligation);
  return {
    instruction_id: instructionId,
    state,
    way: `{${way.join(',')}}`,
    sequence,
    pay_settled: settled.pay?.minorUnits.toString() ?? null,
    receive_settled: settled.receive?.minorUnits.toString() ?? null,
    quantity_settled: settled.quantity,
    fail_since: fail?.since ?? null,
    fail_said: fail?.said ?? false,
    reason_code: code,
    reason: text,
    resendable: mayBeSentAgain(obligation),
    evidence: JSON.stringify(evidence),
  };
}

function noneSettled({ settled }: Obligation): Obligation['settled'] {
  const none = (amount: Money | null): Money | null => amount && money(0n, amount.currency);
  return { pay: none(settled.pay), receive: none(settled.receive), quantity: settled.quantity === null ? null : '0' };
}

/** Why it is not settled, as far as it is known and matters now. */
function reasonShown(obligation: Obligation): { code: string | null; text: string | null } {
  const { state, evidence } = obligation;
  switch (state) {
    case 'FAILING':
      return failReason(obligation);
    case 'CONFIRMED':
      return obligation.fail ? failReason(obligation) : rejection(obligation);
    case 'CANCEL_PENDING':
      return { code: null, text: 'waits for the custodian to cancel' };
    case 'SETTLED':
    case 'CANCELLED':
      return { code: null, text: null };
    default: {
      const code = evidence.reason?.code ?? null;
      return { code, text: code && reasonText(code) };
    }
  }
}
