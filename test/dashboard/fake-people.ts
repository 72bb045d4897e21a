import { createHash } from 'node:crypto';
import {
  rightsOf,
  type AuditRow,
  type InvitationView,
  type PeopleProposalRow,
  type PeopleSubject,
  type PersonRow,
  type Role,
  type SessionView,
} from '#contracts';

/** What the people's part of the gateway is asked for and answers; the answers are those of the contract. */
export interface PeopleAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly code?: string;
  /** Of the session that begins with this answer; `null` when it ends. */
  readonly cookie?: string | null;
  readonly retryAfter?: number;
}

interface FakePerson extends PersonRow {
  readonly password: string;
}

export const PEOPLE_PATH = 'people-7f3k';
/** The only code that any second factor takes. */
export const RIGHT_CODE = '246810';
export const BREACHED = 'password password';
const AT = '2026-06-17T16:30:00.000Z';

export const passwordOf = (handle: string): string => `${handle} keeps the books open`;

/**
 * People of an invented house: nerea is clerk and controller, ingrid clerk, marta controller, luis approver with a second
 * factor, rosa approver without one, olga auditor, amaia administrator.
 */
export class FakePeople {
  readonly people = new Map<string, FakePerson>();
  readonly proposals: PeopleProposalRow[] = [];
  readonly invitations = new Map<string, InvitationView>();
  readonly audit: AuditRow[] = [];
  /** Sign-ins are answered with 429 and this many seconds; 0 for not. */
  waitSeconds = 0;
  /** A code given counts as fresh for as long as this is on. */
  freshCodes = true;
  private readonly sessions = new Map<string, { readonly handle: string; fresh: boolean }>();
  private began = 0;

  constructor() {
    const house: readonly (readonly [string, string, readonly Role[], 'none' | 'totp'])[] = [
      ['nerea', 'Nerea', ['clerk', 'controller'], 'none'],
      ['ingrid', 'Ingrid', ['clerk'], 'none'],
      ['marta', 'Marta', ['controller'], 'none'],
      ['luis', 'Luis', ['approver'], 'totp'],
      ['rosa', 'Rosa', ['approver'], 'none'],
      ['olga', 'Olga', ['auditor'], 'none'],
      ['amaia', 'Amaia', ['administrator'], 'none'],
    ];
    for (const [handle, name, roles, factor] of house)
      this.people.set(handle, {
        handle,
        name,
        roles,
        factor,
        state: 'active',
        lastSignInAt: AT,
        password: passwordOf(handle),
      });
  }

  change(handle: string, changes: Partial<PersonRow>): void {
    const person = this.people.get(handle);
    if (person) this.people.set(handle, { ...person, ...changes });
  }

  /** Ends every session, as the house does when nobody acted for a while. */
  endSessions(): void {
    this.sessions.clear();
  }

  /** Handle of who has a session under this cookie. */
  holderOf(cookie: string | undefined): string | undefined {
    return this.sessions.get(cookie ?? '')?.handle;
  }

  hasFreshCode(cookie: string | undefined): boolean {
    return this.sessions.get(cookie ?? '')?.fresh ?? false;
  }

  csrfOf(cookie: string | undefined): string {
    return `csrf of ${cookie ?? ''}`;
  }

  view(cookie: string | undefined): SessionView | undefined {
    const person = this.people.get(this.holderOf(cookie) ?? '');
    if (person === undefined) return undefined;
    const rights = rightsOf(person.roles);
    return {
      handle: person.handle,
      name: person.name,
      roles: person.roles,
      rights,
      factor: person.factor,
      factorFreshUntil: this.hasFreshCode(cookie) ? '2026-06-17T16:40:00.000Z' : null,
      signedInAt: AT,
      idleEndsAt: '2026-06-17T16:45:00.000Z',
      endsAt: '2026-06-18T00:30:00.000Z',
      csrf: this.csrfOf(cookie),
      peoplePath: rights.includes('read-people') ? PEOPLE_PATH : null,
    };
  }

  signIn(body: { readonly handle?: string; readonly password?: string; readonly code?: string }): PeopleAnswer {
    if (this.waitSeconds > 0) return { status: 429, code: 'wait-first', retryAfter: this.waitSeconds };
    const person = this.people.get(body.handle ?? '');
    if (person?.state !== 'active' || person.password !== body.password)
      return { status: 401, code: 'sign-in-refused' };
    if (person.factor === 'totp' && body.code === undefined) return { status: 401, code: 'code-needed' };
    if (person.factor === 'totp' && body.code !== RIGHT_CODE) return { status: 401, code: 'sign-in-refused' };
    return this.begin(person.handle, person.factor === 'totp' && this.freshCodes);
  }

  signOut(cookie: string): PeopleAnswer {
    this.note(this.holderOf(cookie) ?? '', 'signed-out', 'session');
    this.sessions.delete(cookie);
    return { status: 204, cookie: null };
  }

