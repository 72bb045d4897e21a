import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database';
import { problem } from '#platform/http';
import { writeAudit } from '../audit/audit-log.js';
import { PeopleSettings } from '../people-settings.js';
import { FACTOR_FRESH_MS } from '../sessions/session-rules.js';
import { Sessions, type KnownSession } from '../sessions/sessions.js';
import { clearAttempts, countAttempt } from '../sign-in/attempt.store.js';
import { Factors } from './factors.js';

/** Takes a code again from somebody who is signed in, for what is too grave to rest on an old one. */
@Injectable()
export class FreshFactor {
  constructor(
    private readonly database: Database,
    private readonly settings: PeopleSettings,
    private readonly factors: Factors,
    private readonly sessions: Sessions,
  ) {}

  /** @throws TooEarly, or ProblemException 401 and 409 */
  async give(session: KnownSession, code: string, address: string): Promise<void> {
    const { handle } = session;
    if (session.factor === 'none')
      throw problem(409, 'no-factor', 'No authenticator is enrolled', 'Enrol an authenticator application first.');
    const now = this.settings.now();
    const counted = await countAttempt(this.database, [{ scope: 'factor', key: handle }], now);
    const taken = await this.database.transaction(async (tx) => {
      if (!(await this.factors.take(tx, handle, code))) return false;
      await this.sessions.freshen(tx, session, now + FACTOR_FRESH_MS);
      await clearAttempts(tx, counted);
      await writeAudit(tx, [{ at: now, actor: handle, act: 'code-given', object: handle, detail: '', address }]);
      return true;
    });
    if (!taken) throw codeRefused();
  }
}

export const codeRefused = () =>
  problem(401, 'code-refused', 'The code is not right', 'Give the code that is shown now; each counts once.');
