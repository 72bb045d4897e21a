/**
 * Whether it has the shape of a business identifier code by ISO 9362: four letters or digits of the party, two letters of
 * the country, two of the place, and three of the branch or none. Upper case only. The shape says nothing of its existence.
 */
export function isBic(text: string): boolean {
  return /^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(text);
}
