import { z } from 'zod';
import { roles, type Right, type Role } from '../people/rights.js';
import { reference } from '../wire.js';

/** A name to sign in with; `admin` and its kin are what guessers try first, so nobody has them. */
export const handle = z
  .string()
  .regex(/^[a-z][a-z0-9._-]{1,31}$/, 'begins with a small letter; 2 to 32 small letters, digits, dots, dashes')
  .refine(
    (text) => !['admin', 'administrator', 'root', 'system', 'asiento', 'machine'].includes(text),
    'is not given to anybody',
  );

const password = z.string().min(15, 'has at least 15 characters').max(256);
/** Of an authenticator application, RFC 6238. */
const code = z.string().regex(/^\d{6}$/, 'has six digits');
/** Control characters and marks that turn the direction of writing could show a reader something else than is kept. */
const readable = z
  .string()
  .regex(/^\P{C}*$/u, 'has no invisible characters')
  .trim();
const reason = readable.min(3).max(500);
const personName = readable.min(1).max(100);
const heldRoles = z.array(z.enum(roles)).min(1).max(roles.length);

/** Who is signed in. GET /api/gateway/session; 401 `sign-in-needed`, or `first-person-needed` in a house without people. */
export interface SessionView {
  readonly handle: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly rights: readonly Right[];
  /** `none` until an authenticator application is enrolled; approving needs one. */
  readonly factor: 'none' | 'totp';
  /** Until when a fresh code counts; null when none does. */
  readonly factorFreshUntil: string | null;
  readonly signedInAt: string;
  /**
   * Ends then without an act, and then whatever happens. What a page asks for by itself, without anybody there, carries
   * `x-asiento-background: yes` and puts no end off; neither does asking who is signed in.
   */
  readonly idleEndsAt: string;
  readonly endsAt: string;
  /** Goes along as `x-asiento-csrf` with whatever is no GET. */
  readonly csrf: string;
  /** Base path of the administration of people, for those who may see it; null for everybody else. */
  readonly peoplePath: string | null;
}

/**
 * POST /api/gateway/session: 201 SessionView; 401 `sign-in-refused` whatever was wrong; 401 `code-needed` where the password
 * is right and a code is missing; 429 `wait-first` with Retry-After.
 */
export const signInRequest = z.strictObject({
  handle: z.string().min(1).max(64),
  password: z.string().min(1).max(256),
  code: code.optional(),
});

/** POST /api/gateway/session/factor: a fresh code for what needs one; SessionView. DELETE /api/gateway/session signs out: 204. */
export const freshFactorRequest = z.strictObject({ code });

/** GET /api/gateway/invitations/:token; 404 when it is used, expired or unknown. */
export interface InvitationView {
  readonly handle: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly expiresAt: string;
}

/**
 * POST /api/gateway/invitations, of the machine's own command line: 201 InvitationLink; 409 `house-is-founded` once an
 * administrator and an approver are active.
 */
export const foundingInvitationRequest = z.strictObject({ handle, name: personName, roles: heldRoles });

/** What is handed to an invited person; shown once, good for 24 hours and one use. */
export interface InvitationLink {
  readonly token: string;
  /** Of the page of the dashboard that takes it: `/invitation/<token>`. */
  readonly path: string;
  readonly expiresAt: string;
}

/** POST /api/gateway/invitations/:token/accept: 201 SessionView; the password is refused when it is known from breaches. */
export const acceptInvitationRequest = z.strictObject({ password });

/** POST /api/gateway/factors/totp: begins an enrolment; needs the password again. */
export const enrolFactorRequest = z.strictObject({ password: z.string().min(1).max(256) });

/** What an authenticator application takes; shown once. */
export interface FactorToEnrol {
  readonly secret: string;
  readonly uri: string;
}

/** POST /api/gateway/factors/totp/confirm: SessionView; the factor counts from then on. */
export const confirmFactorRequest = z.strictObject({ code });

/** What an administrator proposes about people, and an approver approves. */
export const peopleSubject = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('invite'), handle, name: personName, roles: heldRoles }),
  z.strictObject({ kind: z.literal('roles'), handle: reference, roles: heldRoles }),
  z.strictObject({ kind: z.literal('disable'), handle: reference }),
  z.strictObject({ kind: z.literal('reset-factor'), handle: reference }),
  /** A link as for an invitation, by which the person chooses another password; roles stay. */
  z.strictObject({ kind: z.literal('reset-password'), handle: reference }),
]);
export type PeopleSubject = z.output<typeof peopleSubject>;

/** POST /api/gateway/:peoplePath/proposals */
export const peopleProposalRequest = z.strictObject({ subject: peopleSubject, reason });

/** POST /api/gateway/:peoplePath/proposals/:proposalId/approve; `shown` is the digest of what the approver saw. */
export const peopleApprovalRequest = z.strictObject({ shown: z.string().regex(/^[0-9a-f]{64}$/), reason });
/** POST /api/gateway/:peoplePath/proposals/:proposalId/reject or …/withdraw */
export const peopleRejectionRequest = z.strictObject({ reason });

/** GET /api/gateway/:peoplePath/proposals?state= */
export interface PeopleProposalRow {
  readonly proposalId: string;
  readonly subject: PeopleSubject;
  /** Roles before, for a change of them. */
  readonly before: readonly Role[] | null;
  readonly state: 'waiting' | 'approved' | 'rejected' | 'withdrawn' | 'expired';
  readonly proposedBy: string;
  readonly proposedAt: string;
  readonly reason: string;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly decisionReason: string | null;
  readonly expiresAt: string;
  /** SHA-256 of subject and before. */
  readonly shown: string;
}

/** The answer to an approval. */
export interface PeopleApproved extends PeopleProposalRow {
  /** For the invited person, from the approver's own hands; null for what is no invitation. */
  readonly invitation: InvitationLink | null;
}

/** GET /api/gateway/:peoplePath/people */
export interface PersonRow {
  readonly handle: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly state: 'invited' | 'active' | 'disabled';
  readonly factor: 'none' | 'totp';
  readonly lastSignInAt: string | null;
}

/** GET /api/gateway/audit-log?actor=&act=: what people did and saw, newest first. */
export interface AuditRow {
  readonly sequence: string;
  readonly at: string;
  readonly actor: string;
  /** For example `signed-in`, `read`, `acted`, `refused`. */
  readonly act: string;
  /** What it was done to: a path of the API, or a handle. */
  readonly object: string;
  readonly detail: string;
  readonly address: string;
  readonly hash: string;
}

/** GET /api/gateway/audit-log/check: whether every row still says what was written, and none is missing. */
export interface AuditCheck {
  readonly rows: string;
  readonly head: string;
  /** Sequence of the first row that does not follow from the one before it; null when all do. */
  readonly brokenAt: string | null;
}
