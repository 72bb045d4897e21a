import { createHmac } from 'node:crypto';
import { isSame } from '../sessions/secrets.js';

/** What a device keeps to be known again as one that a person has signed in on; it opens nothing. */
export function deviceMark(id: string, handle: string, key: Buffer): string {
  return `${id}.${createHmac('sha256', key).update(`${handle}\n${id}`).digest('base64url')}`;
}

/** The id of a device that this person has signed in on; undefined when the mark is not ours or another person's. */
export function deviceIn(mark: string | undefined, handle: string, key: Buffer): string | undefined {
  const id = mark?.split('.', 1)[0];
  return mark !== undefined && id !== undefined && isSame(mark, deviceMark(id, handle, key)) ? id : undefined;
}
