import {
  askResend,
  hearOfReplaced,
  hearStatus,
  SettlingCase,
  unknownTrade,
  type Cause,
  type Dated,
  type Obligation,
  type ObligationState,
  type SettlingTrade,
  type StatusReport,
} from '#domain/obligation';
import { referenceData } from '#domain/parties';
import type { Transaction } from '#platform/database';
import type { Batch } from '#platform/messaging';
import { say } from './say.js';
import { lastCutOff } from './storage/clock.store.js';
import { keepEarly, takeEarly, type EarlyStatus } from './storage/early-status.store.js';
import { keepExceptions, type SettlementException } from './storage/exception.store.js';
import { insertObligations, obligationsOf, updateObligations } from './storage/obligation.store.js';
import { markResent, resendsAskedFor } from './storage/resend-decision.store.js';
import { addToTally } from './storage/tally.store.js';
import { insertTrades, lockTrades, updateTrades } from './storage/trade.store.js';

export const custodianOf = (instructionId: string): string | undefined =>
  referenceData.instruction(instructionId)?.custodian;

interface OpenCase {
  readonly settling: SettlingCase;
  /** As they were when the batch began; null and absent when they were not there. */
  readonly tradeBefore: SettlingTrade | null;
  readonly before: ReadonlyMap<string, Obligation>;
  /** References that have been known so far. */
  readonly instructions: Set<string>;
  /** How much of what the case says has been published. */
  spoken: number;
  /** The last fact that concerned it. */
  cause: Cause;
}

/**
 * The trades of one batch, locked and read together, changed in memory, written together: a fixed number of statements for
 * any number of trades.
 */
export class CaseBook {
  private readonly early: EarlyStatus[] = [];
  /** References that are new, by their trade: what was said of them before waits to be applied. */
  private readonly begun = new Map<string, string>();

  private constructor(
    private readonly batch: Batch<unknown>,
    private readonly tx: Transaction,
    private readonly cases: ReadonlyMap<string, OpenCase>,
  ) {}

  static async open(batch: Batch<unknown>, tx: Transaction, tradeIds: readonly string[]): Promise<CaseBook> {
    const ids = [...new Set(tradeIds)].sort();
    const trades = await lockTrades(tx, ids);
    const obligations = new Map<string, Map<string, Obligation>>(ids.map((id) => [id, new Map()]));
    for (const obligation of await obligationsOf(tx, [...trades.keys()]))
      obligations.get(obligation.tradeId)?.set(obligation.obligationId, obligation);
    const cutOff = await lastCutOff(tx);
    const cases = ids.map((id): [string, OpenCase] => {
      const before = obligations.get(id) ?? new Map<string, Obligation>();
      const trade = trades.get(id);
      const settling = new SettlingCase(trade ?? unknownTrade(id), new Map(before), custodianOf, cutOff);
      const instructions = new Set([...before.values()].map(({ instructionId }) => instructionId));
      return [id, { settling, tradeBefore: trade ?? null, before, instructions, spoken: 0, cause: { id: '', at: '' } }];
    });
    return new CaseBook(batch, tx, new Map(cases));
  }

  /** Applies a fact about one trade, and what becomes possible through it. */
  apply(tradeId: string, cause: Cause, fact: (settling: SettlingCase) => void): void {
    const open = this.caseOf(tradeId);
    open.cause = cause;
    fact(open.settling);
    open.settling.advance(cause);
    for (const { instructionId } of open.settling.obligations) {
      if (open.instructions.has(instructionId)) continue;
      open.instructions.add(instructionId);
      this.begun.set(instructionId, tradeId);
    }
    say(this.batch, tradeId, open.settling.said.slice(open.spoken), cause);
    open.spoken = open.settling.said.length;
  }

  /** A report on an instruction; kept for later when there is no such instruction of this trade yet. */
  hear(tradeId: string, instructionId: string, report: StatusReport): void {
    const { obligations } = this.caseOf(tradeId).settling;
    const known = obligations.find((one) => one.instructionId === instructionId);
    const former = obligations.find(({ evidence }) =>
      evidence.replaced.some((one) => one.instructionId === instructionId),
    );
    const cause = { id: report.messageId, at: report.occurredAt };
    if (known) this.apply(tradeId, cause, (settling) => settling.follow(hearStatus(known, report)));
    else if (former) this.apply(tradeId, cause, (settling) => settling.follow(hearOfReplaced(former, report)));
    else this.early.push({ instructionId, report });
  }

