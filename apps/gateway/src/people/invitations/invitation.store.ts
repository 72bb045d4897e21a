import { randomBytes } from 'node:crypto';
import { conflictOf, roles as allRoles, type InvitationLink, type InvitationView, type Role } from '#contracts';
import type { Transaction } from '#platform/database';
import { problem } from '#platform/http';
import { digestOf } from '../sessions/secrets.js';

const VALID_MS = 86_400_000;

export interface Invited {
  readonly handle: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

/** Roles as they are kept: each once, in the order of the house. @throws ProblemException 422 when nobody may hold them together */
export function heldTogether(given: readonly Role[]): readonly Role[] {
  const conflict = conflictOf(given);
  if (conflict !== undefined)
    throw problem(422, 'roles-conflict', 'Nobody may hold these roles together', `One person ${conflict}.`);
  return allRoles.filter((role) => given.includes(role));
}

/**
 * Mints an invitation; an earlier one of the same person counts no longer.
 * @throws ProblemException 409 when the handle is in use
 */
export async function invite(tx: Transaction, { handle, name, roles }: Invited, now: number): Promise<InvitationLink> {
  const kept = await tx.execute(
    `insert into gateway.person (handle, name, roles, state) values ($1, $2, $3, 'invited')
     on conflict (handle) do update set name = excluded.name, roles = excluded.roles where person.state = 'invited'`,
    [handle, name, heldTogether(roles)],
  );
  if (kept === 0)
    throw problem(409, 'handle-taken', 'The handle is in use', `${handle} is or was somebody of this house.`);
  return mint(tx, handle, now);
}

/** Lets somebody who works here choose another password; until then the person is out, and every session has ended. */
export async function inviteAgain(tx: Transaction, handle: string, now: number): Promise<InvitationLink> {
  await tx.execute(`update gateway.person set state = 'invited' where handle = $1 and state = 'active'`, [handle]);
  return mint(tx, handle, now);
}

async function mint(tx: Transaction, handle: string, now: number): Promise<InvitationLink> {
  await tx.execute('delete from gateway.invitation where handle = $1', [handle]);
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now + VALID_MS);
  await tx.execute('insert into gateway.invitation (digest, handle, expires_at) values ($1, $2, $3)', [
    digestOf(token),
    handle,
    expiresAt,
  ]);
  return { token, path: `/invitation/${token}`, expiresAt: expiresAt.toISOString() };
}

/** What an invitation says as long as it counts. @throws ProblemException 404 when it is used, expired or unknown */
export async function openInvitation(tx: Transaction, token: string, now: number): Promise<InvitationView> {
  const [row] = await tx.rows<{ handle: string; name: string; roles: Role[]; expires_at: Date }>(
    `select handle, name, roles, expires_at from gateway.invitation join gateway.person using (handle)
     where digest = $1 and used_at is null and expires_at > $2 and state = 'invited'`,
    [digestOf(token), new Date(now)],
  );
  if (row === undefined) throw invitationUnknown();
  const { handle, name, roles, expires_at } = row;
  return { handle, name, roles, expiresAt: expires_at.toISOString() };
}

/** Uses an invitation up. @throws ProblemException 404 when somebody was faster, or it counts no longer */
export async function useUp(tx: Transaction, token: string, now: number): Promise<string> {
  const [row] = await tx.rows<{ handle: string }>(
    `update gateway.invitation set used_at = $2 where digest = $1 and used_at is null and expires_at > $2 returning handle`,
    [digestOf(token), new Date(now)],
  );
  const begun =
    row !== undefined &&
    (await tx.execute(`update gateway.person set state = 'active' where handle = $1 and state = 'invited'`, [
      row.handle,
    ])) === 1;
  if (!begun) throw invitationUnknown();
  return row.handle;
}

const invitationUnknown = () =>
  problem(
    404,
    'invitation-unknown',
    'This invitation counts no longer',
    'It was used, is more than a day old, or never was. Ask for another one.',
  );
