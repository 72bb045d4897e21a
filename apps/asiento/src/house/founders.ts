import type { Role } from '#contracts';
import type { HouseApi } from './api.js';

export interface Invited {
  readonly handle: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

/** Where the invited person chooses a password, and until when. */
export interface Invitation {
  readonly token: string;
  readonly url: string;
  readonly expiresAt: string;
}

/** Invites one of the first people of a house. @throws CommandFailed once the house has an administrator and an approver */
export async function inviteFounder(api: HouseApi, invited: Invited): Promise<Invitation> {
  const { token, path, expiresAt } = await api.post<{ token: string; path: string; expiresAt: string }>(
    '/api/gateway/invitations',
    invited,
  );
  return { token, url: api.url + path, expiresAt };
}
