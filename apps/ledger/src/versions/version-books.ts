import type { breakClosed, EventOf, versionWithdrawn } from '#contracts';
import {
  asPosted,
  commissionKey,
  completionOf,
  failReversal,
  forwardRelease,
  holdingChange,
  holdsSecurities,
  reversalOf,
  tradeDateJournals,
  tradeDateKey,
  type BookedVersion,
  type Journal,
  type PostedJournal,
  type SecurityTrade,
} from '#domain/ledger';
import { money } from '#domain/money';
import type { Transaction } from '#platform/database';
import type { BooksCalendar } from '../books/books-calendar.js';
import type { Cause, Entry } from '../books/entry.js';
import { journalsByKey } from '../books/posted-journals.js';
import { withdrawDeposits } from './deposit-positions.js';
import { closeWithdrawn, forgetBooked, openForwards, valuedForwardsOf } from './forward-positions.js';
import { refoldLate, type HoldingMoved } from './holdings.js';
import { settledCash, shareOf } from './settled-share.js';
import { broughtBy, noteCaptured, noteStanding, type StandingHolding, type VersionFacts } from './version-facts.js';

type Withdrawal = EventOf<typeof versionWithdrawn>;
type Correction = EventOf<typeof breakClosed>;

export interface VersionToBook {
  readonly booked: BookedVersion;
  readonly journals: readonly Journal[];
  readonly cause: Cause;
}

/**
 * The trade-date books of versions, as a function of what is known of each: captured, corrected, withdrawn. Whichever event
 * comes last applies what waited, so that every order of the events posts the same journals.
 */
export class VersionBooks {
  /** What is to be posted, in order. */
  readonly entries: Entry[] = [];
  /** Journals of this batch, which the database does not have yet. */
  private readonly fresh = new Map<string, PostedJournal[]>();
  private readonly moved: HoldingMoved[] = [];

  constructor(
    private readonly tx: Transaction,
    private readonly calendar: BooksCalendar,
  ) {}

  /** Books versions on their trade date, and then what was heard of them before. */
  async book(versions: readonly VersionToBook[]): Promise<void> {
    if (versions.length === 0) return;
    for (const { journals, cause } of versions) this.post(journals, cause);
    const booked = versions.map((one) => one.booked);
    await openForwards(this.tx, booked);
    const waiting = await noteCaptured(this.tx, booked);
    for (const { trade } of booked)
      if (trade.product === 'bond' || trade.product === 'equity') this.moved.push(movedBy(trade));
    await this.correct(waiting.filter(({ correction }) => correction));
    await this.withdraw(waiting.filter(({ withdrawal }) => withdrawal));
  }

  /** Other terms stand for these versions from the beginning: undoes the captured ones, books the others (R15). */
  async correct(versions: readonly VersionFacts[], alreadyWithdrawn = false): Promise<void> {
    if (versions.length === 0) return;
    const originals = await this.load(versions, () => 'front');
    await this.releaseForwards(versions);
    const standing: StandingHolding[] = [];
    const reopened: BookedVersion[] = [];
    for (const facts of versions) {
      const { tradeId, version, correction, withdrawal } = facts;
      if (!correction?.correction) continue;
      const cause = correctedBy(correction, facts);
      const { stands } = correction.correction;
      const journals = keysOf(tradeId, version, 'front').flatMap((key) => originals.get(key) ?? []);
      const share = alreadyWithdrawn && withdrawal ? shareOf(journals, withdrawal.settled) : undefined;
      for (const original of journals) {
        const reversal = reversalOf(original, share?.(original));
        const completion = share && reversal ? completionOf(original, reversal) : undefined;
        this.post([...(reversal ? [reversal] : []), ...(completion ? [completion] : [])], cause);
      }
      const booked: BookedVersion = { tradeId, version, basis: 'accepted-middle', trade: stands };
      this.post(tradeDateJournals(booked), cause);
      reopened.push(booked);
      if (facts.holding) this.moved.push(facts.holding);
      if (stands.product === 'bond' || stands.product === 'equity') standing.push(standingOf(booked, stands));
    }
    await openForwards(this.tx, reopened);
    await noteStanding(this.tx, standing);
    this.moved.push(...standing);
    if (alreadyWithdrawn) await this.withdraw(versions, false);
  }

  /** These versions are void (R15): undoes what of them never settled, and books what replaces them. */
  async withdraw(versions: readonly VersionFacts[], withNext = true): Promise<void> {
    if (versions.length === 0) return;
    const basisOf = ({ correction }: VersionFacts): BookedVersion['basis'] =>
      correction?.correction ? 'accepted-middle' : 'front';
    const originals = await this.load(versions, basisOf);
    const standing: StandingHolding[] = [];
    const next: VersionToBook[] = [];
    for (const facts of versions) {
      const { tradeId, version, withdrawal } = facts;
      if (!withdrawal) continue;
      const holding = holdingOf(facts);
      const cause = withdrawnBy(withdrawal, facts);
      const journals = keysOf(tradeId, version, basisOf(facts)).flatMap((key) => originals.get(key) ?? []);
      const share = shareOf(journals, withdrawal.settled);
      const reversals = journals.flatMap((original) => reversalOf(original, share(original)) ?? []);
      this.post(reversals, cause);
      if (holding) {
        this.moved.push(holding);
        standing.push({ tradeId, version, ...holding, ...keptOf(holding, journals, reversals, withdrawal) });
      }
      if (withdrawal.next && withNext) next.push(replacement(withdrawal, cause));
    }
    await closeWithdrawn(this.tx, versions);
    await withdrawDeposits(this.tx, versions);
    await noteStanding(this.tx, standing);
    await this.book(next);
  }