  freshCode(cookie: string, code: string | undefined): PeopleAnswer {
    if (code !== RIGHT_CODE) return { status: 422, code: 'code-refused' };
    const session = this.sessions.get(cookie);
    if (session) session.fresh = true;
    return { status: 200, body: this.view(cookie) };
  }

  beginEnrolment(cookie: string, password: string | undefined): PeopleAnswer {
    const person = this.people.get(this.holderOf(cookie) ?? '');
    if (person?.password !== password) return { status: 401, code: 'sign-in-refused' };
    const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
    return { status: 201, body: { secret, uri: `otpauth://totp/Asiento:${person?.handle}?secret=${secret}` } };
  }

  confirmEnrolment(cookie: string, code: string | undefined): PeopleAnswer {
    const person = this.people.get(this.holderOf(cookie) ?? '');
    if (person === undefined || code !== RIGHT_CODE) return { status: 422, code: 'code-refused' };
    this.change(person.handle, { factor: 'totp' });
    return this.freshCode(cookie, code);
  }

  accept(token: string, password: string): PeopleAnswer {
    const invitation = this.invitations.get(token);
    if (invitation === undefined) return { status: 404, code: 'invitation-unknown' };
    if (password === BREACHED) return { status: 422, code: 'password-refused' };
    this.invitations.delete(token);
    const { handle, name, roles } = invitation;
    this.people.set(handle, { handle, name, roles, password, factor: 'none', state: 'active', lastSignInAt: AT });
    return this.begin(handle, false);
  }

  rows(): PersonRow[] {
    return [...this.people.values()].map(({ password: _, ...row }) => row);
  }

  propose(proposedBy: string, subject: PeopleSubject, reason: string): PeopleProposalRow {
    const before = subject.kind === 'roles' ? (this.people.get(subject.handle)?.roles ?? []) : null;
    const proposal: PeopleProposalRow = {
      proposalId: `people-proposal-${this.proposals.length + 1}`,
      subject,
      before,
      state: 'waiting',
      proposedBy,
      proposedAt: AT,
      reason,
      decidedBy: null,
      decidedAt: null,
      decisionReason: null,
      expiresAt: '2026-06-24T16:30:00.000Z',
      shown: createHash('sha256').update(JSON.stringify({ subject, before })).digest('hex'),
    };
    this.proposals.push(proposal);
    return proposal;
  }

  decide(
    by: string,
    proposalId: string,
    act: string,
    { reason, shown }: { readonly reason: string; readonly shown?: string },
  ): PeopleAnswer {
    const proposal = this.proposals.find((each) => each.proposalId === proposalId);
    if (proposal?.state !== 'waiting') return { status: 409, code: 'proposal-unknown' };
    if ((proposal.proposedBy === by) !== (act === 'withdraw')) return { status: 403, code: 'right-missing' };
    if (act === 'approve' && shown !== proposal.shown) return { status: 409, code: 'decision-overtaken' };
    const state = ({ approve: 'approved', reject: 'rejected', withdraw: 'withdrawn' } as const)[act as 'approve'];
    const decided: PeopleProposalRow = { ...proposal, state, decidedBy: by, decidedAt: AT, decisionReason: reason };
    this.proposals[this.proposals.indexOf(proposal)] = decided;
    return { status: 200, body: { ...decided, ...(act === 'approve' ? this.carryOut(proposal.subject) : {}) } };
  }

  note(actor: string, act: string, object: string): void {
    const sequence = String(this.audit.length + 1);
    const hash = createHash('sha256').update(`${sequence} ${actor} ${act} ${object}`).digest('hex');
    this.audit.unshift({ sequence, at: AT, actor, act, object, detail: '', address: '127.0.0.1', hash });
  }

  private carryOut(subject: PeopleSubject): { readonly invitation?: { readonly path: string } } {
    if (subject.kind === 'invite') {
      const { handle, name, roles } = subject;
      this.invitations.set(`token-${handle}`, { handle, name, roles, expiresAt: '2026-06-20T16:30:00.000Z' });
      return { invitation: { path: `/invitation/token-${handle}` } };
    }
    if (subject.kind === 'roles') this.change(subject.handle, { roles: subject.roles });
    if (subject.kind === 'disable') this.change(subject.handle, { state: 'disabled' });
    if (subject.kind === 'reset-factor') this.change(subject.handle, { factor: 'none' });
    return {};
  }

  private begin(handle: string, fresh: boolean): PeopleAnswer {
    this.began += 1;
    const cookie = `session-${this.began}`;
    this.sessions.set(cookie, { handle, fresh });
    this.note(handle, 'signed-in', handle);
    return { status: 201, cookie, body: this.view(cookie) };
  }
}
