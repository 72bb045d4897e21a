import { createHash } from 'node:crypto';
import type { PeopleSubject, Role } from '#contracts';

/** How long a proposal waits for its second pair of eyes. */
export const PROPOSAL_MS = 7 * 86_400_000;

/** SHA-256 of what an approver is shown: whoever approves says by it what was seen. */
export function shownDigest(subject: PeopleSubject, before: readonly Role[] | null): string {
  const { kind, handle } = subject;
  const seen = {
    kind,
    handle,
    name: subject.kind === 'invite' ? subject.name : null,
    roles: 'roles' in subject ? subject.roles : null,
    before,
  };
  return createHash('sha256').update(JSON.stringify(seen)).digest('hex');
}
