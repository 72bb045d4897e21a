import type { Trade } from '#domain/trade';
import { hasSettledPart, moveBooks, passCutOff, requestCancellation } from './facts.js';
import { instruct, type CustodianOf } from './instruct.js';
import type { Cause, Contradiction, Obligation, Outcome, Step } from './obligation.js';
import type { Parts } from './parts.js';
import type { Change, SettlingTrade, Standing, VersionTerms } from './settling-trade.js';

/** A version is void, with nothing of it left at a custodian. */
export interface Withdrawal {
  readonly version: number;
  readonly by: 'AMEND' | 'CANCEL';
  readonly nextVersion: number;
  readonly next: Trade | null;
  readonly settled: readonly (Parts & { readonly leg: Obligation['terms']['leg'] })[];
}

/** Something to be said, in this order. */
export type Said =
  | {
      readonly kind: 'step';
      readonly step: Step;
      readonly obligation: Obligation;
      /** Version and terms that stand when it is said; null only before any terms are known. */
      readonly version: number;
      readonly terms: VersionTerms | null;
    }
  | { readonly kind: 'withdrawn'; readonly withdrawal: Withdrawal }
  | { readonly kind: 'refused'; readonly version: number; readonly reason: string };

export const CANCELLED_FOR_GOOD = 'the trade is cancelled: report it as a new one';
export const ALL_SETTLED = 'all of it has settled: book an offsetting trade instead';
export const PART_SETTLED = 'a part of it has settled: cancel the rest and report it as a new trade';
export const MOVED_TOO_LATE = 'a part of it has settled in the old book: move it by a transfer between the books';

const isOpen = ({ state }: Obligation): boolean =>
  state !== 'SETTLED' && state !== 'CANCELLED' && state !== 'CONFIRMED';

/**
 * A trade while facts about it are applied. Changes take effect in the order of their versions, each as soon as nothing of
 * the version before is at a custodian; what is confirmed is instructed as soon as its version stands. So the order in which
 * confirmations, changes and reports come does not matter for where it ends.
 */
export class SettlingCase {
  readonly said: Said[] = [];
  readonly contradictions: Contradiction[] = [];

  constructor(
    public trade: SettlingTrade,
    private readonly known: Map<string, Obligation>,
    private readonly custodianOf: CustodianOf,
    /** Business date of the last settlement cut-off; null before the first. */
    private readonly cutOff: string | null = null,
  ) {}

  get obligations(): readonly Obligation[] {
    return [...this.known.values()];
  }

  /** Takes over what a fact did to one obligation. */
  follow({ obligation, steps, contradictions }: Outcome): void {
    this.known.set(obligation.obligationId, obligation);
    this.contradictions.push(...contradictions);
    const { standing, terms } = this.trade;
    const version = standing?.version ?? obligation.version;
    this.said.push(...steps.map((step): Said => ({ kind: 'step', step, obligation, version, terms })));
  }

  /** Lets take effect what can. @throws NoCustodian */
  advance(cause: Cause): void {
    while (this.takeFirstChange(cause));
    this.instructHeld(cause);
  }

  private live(): Obligation[] {
    const root = this.trade.standing?.root;
    return this.obligations.filter(({ version }) => version === root);
  }

  /** False when there is none, or it has to wait for a custodian. */
  private takeFirstChange(cause: Cause): boolean {
    const { standing, changes } = this.trade;
    const [change] = changes;
    if (!change || !standing) return false;
    if (standing.cancelled) return this.refuse(change, CANCELLED_FOR_GOOD);
    return change.amendment === 'internal'
      ? this.moveBooks(standing, change, cause)
      : this.replace(standing, change, cause);
  }

  /** L27: obligations stay as they are, the books move. */
  private moveBooks(standing: Standing, change: Change, cause: Cause): boolean {
    if (this.live().some(hasSettledPart)) return this.refuse(change, MOVED_TOO_LATE);
    this.withdraw(standing, change, change.terms?.trade ?? null, []);
    this.stand({ ...standing, version: change.version }, change.terms);
    for (const obligation of this.live()) this.follow(moveBooks(obligation, cause));
    return true;
  }

  /** L22 to L26: what is open is cancelled first; the change takes effect when the custodian has answered for all of it. */
  private replace(standing: Standing, change: Change, cause: Cause): boolean {
    const begun = this.live();
    if (begun.length > 0 && begun.every(({ state }) => state === 'SETTLED')) return this.refuse(change, ALL_SETTLED);
    const asked = begun.some(({ evidence }) => evidence.cancelRequested);
    if (change.action === 'AMEND' && !asked && begun.some(hasSettledPart)) return this.refuse(change, PART_SETTLED);
    for (const obligation of begun) this.follow(requestCancellation(obligation, cause));

    const live = this.live();
    if (live.some(isOpen)) return false;
    // Settlement has overtaken an amendment: the rest is gone, what replaces it would settle the settled part again.
    const overtaken = change.action === 'AMEND' && live.some(hasSettledPart);
    const next = overtaken ? null : (change.terms?.trade ?? null);
    const settled = live.filter(hasSettledPart).map(({ terms, settled }) => ({ leg: terms.leg, ...settled }));
    this.withdraw(standing, change, next, settled);
    if (overtaken) this.note(change, PART_SETTLED);
    const { version } = change;
    this.stand({ version, root: version, cancelled: next === null }, null);
    return true;
  }

  private withdraw({ version }: Standing, change: Change, next: Trade | null, settled: Withdrawal['settled']): void {
    const by = next === null ? 'CANCEL' : 'AMEND';
    this.said.push({ kind: 'withdrawn', withdrawal: { version, by, nextVersion: change.version, next, settled } });
  }

  private refuse(change: Change, reason: string): true {
    this.note(change, reason);
    this.trade = { ...this.trade, changes: this.trade.changes.slice(1) };
    return true;
  }

  private note({ version }: Change, reason: string): void {
    this.said.push({ kind: 'refused', version, reason });
    this.trade = { ...this.trade, refused: [...this.trade.refused, { version, reason }] };
  }

  /** The first change has taken effect. */
  private stand(standing: Standing, terms: VersionTerms | null): void {
    const { held, changes } = this.trade;
    const counts = held !== null && !standing.cancelled && held.version >= standing.root;
    this.trade = { ...this.trade, standing, terms, changes: changes.slice(1), held: counts ? held : null };
  }

  /** What is instructed after the cut-off of its date fails at once (L8, then L19). */
  private instructHeld(cause: Cause): void {
    const { tradeId, standing, held, terms } = this.trade;
    if (!held || !standing || standing.cancelled || held.version > standing.version) return;
    const newest = terms && terms.version > held.version ? terms : held;
    this.trade = { ...this.trade, terms: newest, held: null };
    if (this.live().length > 0) return;
    for (const begun of instruct(tradeId, standing.root, held.trade, this.custodianOf, cause)) {
      this.follow(begun);
      if (this.cutOff !== null) this.follow(passCutOff(begun.obligation, this.cutOff, cause));
    }
  }
}
