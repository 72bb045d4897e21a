import type { FollowedObligation, FollowedTerms, MovingCash } from '#domain/units';
import { updateRows, type Transaction } from '#platform/database';
import { beginRows } from '#platform/messaging';

type Text = string | null;

interface ObligationRow {
  readonly obligation_id: string;
  readonly counterparty: Text;
  readonly settlement_date: Text;
  readonly pay: Text;
  readonly pay_currency: Text;
  readonly pay_nostro: Text;
  readonly receive: Text;
  readonly receive_currency: Text;
  readonly receive_nostro: Text;
  readonly released: boolean;
  readonly settled_pay: string;
  readonly settled_receive: string;
  readonly failing: boolean;
  readonly cancelled: boolean;
}

const COLUMNS = {
  obligation_id: 'uuid',
  counterparty: 'text',
  settlement_date: 'text',
  pay: 'numeric',
  pay_currency: 'text',
  pay_nostro: 'text',
  receive: 'numeric',
  receive_currency: 'text',
  receive_nostro: 'text',
  released: 'boolean',
  settled_pay: 'numeric',
  settled_receive: 'numeric',
  failing: 'boolean',
  cancelled: 'boolean',
} as const satisfies Record<keyof ObligationRow, string>;

const NAMES = Object.keys(COLUMNS) as (keyof ObligationRow)[];

/** Locks the obligations in the order of their ids. */
export async function lockObligations(
  tx: Transaction,
  ids: readonly string[],
): Promise<Map<string, FollowedObligation>> {
  const rows = await tx.rows<ObligationRow>(
    `select ${NAMES.map((name) => (COLUMNS[name] === 'numeric' ? `${name}::text as ${name}` : name)).join(', ')}
     from units.obligation where obligation_id = any($1::uuid[]) order by obligation_id for update`,
    [ids],
  );
  return new Map(rows.map((row) => [row.obligation_id, obligationOf(row)]));
}

/** @throws BegunElsewhere */
export async function insertObligations(tx: Transaction, obligations: readonly FollowedObligation[]): Promise<void> {
  const rows = obligations.map(rowOf).sort((left, right) => (left.obligation_id < right.obligation_id ? -1 : 1));
  await beginRows(tx, 'units.obligation', COLUMNS, rows);
}

export async function updateObligations(tx: Transaction, obligations: readonly FollowedObligation[]): Promise<void> {
  await updateRows(tx, 'units.obligation', ['obligation_id'], COLUMNS, obligations.map(rowOf));
}

function cashOf(minorUnits: Text, currency: Text, nostro: Text): MovingCash | null {
  if (minorUnits === null || currency === null || nostro === null) return null;
  return { minorUnits: BigInt(minorUnits), currency, nostro };
}

function obligationOf(row: ObligationRow): FollowedObligation {
  const { counterparty, settlement_date: settlementDate } = row;
  const terms: FollowedTerms | null =
    counterparty === null || settlementDate === null
      ? null
      : {
          counterparty,
          settlementDate,
          pay: cashOf(row.pay, row.pay_currency, row.pay_nostro),
          receive: cashOf(row.receive, row.receive_currency, row.receive_nostro),
        };
  return {
    obligationId: row.obligation_id,
    terms,
    released: row.released,
    settledPay: BigInt(row.settled_pay),
    settledReceive: BigInt(row.settled_receive),
    failing: row.failing,
    cancelled: row.cancelled,
  };
}

function rowOf({ terms, ...obligation }: FollowedObligation): ObligationRow {
  return {
    obligation_id: obligation.obligationId,
    counterparty: terms?.counterparty ?? null,
    settlement_date: terms?.settlementDate ?? null,
    pay: terms?.pay?.minorUnits.toString() ?? null,
    pay_currency: terms?.pay?.currency ?? null,
    pay_nostro: terms?.pay?.nostro ?? null,
    receive: terms?.receive?.minorUnits.toString() ?? null,
    receive_currency: terms?.receive?.currency ?? null,
    receive_nostro: terms?.receive?.nostro ?? null,
    released: obligation.released,
    settled_pay: obligation.settledPay.toString(),
    settled_receive: obligation.settledReceive.toString(),
    failing: obligation.failing,
    cancelled: obligation.cancelled,
  };
}
