import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { handle as handleForm, type signInRequest } from '#contracts';
import type { z } from 'zod';
import { Database } from '#platform/database';
import { problem } from '#platform/http';
import { writeAudit, type AuditEntry } from '../audit/audit-log.js';
import { Factors } from '../factors/factors.js';
import { Passwords } from '../passwords/passwords.js';
import { PeopleSettings } from '../people-settings.js';
import { digestOf } from '../sessions/secrets.js';
import { FACTOR_FRESH_MS } from '../sessions/session-rules.js';
import { Sessions } from '../sessions/sessions.js';
import { addressKey } from './address-key.js';
import { clearAttempts, countAttempt, uncount, type AttemptKey, type CountedAttempt } from './attempt.store.js';
import { deviceIn, deviceMark } from './known-device.js';

type Given = z.output<typeof signInRequest>;

/** From where somebody signs in. */
export interface Visitor {
  readonly address: string;
  /** What the device keeps for this handle. */
  readonly deviceMark: string | undefined;
  /** Of a session that the browser holds already; it ends. */
  readonly earlierSession: string | undefined;
}

/** What the browser is given. */
export interface SignedIn {
  readonly sessionId: string;
  readonly handle: string;
  readonly deviceMark: string;
}

interface Account {
  readonly hash: string;
  readonly has_factor: boolean;
}

/** Lets a person in who knows the password and, once one is enrolled, shows a code. */
@Injectable()
export class SignIn {
  constructor(
    private readonly database: Database,
    private readonly settings: PeopleSettings,
    private readonly passwords: Passwords,
    private readonly factors: Factors,
    private readonly sessions: Sessions,
  ) {}

  /** @throws TooEarly, or ProblemException 401, the same whatever was wrong */
  async signIn(given: Given, visitor: Visitor): Promise<SignedIn> {
    const { handle, password, code } = given;
    const device = deviceIn(visitor.deviceMark, handle, this.settings.deviceKey);
    const counted = await countAttempt(this.database, this.keysOf(handle, visitor, device), this.settings.now());
    const account = await this.accountOf(handle);
    if (!(await this.passwords.fits(account?.hash, password)) || account === undefined)
      return this.refuse(handle, account, visitor);
    if (account.has_factor && code === undefined) {
      await uncount(this.database, counted);
      throw problem(401, 'code-needed', 'A code is needed as well', 'Give the code that your authenticator shows.');
    }
    const sessionId = await this.begin(handle, account.has_factor ? code : undefined, visitor, counted);
    if (sessionId === undefined) return this.refuse(handle, account, visitor);
    const mark = device === undefined ? randomBytes(16).toString('base64url') : device;
    return { sessionId, handle, deviceMark: deviceMark(mark, handle, this.settings.deviceKey) };
  }

  /** A device that its owner has signed in on has a count of its own: strangers who guess cannot lock the owner out. */
  private keysOf(handle: string, { address }: Visitor, device: string | undefined): AttemptKey[] {
    if (device !== undefined) return [{ scope: 'device', key: device }];
    return [
      { scope: 'account', key: digestOf(handle) },
      { scope: 'address', key: addressKey(address) },
    ];
  }

  private async accountOf(handle: string): Promise<Account | undefined> {
    if (!handleForm.safeParse(handle).success) return undefined;
    const [account] = await this.database.rows<Account>(
      `select hash, exists(select from gateway.totp_factor factor where factor.handle = person.handle) as has_factor
       from gateway.person person join gateway.credential using (handle) where handle = $1 and state = 'active'`,
      [handle],
    );
    return account;
  }

  private begin(
    handle: string,
    code: string | undefined,
    visitor: Visitor,
    counted: readonly CountedAttempt[],
  ): Promise<string | undefined> {
    const now = this.settings.now();
    return this.database.transaction(async (tx) => {
      if (code !== undefined && !(await this.factors.take(tx, handle, code))) return undefined;
      // Still active, and stays so until this commits.
      const seen = await tx.execute(
        `update gateway.person set last_sign_in_at = $2 where handle = $1 and state = 'active'`,
        [handle, new Date(now)],
      );
      if (seen === 0) return undefined;
      if (visitor.earlierSession !== undefined) await this.sessions.end(tx, visitor.earlierSession);
      const id = await this.sessions.begin(tx, handle, code === undefined ? undefined : now + FACTOR_FRESH_MS);
      await clearAttempts(tx, counted);
      await writeAudit(tx, [this.entry(handle, 'signed-in', handle, visitor)]);
      return id;
    });
  }

  private async refuse(handle: string, account: Account | undefined, visitor: Visitor): Promise<never> {
    // What was typed for a handle may be a password; only one that exists is written down.
    const object = account === undefined ? 'no handle of ours' : handle;
    await writeAudit(this.database, [this.entry('nobody', 'sign-in-refused', object, visitor)]);
    throw problem(401, 'sign-in-refused', 'You are not signed in', 'Handle, password or code is wrong.');
  }

  private entry(actor: string, act: string, object: string, { address }: Visitor): AuditEntry {
    return { at: this.settings.now(), actor, act, object, detail: '', address };
  }
}
