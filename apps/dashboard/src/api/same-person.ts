/** The house holds names to be the same however they are written, and so does the desk. */
export function samePerson(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
