import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { rightsOf, type Role, type SessionView } from '#contracts';
import { Database, type Transaction } from '#platform/database';
import { PeoplePath } from '../administration/people-path.js';
import { PeopleSettings } from '../people-settings.js';
import { csrfOf, digestOf } from './secrets.js';
import { endOf, idleEndOf, isAlive, isWorthNoting, LONGEST_MS, type SessionTimes } from './session-rules.js';

/** A session as long as it is alive. */
export interface KnownSession extends SessionTimes {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** Epoch milliseconds; 0 when no code counts. */
  readonly factorUntil: number;
  readonly factor: 'none' | 'totp';
}

interface Row {
  readonly handle: string;
  readonly name: string;
  readonly roles: Role[];
  readonly signed_in_at: Date;
  readonly last_act_at: Date;
  readonly factor_until: Date | null;
  readonly has_factor: boolean;
}

/** Who is signed in. The id is in the hands of the browser alone; kept is its digest. */
@Injectable()
export class Sessions {
  constructor(
    private readonly database: Database,
    private readonly settings: PeopleSettings,
    private readonly peoplePath: PeoplePath,
  ) {}

  async find(id: string): Promise<KnownSession | undefined> {
    const [row] = await this.database.rows<Row>(
      `select handle, person.name, person.roles, signed_in_at, last_act_at, factor_until,
         exists(select from gateway.totp_factor factor where factor.handle = session.handle) as has_factor
       from gateway.session session join gateway.person person using (handle)
       where digest = $1 and person.state = 'active'`,
      [digestOf(id)],
    );
    if (row === undefined) return undefined;
    const session: KnownSession = {
      id,
      handle: row.handle,
      name: row.name,
      roles: row.roles,
      signedInAt: row.signed_in_at.getTime(),
      lastActAt: row.last_act_at.getTime(),
      factorUntil: row.factor_until?.getTime() ?? 0,
      factor: row.has_factor ? 'totp' : 'none',
    };
    return isAlive(session, this.settings.now()) ? session : undefined;
  }

  /**
   * Begins a session under an id that nobody has seen before.
   * @param factorUntil until when a code just given counts, epoch milliseconds; undefined when none was
   * @returns the id
   */
  async begin(tx: Transaction, handle: string, factorUntil?: number): Promise<string> {
    const now = this.settings.now();
    const id = randomBytes(32).toString('base64url');
    await tx.execute('delete from gateway.session where signed_in_at <= $1', [new Date(now - LONGEST_MS)]);
    await tx.execute(
      `insert into gateway.session (digest, handle, signed_in_at, last_act_at, factor_until) values ($1, $2, $3, $3, $4)`,
      [digestOf(id), handle, new Date(now), factorUntil === undefined ? null : new Date(factorUntil)],
    );
    return id;
  }

  /** The person is here still. */
  async noteAct(session: KnownSession): Promise<void> {
    const now = this.settings.now();
    if (isWorthNoting(session, now))
      await this.database.execute('update gateway.session set last_act_at = $2 where digest = $1', [
        digestOf(session.id),
        new Date(now),
      ]);
  }

  async freshen(tx: Transaction, session: KnownSession, factorUntil: number): Promise<void> {
    await tx.execute('update gateway.session set factor_until = $2, last_act_at = $3 where digest = $1', [
      digestOf(session.id),
      new Date(factorUntil),
      new Date(this.settings.now()),
    ]);
  }

  async end(tx: Transaction, id: string): Promise<void> {
    await tx.execute('delete from gateway.session where digest = $1', [digestOf(id)]);
  }

  csrf(session: KnownSession): string {
    return csrfOf(session.id, this.settings.csrfKey);
  }

  /** What its owner sees of a session. @throws Error when it has ended meanwhile */
  async view(id: string): Promise<SessionView> {
    const session = await this.find(id);
    if (session === undefined) throw new Error('the session ended before it could be shown');
    const rights = rightsOf(session.roles);
    const instant = (at: number): string => new Date(at).toISOString();
    return {
      handle: session.handle,
      name: session.name,
      roles: session.roles,
      rights,
      factor: session.factor,
      factorFreshUntil: session.factorUntil > this.settings.now() ? instant(session.factorUntil) : null,
      signedInAt: instant(session.signedInAt),
      idleEndsAt: instant(idleEndOf(session)),
      endsAt: instant(endOf(session)),
      csrf: this.csrf(session),
      peoplePath: rights.includes('read-people') ? await this.peoplePath.value() : null,
    };
  }
}
