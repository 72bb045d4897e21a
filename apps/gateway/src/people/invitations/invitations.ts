import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { InvitationLink, InvitationView } from '#contracts';
import { Database } from '#platform/database';
import { problem } from '#platform/http';
import { writeAudit } from '../audit/audit-log.js';
import { Passwords } from '../passwords/passwords.js';
import { whyPasswordRefused } from '../passwords/why-refused.js';
import { PeopleSettings } from '../people-settings.js';
import { Sessions } from '../sessions/sessions.js';
import { deviceMark } from '../sign-in/known-device.js';
import type { SignedIn } from '../sign-in/sign-in.js';
import { invite, openInvitation, useUp, type Invited } from './invitation.store.js';

/** How somebody comes to work here: there is no user and no password that a house begins with. */
@Injectable()
export class Invitations {
  constructor(
    private readonly database: Database,
    private readonly settings: PeopleSettings,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
  ) {}

  view(token: string): Promise<InvitationView> {
    return openInvitation(this.database, token, this.settings.now());
  }

  /** @throws ProblemException 404, or 422 when the password would be guessed early */
  async accept(token: string, password: string, address: string): Promise<SignedIn> {
    const now = this.settings.now();
    const owner = await this.view(token);
    const why = whyPasswordRefused(password, owner, this.settings.refusedPasswords);
    if (why !== undefined)
      throw problem(422, 'password-refused', 'The password would be guessed early', `It ${why}. Choose another one.`, [
        { field: '/password', value: 'not shown', rule: why, remedy: 'Choose another one.' },
      ]);
    const hash = await this.passwords.hash(password);
    const sessionId = await this.database.transaction(async (tx) => {
      const handle = await useUp(tx, token, now);
      await tx.execute(
        `insert into gateway.credential (handle, hash, changed_at) values ($1, $2, $3)
         on conflict (handle) do update set hash = excluded.hash, changed_at = excluded.changed_at`,
        [handle, hash, new Date(now)],
      );
      await tx.execute('update gateway.person set last_sign_in_at = $2 where handle = $1', [handle, new Date(now)]);
      const id = await this.sessions.begin(tx, handle);
      const entry = { at: now, actor: handle, act: 'invitation-accepted', object: handle, detail: '', address };
      await writeAudit(tx, [entry]);
      return id;
    });
    const device = randomBytes(16).toString('base64url');
    return { sessionId, handle: owner.handle, deviceMark: deviceMark(device, owner.handle, this.settings.deviceKey) };
  }

  /**
   * Invites one of the first people, as long as there are not two pairs of eyes.
   * @throws ProblemException 409 when the house is founded
   */
  found(invited: Invited, actor: string, address: string): Promise<InvitationLink> {
    const now = this.settings.now();
    return this.database.transaction(async (tx) => {
      // Two at once could each find the house unfounded after the other has founded it.
      await tx.execute(`select pg_advisory_xact_lock(hashtext('gateway founding'))`);
      const [house] = await tx.rows<{ founded: boolean }>(
        `select count(*) filter (where 'administrator' = any(roles)) > 0
           and count(*) filter (where 'approver' = any(roles)) > 0 as founded
         from gateway.person where state = 'active'`,
      );
      if (house?.founded === true)
        throw problem(
          409,
          'house-is-founded',
          'The house has its first people',
          'Everybody else is proposed by an administrator and approved by an approver.',
        );
      const link = await invite(tx, invited, now);
      const detail = `founding: ${invited.roles.join(', ')}`;
      await writeAudit(tx, [{ at: now, actor, act: 'invited', object: invited.handle, detail, address }]);
      return link;
    });
  }
}
