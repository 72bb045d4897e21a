/** Setting that holds the key of the notes between gateway and services: 32 bytes, the same for all services of a house. */
export const PEOPLE_KEY = 'PEOPLE_KEY';

/** What a person who sets it has to know. */
export const peopleKeyForm = 'must be 32 bytes: 64 hexadecimal digits, or 43 characters of base64url';

/** @returns undefined when the text is no such key */
export function peopleKeyOf(text: string | undefined): Buffer | undefined {
  if (text === undefined) return undefined;
  if (/^[0-9a-f]{64}$/.test(text)) return Buffer.from(text, 'hex');
  return /^[A-Za-z0-9_-]{43}$/.test(text) ? Buffer.from(text, 'base64url') : undefined;
}