  /** A clerk wants an instruction sent again; where there is no such instruction (any more), nothing follows now. */
  resend(tradeId: string, instructionId: string, asked: Dated): void {
    const known = this.caseOf(tradeId).settling.obligations.find((one) => one.instructionId === instructionId);
    if (known)
      this.apply(tradeId, { id: asked.messageId, at: asked.at }, (settling) =>
        settling.follow(askResend(known, asked)),
      );
  }

  /** Applies what was said of instructions before they were known, and writes everything. */
  async close(): Promise<void> {
    while (this.begun.size > 0) {
      const begun = new Map(this.begun);
      this.begun.clear();
      for (const { instructionId, asked } of await resendsAskedFor(this.tx, [...begun.keys()]))
        this.resend(begun.get(instructionId) ?? '', instructionId, asked);
      for (const { instructionId, report } of await takeEarly(this.tx, [...begun.keys()]))
        this.hear(begun.get(instructionId) ?? '', instructionId, report);
    }
    await this.write();
  }

  private caseOf(tradeId: string): OpenCase {
    const open = this.cases.get(tradeId);
    if (!open) throw new RangeError(`trade ${tradeId} is not among those of the batch`);
    return open;
  }

  private async write(): Promise<void> {
    const { tx } = this;
    const open = [...this.cases.values()];
    const changed = open.filter(({ settling, tradeBefore }) => settling.trade !== tradeBefore);
    await insertTrades(
      tx,
      changed.filter(({ tradeBefore }) => tradeBefore === null).map(({ settling }) => settling.trade),
    );
    await updateTrades(
      tx,
      changed.filter(({ tradeBefore }) => tradeBefore !== null).map(({ settling }) => settling.trade),
    );
    const fresh: Obligation[] = [];
    const resent: string[] = [];
    const moved: { obligation: Obligation; way: ObligationState[] }[] = [];
    const tally = new Map<ObligationState, number>();
    const count = (state: ObligationState, by: number): unknown => tally.set(state, (tally.get(state) ?? 0) + by);
    for (const { settling, before } of open) {
      const ways = waysIn(settling);
      for (const obligation of settling.obligations) {
        const was = before.get(obligation.obligationId);
        if (was === obligation) continue;
        const way = ways.get(obligation.obligationId) ?? [];
        count(obligation.state, 1);
        resent.push(
          ...obligation.evidence.replaced.slice(was?.evidence.replaced.length ?? 0).map(({ decision }) => decision),
        );
        if (was) count(was.state, -1);
        else fresh.push(obligation);
        // A new obligation is written as instructed; where early reports have moved it on, that is a second step.
        const onward = was ? way : way.slice(1);
        if (was || onward.length > 1) moved.push({ obligation, way: onward });
      }
    }
    await insertObligations(tx, fresh);
    await updateObligations(tx, moved);
    await markResent(tx, resent);
    await keepEarly(tx, this.early);
    await keepExceptions(tx, open.flatMap(exceptionsOf));
    await addToTally(tx, tally);
  }
}

/** States each obligation has passed in this batch, the first being the one it had. */
function waysIn({ said }: SettlingCase): Map<string, ObligationState[]> {
  const ways = new Map<string, ObligationState[]>();
  for (const one of said) {
    if (one.kind !== 'step' || one.step.from === one.step.to) continue;
    const way = ways.get(one.obligation.obligationId);
    if (way) way.push(one.step.to);
    else ways.set(one.obligation.obligationId, [one.step.from, one.step.to]);
  }
  return ways;
}

function exceptionsOf({ settling, cause }: OpenCase): SettlementException[] {
  const { tradeId } = settling.trade;
  const refused = settling.said.flatMap((one): SettlementException[] => {
    if (one.kind !== 'refused') return [];
    const reason = `version ${one.version}: ${one.reason}`;
    return [
      {
        tradeId,
        obligationId: null,
        kind: 'change-refused',
        reason,
        causeId: String(one.version),
        occurredAt: cause.at,
      },
    ];
  });
  const contradicted = settling.contradictions.map(({ kind, obligationId, reason, cause: { id, at } }) => ({
    tradeId,
    obligationId,
    kind,
    reason,
    causeId: id,
    occurredAt: at,
  }));
  return [...refused, ...contradicted];
}
