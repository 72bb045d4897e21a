import { z } from 'zod';

/** What is promised about one topic: its name carries the version, its schema is type, validation and wire form. */
export interface EventContract<Schema extends z.ZodType = z.ZodType> {
  /** `<service>.<event>.v<version>`; a changed form is a new topic. */
  readonly topic: string;
  /** One sentence for AsyncAPI and for newcomers. */
  readonly description: string;
  readonly schema: Schema;
  /** `outside`: what other systems and people send, so duplicates and nonsense are expected. `inside`: said by one of our services. */
  readonly origin: 'outside' | 'inside';
  /** Kafka key and ordering: all messages of one key are handled in the order sent. */
  readonly key: (event: z.output<Schema>) => string;
  /** What identifies the message: a second one with the same id and content is a duplicate, with other content a conflict. */
  readonly messageId: (event: z.output<Schema>) => string;
  /**
   * `parks-behind`: after a message that can never work, later ones of its key wait behind it.
   * `self-ordering`: the handler's fold accepts any order (versions, sets), so only the bad message itself waits.
   */
  readonly afterRefusal: 'parks-behind' | 'self-ordering';
  /** Partitions in Kafka; 1 where the order over all keys matters (the clock). */
  readonly partitions: number;
  readonly cleanup: 'delete' | 'compact';
}

export type EventOf<Contract extends EventContract> = z.output<Contract['schema']>;

type Options<Schema extends z.ZodType> = Pick<EventContract<Schema>, 'topic' | 'description' | 'schema' | 'key'> &
  Partial<EventContract<Schema>>;

const DEFAULT_PARTITIONS = 24;

/** Declares what one of our services says. Every such event carries its own `eventId`. */
export function insideEvent<Schema extends z.ZodType<{ eventId: string }>>(
  options: Options<Schema>,
): EventContract<Schema> {
  return {
    origin: 'inside',
    messageId: (event) => event.eventId,
    afterRefusal: 'parks-behind',
    partitions: DEFAULT_PARTITIONS,
    cleanup: 'delete',
    ...options,
  };
}

/** Declares what the outside world sends. */
export function outsideEvent<Schema extends z.ZodType>(
  options: Options<Schema> & Pick<EventContract<Schema>, 'messageId'>,
): EventContract<Schema> {
  return {
    origin: 'outside',
    afterRefusal: 'self-ordering',
    partitions: DEFAULT_PARTITIONS,
    cleanup: 'delete',
    ...options,
  };
}
