import type { Decision, Subject } from './ledger-acts.js';
import type { ModelLedger } from './model-ledger.js';

interface Proposal {
  readonly id: string;
  readonly subject: Subject;
  readonly by: string;
  readonly state: 'waiting' | 'approved' | 'rejected';
}

const DAYS: readonly number[] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** What two people decide about months, and what stands in the way of a hard close. */
export class ModelProposals {
  private constructor(
    private readonly known: Map<string, Proposal>,
    private ended: string | null,
  ) {}

  static none(): ModelProposals {
    return new ModelProposals(new Map(), null);
  }

  fork(): ModelProposals {
    return new ModelProposals(new Map(this.known), this.ended);
  }

  endDay(day: string): string {
    if (this.ended === null || day > this.ended) this.ended = day;
    return `ended ${this.ended}`;
  }

  list(): string[] {
    return [...this.known.values()].map(({ id, state }) => `${id} ${state}`).sort();
  }

  decide(ledger: ModelLedger, { proposalId: id, act, actor, subject, asShown }: Decision): string {
    if (act === 'propose') return subject === null ? 'refused: no subject' : this.propose(ledger, id, subject, actor);
    const proposal = this.known.get(id);
    if (!proposal) return 'refused: unknown';
    if (proposal.state !== 'waiting') return 'refused: decided';
    if (act === 'reject') return this.end(proposal, 'rejected', 'done');
    if (proposal.by.toLowerCase() === actor.toLowerCase()) return 'refused: same person';
    if (!asShown) return 'refused: not as shown';
    const outcome = this.carryOut(ledger, proposal.subject, proposal.by, actor);
    return outcome === 'done' ? this.end(proposal, 'approved', outcome) : outcome;
  }

  private propose(ledger: ModelLedger, id: string, subject: Subject, by: string): string {
    if (this.known.has(id)) return 'refused: id taken';
    const proposal: Proposal = { id, subject, by, state: 'waiting' };
    this.known.set(id, proposal);
    if (subject.kind !== 'period' || subject.to !== 'soft' || ledger.stateOf(subject.month) !== 'open') return 'done';
    return this.end(proposal, 'approved', this.carryOut(ledger, subject, by, null));
  }

  private end(proposal: Proposal, state: Proposal['state'], outcome: string): string {
    this.known.set(proposal.id, { ...proposal, state });
    return outcome;
  }

  private carryOut(ledger: ModelLedger, subject: Subject, by: string, other: string | null): string {
    if (subject.kind === 'payroll') return 'refused: no payroll';
    const { month, to } = subject;
    const from = ledger.stateOf(month);
    if (from === to) return 'refused: already so';
    if (!['open soft', 'soft hard', 'soft open', 'hard soft'].includes(`${from} ${to}`)) return 'refused: no way';
    if (to === 'hard' && this.isBlocked(ledger, month)) return 'refused: not ready';
    ledger.changePeriod({ month, to, proposedBy: by, approvedBy: other });
    return 'done';
  }

  private isBlocked(ledger: ModelLedger, month: string): boolean {
    const last = `${month}-${DAYS[Number(month.slice(5)) - 1] ?? 31}`;
    if (this.ended === null || this.ended < last) return true;
    if ([...this.known.values()].some(({ subject, state }) => subject.kind === 'payroll' && state === 'waiting'))
      return true;
    return ['TDA', 'SDA'].some((accounting) => holdsSuspense(ledger, accounting, last));
  }
}

function holdsSuspense(ledger: ModelLedger, accounting: string, through: string): boolean {
  const sums = new Map<string, bigint>();
  for (const journal of ledger.journals) {
    if (journal.day > through || (journal.accounting !== 'common' && journal.accounting !== accounting)) continue;
    for (const { account, detail, currency, units } of journal.lines) {
      if (account !== '2900') continue;
      const place = `${journal.book}|${detail}|${currency}`;
      sums.set(place, (sums.get(place) ?? 0n) + units);
    }
  }
  return [...sums.values()].some((sum) => sum !== 0n);
}
