import type { Batch, Received } from '#platform/messaging';

interface Agreed {
  readonly actor: string;
  readonly approver: string;
}

/** Whether two names are of one person. */
export function samePerson(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

/** The decisions of a batch that two people made; what one person decided alone is set aside, whoever sent it. */
export function agreedByTwo<Event extends Agreed>(batch: Batch<Event>): Received<Event>[] {
  return batch.received.filter((received) => {
    const { actor, approver } = received.event;
    if (!samePerson(actor, approver)) return true;
    batch.park(received, [
      {
        field: '/approver',
        value: approver,
        rule: 'must be another person than the actor',
        remedy: 'Have somebody else approve it.',
      },
    ]);
    return false;
  });
}
