import type { EventOf, custodianStatus } from '#contracts';
import { idOf } from '#domain/identity';
import { OPEN, type State } from '#domain/life-cycle';
import {
  isEmpty,
  nothingSettled,
  partOf,
  PartRefused,
  reasonText,
  remainder,
  withPart,
  type Obligation,
  type Parts,
} from '#domain/settlement';
import { referenceData } from '#domain/parties';
import type { Trade } from '#domain/trade';
import type { Saying } from './sayings.js';

export type Status = EventOf<typeof custodianStatus>;

/** A front-office version as settlement knows it. */
export interface TradeVersion {
  readonly version: number;
  readonly action: 'NEW' | 'AMEND' | 'CANCEL' | null;
  readonly amendment: 'economic' | 'internal' | null;
  readonly replaces: number | null;
  readonly terms: Trade | null;
  readonly confirmed: Trade | null;
  readonly withdrawn: boolean;
  /** Why it may not take effect (L29); null otherwise. */
  readonly refused: string | null;
}

const isOpen = (state: State): boolean => OPEN.includes(state);
const MATCHES: readonly Status['status'][] = ['MATCHED', 'PARTIALLY_SETTLED', 'SETTLED'];

/**
 * Everything settlement knows of one trade, changed in memory under the trade's lock. What becomes of it is a function of the
 * facts, not of their order: each change ends in `settleDown`, which does whatever has become possible.
 */
export class TradeSettlement {
  readonly said: Saying[] = [];
  readonly refusedParts: { status: Status; why: string }[] = [];

  constructor(
    readonly tradeId: string,
    readonly versions: Map<number, TradeVersion>,
    readonly obligations: Map<string, Obligation>,
    /** Statuses whose instruction is not there yet, by instruction. */
    readonly early: Map<string, Status[]>,
  ) {}

  capture(captured: Omit<TradeVersion, 'confirmed' | 'withdrawn' | 'refused'>, at: string): void {
    const known = this.versions.get(captured.version);
    this.versions.set(captured.version, { confirmed: null, withdrawn: false, refused: null, ...known, ...captured });
    this.settleDown(at);
  }

  confirm(version: number, confirmed: Trade, at: string): void {
    const known = this.versions.get(version) ?? {
      version,
      action: null,
      amendment: null,
      replaces: null,
      terms: null,
      confirmed: null,
      withdrawn: false,
      refused: null,
    };
    this.versions.set(version, { ...known, confirmed });
    this.settleDown(at);
  }

  hear(status: Status): void {
    const obligation = [...this.obligations.values()].find(
      ({ instructionId }) => instructionId === status.instructionId,
    );
    if (!obligation) {
      this.early.set(status.instructionId, [...(this.early.get(status.instructionId) ?? []), status]);
      return;
    }
    this.apply(obligation, status);
    this.settleDown(status.occurredAt);
  }

  /** The settlement cut-off of a date has passed (L19). */
  cutOff(businessDate: string, at: string): void {
    for (const obligation of this.obligations.values()) {
      const { state, terms, reasonCode } = obligation;
      if (terms.settlementDate > businessDate || !['INSTRUCTED', 'MATCHED', 'PARTIALLY_SETTLED'].includes(state))
        continue;
      const next = this.move({ ...obligation, failing: true }, 'FAILING');
      const open = remainder(next);
      this.say('obligation-failing', next, 'L19', at, {
        since: businessDate,
        ...open,
        reasonCode,
        reason: reasonText(reasonCode),
        trade: next.trade,
      });
    }
  }

  /** Withdraws what is void and instructs what may go out, as far as both are possible now. */
  private settleDown(at: string): void {
    for (const version of [...this.versions.keys()].sort((left, right) => left - right)) this.replace(version, at);
    this.instruct(at);
  }

