import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** What is kept of a secret that was handed out: enough to know it again, too little to use it. */
export const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Known to the pages of whoever holds the session, and to no other site. */
export const csrfOf = (sessionId: string, key: Buffer): string =>
  createHmac('sha256', key).update(sessionId).digest('base64url');

/** Compares without telling by the time it takes how much of it was right. */
export function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
