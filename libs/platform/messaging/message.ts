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
  /** The original, only where it is not valid UTF-8 text (`body` is then lossy). */
  readonly bytes: Buffer | null;
}

/** A message to be sent from outside the services: the simulator, an import, a clerk's decision. */
export interface OutgoingMessage {
  readonly topic: string;
  readonly key: string;
  readonly time: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}