  /** Version `next` takes the place of the one before it: at once, or when the custodian has cancelled. */
  private replace(nextVersion: number, at: string): void {
    const next = this.versions.get(nextVersion);
    const before = next?.replaces == null ? undefined : this.versions.get(next.replaces);
    if (!next || !before || before.withdrawn || next.refused !== null || next.action === null || before.action === null)
      return;
    // Versions are withdrawn in their order.
    if (before.replaces !== null && this.versions.get(before.replaces)?.withdrawn !== true) return;
    const alive = [...this.obligations.values()].filter(({ state }) => state !== 'CANCELLED');
    if (next.amendment === 'internal') {
      for (const obligation of alive)
        if (next.terms) this.obligations.set(obligation.obligationId, { ...obligation, trade: next.terms });
      return this.withdraw(before, next, at);
    }
    if (alive.length > 0 && alive.every(({ state }) => state === 'SETTLED')) {
      this.versions.set(nextVersion, {
        ...next,
        refused: `version ${before.version} has settled; a change needs a new trade`,
      });
      return;
    }
    for (const obligation of alive) this.cancel(obligation, at);
    const busy = [...this.obligations.values()].some(({ state }) => state === 'CANCEL_PENDING' || isOpen(state));
    if (!busy) this.withdraw(before, next, at);
  }

  private cancel(obligation: Obligation, at: string): void {
    if (obligation.state === 'CONFIRMED') {
      const gone = this.move(obligation, 'CANCELLED');
      this.progress(gone, obligation.state, 'L22', at, null, remainder(obligation));
    } else if (isOpen(obligation.state) && obligation.beforeCancel === null) {
      const pending = this.move({ ...obligation, beforeCancel: obligation.state }, 'CANCEL_PENDING');
      this.say('cancellation-requested', pending, 'L24', at, {
        instructionId: pending.instructionId,
        custodian: pending.custodian,
        remaining: remainder(pending),
      });
    }
  }

  private withdraw(before: TradeVersion, next: TradeVersion, at: string): void {
    this.versions.set(before.version, { ...before, withdrawn: true });
    const settled = [...this.obligations.values()].flatMap(({ terms, settled: parts }) =>
      next.amendment === 'internal' || isEmpty(parts) ? [] : [{ leg: terms.leg, ...parts }],
    );
    this.said.push({
      kind: 'version-withdrawn',
      event: {
        eventId: idOf('version-withdrawn', this.tradeId, before.version),
        tradeId: this.tradeId,
        version: before.version,
        by: next.action === 'CANCEL' ? 'CANCEL' : 'AMEND',
        nextVersion: next.version,
        next: next.action === 'CANCEL' ? null : next.terms,
        settled,
        occurredAt: at,
      },
    });
  }

  /** The newest version goes out once it is confirmed and nothing of an older one is left (L8). */
  private instruct(at: string): void {
    const newest = Math.max(0, ...this.versions.keys());
    const version = this.versions.get(newest);
    const trade = version?.confirmed;
    if (!version || !trade || version.action === null || version.action === 'CANCEL' || version.refused !== null)
      return;
    if (version.replaces !== null && this.versions.get(version.replaces)?.withdrawn !== true) return;
    if ([...this.obligations.values()].some(({ state, settled }) => state !== 'CANCELLED' || !isEmpty(settled))) return;
    for (const terms of trade.obligations) {
      const first = terms.ourInstructions[0] ?? '';
      const obligationId = idOf('obligation', this.tradeId, newest, terms.leg);
      if (this.obligations.has(obligationId)) continue;
      const obligation: Obligation = {
        obligationId,
        tradeId: this.tradeId,
        version: newest,
        terms,
        trade,
        instructionId: `SI-${obligationId.replaceAll('-', '').slice(0, 20).toUpperCase()}`,
        custodian: referenceData.instruction(first)?.custodian ?? 'UNKNOWN',
        state: 'INSTRUCTED',
        sequence: 0,
        settled: nothingSettled(terms),
        failing: false,
        reasonCode: null,
        beforeCancel: null,
      };
      const out = this.move(obligation, 'INSTRUCTED');
      this.say('instruction-released', out, 'L8', at, {
        instructionId: out.instructionId,
        custodian: out.custodian,
        counterparty: trade.counterparty,
        unit: trade.unit,
        book: trade.book,
        capacity: trade.capacity,
        beneficialOwner: trade.beneficialOwner,
        settlementDate: terms.settlementDate,
        method: terms.method,
        pay: terms.pay,
        receive: terms.receive,
        security: terms.security,
        ourInstructions: terms.ourInstructions,
        theirInstructions: terms.theirInstructions,
      });
      const waited = this.early.get(out.instructionId) ?? [];
      this.early.delete(out.instructionId);
      for (const status of waited) this.hear(status);
    }
  }

