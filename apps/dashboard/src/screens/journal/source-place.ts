export interface SourcePlace {
  readonly topic: string;
  readonly partition: string;
  readonly offset: string;
}

/** Where a message stands in its log, of `topic/partition/offset`; undefined for a source that is no message. */
export function sourcePlace(source: string): SourcePlace | undefined {
  const [, topic, partition, offset] = /^(.+)\/(\d+)\/(\d+)$/.exec(source) ?? [];
  return topic === undefined || partition === undefined || offset === undefined
    ? undefined
    : { topic, partition, offset };
}
