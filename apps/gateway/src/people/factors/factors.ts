import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FactorToEnrol } from '#contracts';
import { Database, type Transaction } from '#platform/database';
import { problem } from '#platform/http';
import { PeopleSettings } from '../people-settings.js';
import { openSecret, sealSecret } from './sealed-secret.js';
import { authenticatorUri, secretOf, stepOfCode } from './totp.js';

const SECRET_BYTES = 20;
const IV_BYTES = 12;
/** Time to take out a telephone. */
const ENROLMENT_MS = 600_000;

/** Authenticator applications of people; what they share with the house lies sealed in the database. */
@Injectable()
export class Factors {
  constructor(
    private readonly database: Database,
    private readonly settings: PeopleSettings,
  ) {}

  async has(handle: string): Promise<boolean> {
    const rows = await this.database.rows('select from gateway.totp_factor where handle = $1', [handle]);
    return rows.length > 0;
  }

  /** Takes a code, once: neither it nor an earlier one is taken again. @returns whether it was right */
  async take(tx: Transaction, handle: string, code: string): Promise<boolean> {
    const [row] = await tx.rows<{ sealed: Buffer }>('select sealed from gateway.totp_factor where handle = $1', [
      handle,
    ]);
    const step = row && stepOfCode(code, openSecret(row.sealed, handle, this.settings.factorKey), this.settings.now());
    if (step === undefined) return false;
    const taken = await tx.execute(
      'update gateway.totp_factor set last_step = $2 where handle = $1 and last_step < $2',
      [handle, step],
    );
    return taken === 1;
  }

  /** Draws a secret that counts once a code of it has been given. */
  async begin(tx: Transaction, handle: string): Promise<FactorToEnrol> {
    const secret = secretOf(randomBytes(SECRET_BYTES));
    const sealed = sealSecret(secret, handle, this.settings.factorKey, randomBytes(IV_BYTES));
    await tx.execute(
      `insert into gateway.totp_enrolment (handle, sealed, begun_at) values ($1, $2, $3)
       on conflict (handle) do update set sealed = excluded.sealed, begun_at = excluded.begun_at`,
      [handle, sealed, new Date(this.settings.now())],
    );
    return { secret, uri: authenticatorUri(secret, handle) };
  }

  /**
   * The secret drawn last counts from now on, and the one before no longer; every session of the person ends.
   * @returns whether the code was right
   * @throws ProblemException 409 when nothing was begun, or too long ago
   */
  async confirm(tx: Transaction, handle: string, code: string): Promise<boolean> {
    const now = this.settings.now();
    const [row] = await tx.rows<{ sealed: Buffer }>(
      'select sealed from gateway.totp_enrolment where handle = $1 and begun_at > $2 for update',
      [handle, new Date(now - ENROLMENT_MS)],
    );
    if (row === undefined)
      throw problem(
        409,
        'no-enrolment',
        'No authenticator is being enrolled',
        'Begin the enrolment again; what was shown counts for ten minutes.',
      );
    const step = stepOfCode(code, openSecret(row.sealed, handle, this.settings.factorKey), now);
    if (step === undefined) return false;
    await tx.execute('delete from gateway.totp_enrolment where handle = $1', [handle]);
    await tx.execute(
      `insert into gateway.totp_factor (handle, sealed, confirmed_at, last_step) values ($1, $2, $3, $4)
       on conflict (handle) do update
       set sealed = excluded.sealed, confirmed_at = excluded.confirmed_at, last_step = excluded.last_step`,
      [handle, row.sealed, new Date(now), step],
    );
    return true;
  }
}
