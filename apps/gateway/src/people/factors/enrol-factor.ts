import { Injectable } from '@nestjs/common';
import type { FactorToEnrol } from '#contracts';
import { Database } from '#platform/database';
import { problem } from '#platform/http';
import { writeAudit } from '../audit/audit-log.js';
import { Passwords } from '../passwords/passwords.js';
import { PeopleSettings } from '../people-settings.js';
import { FACTOR_FRESH_MS } from '../sessions/session-rules.js';
import { Sessions, type KnownSession } from '../sessions/sessions.js';
import { clearAttempts, countAttempt } from '../sign-in/attempt.store.js';
import { Factors } from './factors.js';
import { codeRefused } from './fresh-factor.js';

/** Binds an authenticator application to a person, whose open session alone is not enough for it. */
@Injectable()
export class EnrolFactor {
  constructor(
    private readonly database: Database,
    private readonly settings: PeopleSettings,
    private readonly passwords: Passwords,
    private readonly factors: Factors,
    private readonly sessions: Sessions,
  ) {}

  /** @throws TooEarly, or ProblemException 401 and 403 */
  async begin(session: KnownSession, password: string, address: string): Promise<FactorToEnrol> {
    const { handle } = session;
    const now = this.settings.now();
    if (session.factor === 'totp' && session.factorUntil <= now)
      throw problem(
        403,
        'fresh-factor-needed',
        'Give a fresh code first',
        'An authenticator is replaced with a code of the one before; without it an administrator proposes to take it away.',
      );
    const counted = await countAttempt(this.database, [{ scope: 'factor', key: handle }], now);
    const [kept] = await this.database.rows<{ hash: string }>('select hash from gateway.credential where handle = $1', [
      handle,
    ]);
    if (!(await this.passwords.fits(kept?.hash, password)))
      throw problem(401, 'password-refused', 'The password is not right', 'Give the password you sign in with.');
    return this.database.transaction(async (tx) => {
      const toEnrol = await this.factors.begin(tx, handle);
      await clearAttempts(tx, counted);
      await writeAudit(tx, [{ at: now, actor: handle, act: 'factor-begun', object: handle, detail: '', address }]);
      return toEnrol;
    });
  }

  /**
   * Every session of the person ends; the one that enrolled goes on under another id.
   * @returns the id
   * @throws TooEarly, or ProblemException 401 and 409
   */
  async confirm({ handle }: KnownSession, code: string, address: string): Promise<string> {
    const now = this.settings.now();
    const counted = await countAttempt(this.database, [{ scope: 'factor', key: handle }], now);
    const id = await this.database.transaction(async (tx) => {
      if (!(await this.factors.confirm(tx, handle, code))) return undefined;
      const begun = await this.sessions.begin(tx, handle, now + FACTOR_FRESH_MS);
      await clearAttempts(tx, counted);
      await writeAudit(tx, [{ at: now, actor: handle, act: 'factor-enrolled', object: handle, detail: '', address }]);
      return begun;
    });
    if (id === undefined) throw codeRefused();
    return id;
  }
}
