import type { EventContract } from '#contracts';
import type { IncomingMessage, OutgoingMessage } from './message.js';

/** One try at handling a batch, as those see it who follow trades through the services. */
export interface TracedBatch {
  /** Marks what is said with the trace that it goes on with. */
  mark(outgoing: readonly OutgoingMessage[]): readonly OutgoingMessage[];
  /** A message of the batch that is set aside, with the trace that its repair will go on with. */
  setAside(message: IncomingMessage): IncomingMessage;
  /** It has committed, or failed with an error; a try that was only cut smaller or repeated at once is never ended. */
  end(error?: unknown): void;
}

/** Begins to follow a batch of one topic. */
export type TraceBatch = (contract: EventContract, messages: readonly IncomingMessage[]) => TracedBatch;
