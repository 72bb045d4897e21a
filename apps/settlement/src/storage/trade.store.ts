import { readKept } from '#contracts';
import { FINAL, wayBetween, type State } from '#domain/life-cycle';
import { money, type Money } from '#domain/money';
import { nothingSettled, type Obligation } from '#domain/settlement';
import type { Trade } from '#domain/trade';
import { insertRows, type Transaction } from '#platform/database';
import { TradeSettlement, type Status, type TradeVersion } from '../trade-settlement.js';

interface VersionRow {
  readonly trade_id: string;
  readonly version: number;
  readonly action: TradeVersion['action'];
  readonly amendment: TradeVersion['amendment'];
  readonly replaces: number | null;
  readonly terms: string | null;
  readonly confirmed_terms: string | null;
  readonly withdrawn: boolean;
  readonly refused: string | null;
}

export interface ObligationRow {
  readonly obligation_id: string;
  readonly trade_id: string;
  readonly version: number;
  readonly leg: string;
  readonly state: State;
  readonly sequence: number;
  readonly instruction_id: string;
  readonly custodian: string;
  readonly trade: string;
  readonly settled_pay: string | null;
  readonly settled_receive: string | null;
  readonly settled_quantity: string | null;
  readonly failing: boolean;
  readonly reason_code: string | null;
  readonly before_cancel: State | null;
}

/** Locks trades in order of their ids and reads all about them: four statements, however many trades. */
export async function lockTrades(tx: Transaction, tradeIds: readonly string[]): Promise<Map<string, TradeSettlement>> {
  const ids = [...new Set(tradeIds)].sort();
  await insertRows(
    tx,
    'settlement.trade',
    { trade_id: 'text' },
    ids.map((trade_id) => ({ trade_id })),
    'on conflict on constraint trade_pk do nothing',
  );
  await tx.execute('select trade_id from settlement.trade where trade_id = any($1) order by trade_id for update', [
    ids,
  ]);
  const trades = new Map(ids.map((id) => [id, new TradeSettlement(id, new Map(), new Map(), new Map())]));
  const versions = await tx.rows<VersionRow>('select * from settlement.trade_version where trade_id = any($1)', [ids]);
  for (const row of versions)
    trades.get(row.trade_id)?.versions.set(row.version, {
      version: row.version,
      action: row.action,
      amendment: row.amendment,
      replaces: row.replaces,
      terms: row.terms === null ? null : readKept<Trade>(row.terms),
      confirmed: row.confirmed_terms === null ? null : readKept<Trade>(row.confirmed_terms),
      withdrawn: row.withdrawn,
      refused: row.refused,
    });
  const obligations = await tx.rows<ObligationRow>(
    `select obligation_id, trade_id, version, leg, state, sequence, instruction_id, custodian, trade, settled_pay, settled_receive,
       settled_quantity, failing, reason_code, before_cancel
     from settlement.obligation where trade_id = any($1) order by trade_id, obligation_id`,
    [ids],
  );
  for (const row of obligations) trades.get(row.trade_id)?.obligations.set(row.obligation_id, obligationOf(row));
  return trades;
}

const part = (total: Money | null, settled: string | null): Money | null =>
  total && settled !== null ? money(BigInt(settled), total.currency) : null;

export function obligationOf(row: ObligationRow): Obligation {
  const trade = readKept<Trade>(row.trade);
  const terms = trade.obligations.find(({ leg }) => leg === row.leg);
  if (!terms) throw new TypeError(`obligation ${row.obligation_id} names a leg that its trade does not have`);
  return {
    obligationId: row.obligation_id,
    tradeId: row.trade_id,
    version: row.version,
    terms,
    trade,
    instructionId: row.instruction_id,
    custodian: row.custodian,
    state: row.state,
    sequence: row.sequence,
    settled: {
      ...nothingSettled(terms),
      pay: part(terms.pay, row.settled_pay),
      receive: part(terms.receive, row.settled_receive),
      quantity: row.settled_quantity,
    },
    failing: row.failing,
    reasonCode: row.reason_code,
    beforeCancel: row.before_cancel,
  };
}

/** Statuses that came before their instruction, of the given trades' obligations. */
export async function takeEarly(
  tx: Transaction,
  trades: ReadonlyMap<string, TradeSettlement>,
  tradeIds: readonly string[],
): Promise<void> {
  const rows = await tx.rows<{ body: string }>(
    `delete from settlement.early_status where (body::jsonb ->> 'tradeId') = any($1) returning body`,
    [tradeIds],
  );
  const statuses = rows
    .map(({ body }) => JSON.parse(body) as Status)
    .sort((left, right) => (left.messageId < right.messageId ? -1 : 1));
  for (const status of statuses) {
    const early = trades.get(status.tradeId)?.early;
    early?.set(status.instructionId, [...(early.get(status.instructionId) ?? []), status]);
  }
}

