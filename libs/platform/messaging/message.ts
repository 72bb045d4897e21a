/** A message as the bus delivered it. */
export interface IncomingMessage {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string;
  /** When the sender says it happened (header `ce_time`), else when the bus took it; ISO instant, UTC. */
  readonly time: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The original, only where it is not valid UTF-8 text (`body` is then a readable form). */
  readonly bytes: Buffer | null;
  /** Bytes of the original; of an oversized one `body` holds only the beginning. */
  readonly size: number;
}

/** A message to be sent: from a handler with its transaction, or from outside (the simulator, an import, a clerk's decision). */
export interface OutgoingMessage {
  readonly topic: string;
  readonly key: string;
  readonly time: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}
