/** Setting that holds the key of the notes between gateway and services: 32 bytes in hexadecimal, the same for all of a house. */
export const PEOPLE_KEY = 'PEOPLE_KEY';

/** @returns undefined when the text is no such key */
export function peopleKeyOf(text: string | undefined): Buffer | undefined {
  return text !== undefined && /^[0-9a-f]{64}$/.test(text) ? Buffer.from(text, 'hex') : undefined;
}