/** Writes all that changed, each row once. */
export async function writeTrades(
  tx: Transaction,
  trades: Iterable<TradeSettlement>,
  before: ReadonlyMap<string, Snapshot>,
): Promise<void> {
  const versions: (TradeVersion & { tradeId: string })[] = [];
  const obligations: { now: Obligation; was: State }[] = [];
  const early: Status[] = [];
  for (const trade of trades) {
    const old = before.get(trade.tradeId);
    for (const version of trade.versions.values())
      if (old?.versions.get(version.version) !== version) versions.push({ ...version, tradeId: trade.tradeId });
    for (const obligation of trade.obligations.values())
      if (old?.obligations.get(obligation.obligationId) !== obligation)
        obligations.push({
          now: obligation,
          was: old?.obligations.get(obligation.obligationId)?.state ?? obligation.state,
        });
    early.push(...[...trade.early.values()].flat());
  }
  await insertRows(
    tx,
    'settlement.trade_version',
    {
      trade_id: 'text',
      version: 'int',
      action: 'text',
      amendment: 'text',
      replaces: 'int',
      terms: 'text',
      confirmed_terms: 'text',
      withdrawn: 'boolean',
      refused: 'text',
    },
    versions.map((version) => ({
      trade_id: version.tradeId,
      version: version.version,
      action: version.action,
      amendment: version.amendment,
      replaces: version.replaces,
      terms: version.terms && JSON.stringify(version.terms),
      confirmed_terms: version.confirmed && JSON.stringify(version.confirmed),
      withdrawn: version.withdrawn,
      refused: version.refused,
    })),
    `on conflict on constraint trade_version_pk do update set action = excluded.action, amendment = excluded.amendment, replaces = excluded.replaces,
       terms = excluded.terms, confirmed_terms = excluded.confirmed_terms, withdrawn = excluded.withdrawn, refused = excluded.refused`,
  );
  await writeObligations(tx, obligations);
  await insertRows(
    tx,
    'settlement.early_status',
    { instruction_id: 'text', message_id: 'text', body: 'text' },
    early.map((status) => ({
      instruction_id: status.instructionId,
      message_id: status.messageId,
      body: JSON.stringify(status),
    })),
    'on conflict on constraint early_status_pk do nothing',
  );
}

async function writeObligations(tx: Transaction, changed: readonly { now: Obligation; was: State }[]): Promise<void> {
  if (changed.length === 0) return;
  const columns = {
    obligation_id: 'uuid',
    trade_id: 'text',
    version: 'int',
    leg: 'text',
    state: 'text',
    way: 'text',
    sequence: 'int',
    instruction_id: 'text',
    custodian: 'text',
    counterparty: 'text',
    settlement_date: 'date',
    trade: 'text',
    settled_pay: 'numeric',
    settled_receive: 'numeric',
    settled_quantity: 'text',
    failing: 'boolean',
    reason_code: 'text',
    before_cancel: 'text',
  };
  const row = ({ now: obligation, was }: { now: Obligation; was: State }) => ({
    obligation_id: obligation.obligationId,
    trade_id: obligation.tradeId,
    version: obligation.version,
    leg: obligation.terms.leg,
    state: obligation.state,
    way: `{${(wayBetween(was, obligation.state) ?? [was, obligation.state]).join(',')}}`,
    sequence: obligation.sequence,
    instruction_id: obligation.instructionId,
    custodian: obligation.custodian,
    counterparty: obligation.trade.counterparty,
    settlement_date: obligation.terms.settlementDate,
    trade: JSON.stringify(obligation.trade),
    settled_pay: obligation.settled.pay?.minorUnits.toString() ?? null,
    settled_receive: obligation.settled.receive?.minorUnits.toString() ?? null,
    settled_quantity: obligation.settled.quantity,
    failing: obligation.failing,
    reason_code: obligation.reasonCode,
    before_cancel: obligation.beforeCancel,
  });
  // Two legal steps within one batch are one change of the row: intermediate states are in the events.
  await insertRows(
    tx,
    'settlement.obligation',
    columns,
    changed.map(row),
    `on conflict on constraint obligation_pk do update set state = excluded.state, way = excluded.way, sequence = excluded.sequence, trade = excluded.trade,
       settled_pay = excluded.settled_pay, settled_receive = excluded.settled_receive, settled_quantity = excluded.settled_quantity,
       failing = excluded.failing, reason_code = excluded.reason_code, before_cancel = excluded.before_cancel`,
  );
  const obligations = changed.map(({ now }) => now);
  const open = obligations.filter(({ state }) => !FINAL.includes(state));
  const final = obligations.filter(({ state }) => FINAL.includes(state));
  await insertRows(
    tx,
    'settlement.open_obligation',
    { obligation_id: 'uuid', settlement_date: 'date' },
    open.map(({ obligationId, terms }) => ({ obligation_id: obligationId, settlement_date: terms.settlementDate })),
    'on conflict on constraint open_obligation_pk do nothing',
  );
  if (final.length > 0)
    await tx.execute('delete from settlement.open_obligation where obligation_id = any($1)', [
      final.map(({ obligationId }) => obligationId),
    ]);
}

/** What was there before a batch, to tell what has changed. */
export interface Snapshot {
  readonly versions: ReadonlyMap<number, TradeVersion>;
  readonly obligations: ReadonlyMap<string, Obligation>;
}

export function snapshotOf(trades: ReadonlyMap<string, TradeSettlement>): Map<string, Snapshot> {
  return new Map(
    [...trades].map(([id, { versions, obligations }]) => [
      id,
      { versions: new Map(versions), obligations: new Map(obligations) },
    ]),
  );
}
