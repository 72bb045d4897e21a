import type { ParkedDetail, TradeRow } from '#contracts';
import { decimalText, minorOf } from './fake-values.js';
import type { FakeWorld } from './fake-world.js';

const FINAL = ['SETTLED', 'CANCELLED'];
export const isOpen = ({ state }: TradeRow): boolean => !FINAL.includes(state) && state !== 'FAILING';
export const waits = ({ state }: ParkedDetail): boolean => state === 'parked' || state === 'waiting';

export function counted(kinds: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of kinds) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

export function intakeSummary(world: FakeWorld) {
  const rows = [...world.trades.values()].map(({ row }) => row);
  const parked = [...world.parked.values()].filter(waits);
  const count = (belongs: (row: TradeRow) => boolean) => rows.filter(belongs).length;
  return {
    tradesIn: rows.length + parked.length,
    trades: {
      settled: count(({ state }) => state === 'SETTLED'),
      open: count(isOpen),
      failing: count(({ state }) => state === 'FAILING'),
      cancelled: count(({ state }) => state === 'CANCELLED'),
      parked: parked.length,
    },
    states: counted(rows.map(({ state }) => state)),
    parkedMessages: parked.filter(({ kind }) => kind === 'parked').length,
    waitingMessages: parked.filter(({ kind }) => kind === 'waiting').length,
  };
}

export function settlementSummary(world: FakeWorld) {
  const failing = world.obligations.filter(({ state }) => state === 'FAILING');
  const amounts = sums(failing.map(({ pay, receive }) => pay ?? receive ?? { amount: '0', currency: 'EUR' }));
  return {
    businessDate: world.businessDate,
    clock: { kind: 'settlement-cut-off', at: `${world.businessDate}T16:00:00.000Z` },
    obligations: counted(world.obligations.map(({ state }) => state)),
    exceptions: counted(world.exceptions.map(({ kind }) => kind)),
    failing: failing.length === 0 ? [] : [{ reason: 'Counterparty has no securities', count: failing.length, amounts }],
  };
}

function sums(amounts: readonly { readonly amount: string; readonly currency: string }[]) {
  const totals = new Map<string, bigint>();
  for (const { amount, currency } of amounts) totals.set(currency, (totals.get(currency) ?? 0n) + minorOf(amount));
  return [...totals].map(([currency, total]) => ({ amount: decimalText(total, currency), currency }));
}