  private apply(obligation: Obligation, status: Status): void {
    const { state, reasonCode } = obligation;
    if (state === 'SETTLED' || state === 'CANCELLED') return;
    const at = status.occurredAt;
    // What settles has been matched, whether or not the custodian's word of it came first.
    const securities = obligation.terms.security !== null;
    if (state === 'INSTRUCTED' && securities && MATCHES.includes(status.status)) {
      const matched = this.move(obligation, 'MATCHED');
      this.progress(matched, state, 'L11', at, null, null);
      return this.apply(matched, status);
    }
    switch (status.status) {
      case 'REJECTED':
        if (state === 'INSTRUCTED')
          this.progress(
            this.move({ ...obligation, reasonCode: status.reasonCode ?? null }, 'CONFIRMED'),
            state,
            'L10',
            at,
            status.reasonCode ?? null,
            null,
          );
        return;
      case 'UNMATCHED':
        if (state === 'MATCHED')
          this.progress(this.move(obligation, 'INSTRUCTED'), state, 'L12', at, status.reasonCode ?? null, null);
        return;
      case 'PENDING':
      case 'FAILING':
        if (status.reasonCode === undefined || status.reasonCode === reasonCode) return;
        this.progress(
          this.move({ ...obligation, reasonCode: status.reasonCode }, state),
          state,
          state === 'FAILING' ? 'L20' : 'L13',
          at,
          status.reasonCode,
          null,
        );
        return;
      case 'PARTIALLY_SETTLED':
      case 'SETTLED':
        return this.settle(obligation, status);
      case 'CANCELLED':
        if (state === 'CANCEL_PENDING')
          this.progress(this.move(obligation, 'CANCELLED'), state, 'L25', at, null, remainder(obligation));
        return;
      case 'CANCEL_DENIED':
        if (state === 'CANCEL_PENDING') {
          const back = this.move(obligation, obligation.beforeCancel ?? 'INSTRUCTED');
          this.progress(back, state, 'L26', at, 'cancellation denied', null);
        }
        return;
      default:
        return;
    }
  }

  private settle(obligation: Obligation, status: Status): void {
    let part: Parts;
    try {
      part = partOf(obligation, status.status === 'SETTLED' ? undefined : status.settledQuantity);
    } catch (error) {
      if (!(error instanceof PartRefused)) throw error;
      this.refusedParts.push({ status, why: error.message });
      return;
    }
    const { state, failing } = obligation;
    const after = withPart(obligation, part);
    const open = remainder(after);
    const final = isEmpty(open);
    const to: State = final ? 'SETTLED' : failing ? 'FAILING' : 'PARTIALLY_SETTLED';
    const moved = this.move(after, to);
    const transition =
      state === 'CANCEL_PENDING'
        ? 'L26'
        : final
          ? 'L18'
          : state === 'FAILING'
            ? 'L20'
            : state === 'PARTIALLY_SETTLED'
              ? 'L17'
              : 'L16';
    this.say('obligation-settled', moved, transition, status.occurredAt, {
      part: final ? 'final' : 'partial',
      effectiveDate: status.effectiveDate ?? status.occurredAt.slice(0, 10),
      ...part,
      remaining: open,
      wasFailing: failing,
      trade: moved.trade,
    });
  }

  /** Every event of an obligation is one step of its sequence. */
  private move(obligation: Obligation, state: State): Obligation {
    const moved = { ...obligation, state, sequence: obligation.sequence + 1 };
    this.obligations.set(moved.obligationId, moved);
    return moved;
  }

  private progress(
    obligation: Obligation,
    from: State,
    transition: string,
    at: string,
    reasonCode: string | null,
    remaining: Parts | null,
  ): void {
    this.say('obligation-progressed', obligation, transition, at, {
      from,
      to: obligation.state,
      reasonCode,
      reason: reasonCode === null ? null : reasonText(reasonCode),
      remaining,
    });
  }

  private say(
    kind: Exclude<Saying['kind'], 'version-withdrawn'>,
    obligation: Obligation,
    transition: string,
    occurredAt: string,
    more: object,
  ): void {
    const { obligationId, sequence, tradeId, version, terms } = obligation;
    this.said.push({
      kind,
      event: {
        eventId: idOf('obligation-event', obligationId, sequence),
        obligationId,
        sequence,
        tradeId,
        version,
        leg: terms.leg,
        transition,
        occurredAt,
        ...more,
      },
    } as Saying);
  }
}
