import { insertRows, type Transaction } from '#platform/database';

export interface InboxEntry {
  readonly messageId: string;
  readonly contentHash: Buffer;
}

export type InboxVerdict = 'new' | 'duplicate' | 'conflict';

/**
 * Remembers messages by id and content. The first of an id is `new`; the same content again is a `duplicate`, other content
 * a `conflict`: the first stands. Verdicts come in the order of the entries.
 */
export async function judge(
  tx: Transaction,
  schema: string,
  source: string,
  entries: readonly InboxEntry[],
): Promise<InboxVerdict[]> {
  const first = new Map<string, { entry: InboxEntry; index: number }>();
  for (const [index, entry] of entries.entries())
    if (!first.has(entry.messageId)) first.set(entry.messageId, { entry, index });
  const inserted = new Set(
    (
      await insertRows<string, { message_id: string }>(
        tx,
        `${schema}.inbox`,
        { source: 'text', message_id: 'text', content_hash: 'bytea' },
        [...first.values()].map(({ entry }) => ({
          source,
          message_id: entry.messageId,
          content_hash: `\\x${entry.contentHash.toString('hex')}`,
        })),
        'on conflict on constraint inbox_pk do nothing returning message_id',
      )
    ).map(({ message_id }) => message_id),
  );
  const known = [...first.keys()].filter((id) => !inserted.has(id));
  const before = new Map<string, Buffer>();
  if (known.length > 0) {
    const rows = await tx.rows<{ message_id: string; content_hash: Buffer }>(
      `select message_id, content_hash from ${schema}.inbox where source = $1 and message_id = any($2)`,
      [source, known],
    );
    for (const { message_id, content_hash } of rows) before.set(message_id, content_hash);
  }
  return entries.map((entry, index) => {
    const opener = first.get(entry.messageId);
    if (opener?.index === index && inserted.has(entry.messageId)) return 'new';
    const stands = before.get(entry.messageId) ?? opener?.entry.contentHash;
    return stands?.equals(entry.contentHash) ? 'duplicate' : 'conflict';
  });
}