  /** Takes back the fail of versions that are void: whichever of the two is heard last does it. */
  undoFails(versions: readonly VersionFacts[]): void {
    for (const facts of versions) {
      const { tradeId, version, withdrawal, fail } = facts;
      if (!withdrawal || !fail) continue;
      const terms = fail.trade.obligations.find(({ leg }) => leg === fail.leg);
      const settled = settledCash(withdrawal.settled);
      const left = (amount: { minorUnits: bigint; currency: string } | null | undefined) =>
        amount ? money(amount.minorUnits - settled, amount.currency) : null;
      const reversal = failReversal(
        { ...fail, tradeId, version, book: fail.trade.book, counterparty: fail.trade.counterparty },
        { pay: fail.pay && left(terms?.pay), receive: fail.receive && left(terms?.receive) },
      );
      if (reversal) this.post([reversal], withdrawnBy(withdrawal, facts));
    }
  }

  /** Call once, when all events of the batch are worked out. */
  async finish(): Promise<readonly Entry[]> {
    await refoldLate(this.tx, this.moved, this.calendar.ended);
    return this.entries;
  }

  private post(journals: readonly Journal[], cause: Cause): void {
    for (const journal of journals) {
      this.entries.push({ journal, ...cause });
      const list = this.fresh.get(journal.head.key);
      if (list) list.push(asPosted(journal));
      else this.fresh.set(journal.head.key, [asPosted(journal)]);
    }
  }

  /** Trade-date journals of the versions, of this batch or from the books. */
  private async load(
    versions: readonly VersionFacts[],
    basisOf: (facts: VersionFacts) => BookedVersion['basis'],
  ): Promise<Map<string, PostedJournal[]>> {
    const keys = versions.flatMap((facts) => keysOf(facts.tradeId, facts.version, basisOf(facts)));
    const found = await journalsByKey(
      this.tx,
      keys.filter((key) => !this.fresh.has(key)),
    );
    for (const key of keys) {
      const fresh = this.fresh.get(key);
      if (fresh) found.set(key, fresh);
    }
    return found;
  }

  /** The corrected terms are valued anew, maybe in another currency. */
  private async releaseForwards(versions: readonly VersionFacts[]): Promise<void> {
    const forwards = await valuedForwardsOf(this.tx, versions);
    const known = new Map(versions.map((facts) => [`${facts.tradeId}|${facts.version}`, facts]));
    for (const forward of forwards) {
      const facts = known.get(`${forward.tradeId}|${forward.version}`);
      const correction = facts?.correction;
      if (!facts || !correction?.correction) continue;
      const release = forwardRelease(forward, 'corrected', correction.correction.stands.tradeDate);
      if (release) this.post([release], correctedBy(correction, facts));
    }
    await forgetBooked(this.tx, forwards);
  }
}

const keysOf = (tradeId: string, version: number, basis: BookedVersion['basis']): string[] => {
  const key = tradeDateKey(tradeId, version, basis);
  return [key, `${key}/far`, commissionKey(tradeId, version, basis)];
};

function causeOf(
  { eventId, occurredAt }: { readonly eventId: string; readonly occurredAt: string },
  source: string | null,
  actor: string | null,
): Cause {
  return { sourceEventId: eventId, source: source ?? '', actor, approver: null, occurredAt, adjusting: false };
}

const withdrawnBy = (withdrawal: Withdrawal, { sources }: VersionFacts): Cause =>
  causeOf(withdrawal, sources.withdrawal, null);

const correctedBy = (correction: Correction, { sources }: VersionFacts): Cause =>
  causeOf(correction, sources.correction, correction.actor);

function replacement(withdrawal: Withdrawal, cause: Cause): VersionToBook {
  const { tradeId, nextVersion, next } = withdrawal;
  const booked: BookedVersion = {
    tradeId,
    version: nextVersion,
    basis: 'front',
    trade: next as BookedVersion['trade'],
  };
  return { booked, journals: tradeDateJournals(booked), cause };
}

const movedBy = ({ book, isin, consideration, tradeDate }: SecurityTrade): HoldingMoved => ({
  book,
  isin,
  currency: consideration.currency,
  tradeDate,
});

/** Where the version stands in a holding, on the terms that stand. */
function holdingOf({ tradeId, version, correction, holding }: VersionFacts): VersionFacts['holding'] {
  const stands = correction?.correction?.stands;
  if (!stands) return holding;
  if (stands.product !== 'bond' && stands.product !== 'equity') return null;
  return standingOf({ tradeId, version, basis: 'accepted-middle', trade: stands }, stands);
}

function standingOf({ tradeId, version }: BookedVersion, trade: SecurityTrade): StandingHolding {
  const { quantity, amount } = holdingChange(trade);
  return {
    ...{ tradeId, version, ...movedBy(trade), quantity },
    amountMinorUnits: amount.minorUnits,
    brought: broughtBy(trade),
  };
}

/** What settled stays in the holding: its quantity, and what the reversal left of the cost on 1100. */
function keptOf(
  { quantity }: { quantity: string },
  journals: readonly PostedJournal[],
  reversals: readonly Journal[],
  { settled }: Withdrawal,
): Pick<StandingHolding, 'quantity' | 'amountMinorUnits'> {
  const kept = settled.find(({ leg }) => leg === 'delivery')?.quantity ?? '0';
  const cost = [...journals, ...reversals]
    .flatMap(({ postings }) => postings)
    .filter(({ account }) => holdsSecurities(account))
    .reduce((sum, { amount }) => sum + amount.minorUnits, 0n);
  return { quantity: quantity.startsWith('-') && kept !== '0' ? `-${kept}` : kept, amountMinorUnits: cost };
}
