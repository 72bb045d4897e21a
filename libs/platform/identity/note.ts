import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { roles } from '#contracts';
import type { Person } from './person.js';

/** Header that tells a service who asks; the gateway alone writes it, and drops what comes in under its name. */
export const PERSON_HEADER = 'x-asiento-person';

/** Long enough for a request on its way, too short to be worth stealing. */
const VALID_MS = 60_000;

const noteForm = z.strictObject({
  handle: z.string().min(1).max(64),
  roles: z.array(z.enum(roles)),
  factorUntil: z.number(),
  machine: z.boolean(),
  until: z.number(),
});

/** What was asked for: a note is good for this and nothing else. */
export interface Asked {
  readonly method: string;
  /** With its query. */
  readonly path: string;
}

/**
 * A note of who asks for what, which those who share the key believe (HMAC with SHA-256).
 * @param now epoch milliseconds
 */
export function signNote(person: Person, asked: Asked, key: Buffer, now: number): string {
  const { handle, roles: held, factorUntil, machine } = person;
  const said = Buffer.from(JSON.stringify({ handle, roles: held, factorUntil, machine, until: now + VALID_MS }));
  return `${said.toString('base64url')}.${macOf(said, asked, key).toString('base64url')}`;
}

/** Who asks, or undefined when the note is not ours, is for another request, or came too late. */
export function readNote(note: string, asked: Asked, key: Buffer, now: number): Person | undefined {
  const [said, mac, ...more] = note.split('.').map((part) => Buffer.from(part, 'base64url'));
  if (!said || !mac || more.length > 0) return undefined;
  const expected = macOf(said, asked, key);
  if (mac.length !== expected.length || !timingSafeEqual(mac, expected)) return undefined;
  const { until, ...person } = noteForm.parse(JSON.parse(said.toString('utf8')));
  return now < until ? person : undefined;
}

function macOf(said: Buffer, { method, path }: Asked, key: Buffer): Buffer {
  return createHmac('sha256', key).update(`asiento.person.v1\n${method} ${path}\n`).update(said).digest();
}
