import type { DeskProposalRow, Role } from '#contracts';
import type { DeskProposals } from '#platform/approvals';
import { PERSON_HEADER, signNote, type Asked, type Person } from '#platform/identity';

/** Of every service that a test starts by itself. */
export const peopleKeyOfTests = Buffer.alloc(32, 7);

/** Somebody who has signed in and given a fresh code. */
export function person(handle: string, ...roles: readonly Role[]): Person {
  return { handle, roles, factorUntil: Date.now() + 600_000, machine: false };
}

export const nerea = person('nerea', 'clerk');

/** What the gateway would send along for a person. */
export function noteOf(who: Person, asked: Asked): Readonly<Record<string, string>> {
  return { [PERSON_HEADER]: signNote(who, asked, peopleKeyOfTests, Date.now()) };
}

export const ingrid = person('ingrid', 'approver');

/** Has a second person agree to what was proposed. */
export function agree(
  proposals: Pick<DeskProposals, 'approve'>,
  { proposalId, shown }: DeskProposalRow,
  who = ingrid,
): Promise<DeskProposalRow> {
  return proposals.approve(proposalId, { shown, reason: 'looked at it' }, who);
}
