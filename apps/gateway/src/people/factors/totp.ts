import { Secret, TOTP } from 'otpauth';

const PERIOD_S = 30;
/** A code of the step before and after counts as well: clocks of telephones differ. */
const WINDOW = 1;

function authenticator(secret: string, handle: string): TOTP {
  return new TOTP({ issuer: 'Asiento', label: handle, algorithm: 'SHA1', digits: 6, period: PERIOD_S, secret });
}

/** @param chance 20 bytes that nobody can guess */
export function secretOf(chance: Buffer): string {
  return new Secret({ buffer: Uint8Array.from(chance).buffer }).base32;
}

/** What an authenticator application reads from a picture. */
export function authenticatorUri(secret: string, handle: string): string {
  return authenticator(secret, handle).toString();
}

/**
 * The step of time that a code belongs to, so that it can be told from codes used before; undefined when it is none of now.
 * @param now epoch milliseconds
 */
export function stepOfCode(code: string, secret: string, now: number): number | undefined {
  const delta = authenticator(secret, '').validate({ token: code, timestamp: now, window: WINDOW });
  return delta === null ? undefined : Math.floor(now / 1000 / PERIOD_S) + delta;
}
