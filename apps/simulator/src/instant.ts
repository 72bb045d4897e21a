/** A moment of a business day, in UTC. */
export function instantOf(date: string, time: string): string {
  return `${date}T${time}Z`;
}
