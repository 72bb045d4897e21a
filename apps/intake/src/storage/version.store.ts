import { readKept } from '#contracts';
import type { Office, Provenance, Trade, Versioned } from '#domain/trade';
import { insertRows, type Transaction } from '#platform/database';

/** One version of one side, with the message it came in. */
export interface KeptVersion extends Versioned {
  readonly tradeId: string;
  readonly side: Office;
  readonly trade: Trade | null;
  readonly provenance: readonly Provenance[];
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly sentAt: string;
  readonly rawMessage: string;
}

interface VersionRow {
  readonly trade_id: string;
  readonly version: number;
  readonly action: KeptVersion['action'];
  readonly terms: string | null;
  readonly topic: string;
  readonly partition: number;
  readonly message_offset: string;
  readonly sent_at: string;
}

/** Where a version stands among those of its side. */
export type VersionStatus = 'current' | 'superseded' | 'waiting' | 'history';

/** A version with its status, as the page of its trade shows it. */
export interface ShownVersion extends KeptVersion {
  readonly status: VersionStatus;
}

/** Every version that was reported of a trade. */
export async function versionsOf(tx: Transaction, tradeId: string): Promise<ShownVersion[]> {
  const rows = await tx.rows<
    VersionRow & {
      readonly side: Office;
      readonly status: VersionStatus;
      readonly provenance: string;
      readonly raw_message: string;
    }
  >(
    `select trade_id, side, version, action, status, terms, provenance, topic, partition, message_offset, sent_at, raw_message
     from intake.trade_version where trade_id = $1 order by side, version`,
    [tradeId],
  );
  return rows.map((row) => ({
    ...versionOf(row, row.side),
    status: row.status,
    provenance: JSON.parse(row.provenance) as Provenance[],
    rawMessage: row.raw_message,
  }));
}

/** Versions of the trades that came before their turn. */
export async function waitingVersions(
  tx: Transaction,
  side: Office,
  tradeIds: readonly string[],
): Promise<KeptVersion[]> {
  const rows = await tx.rows<VersionRow>(
    `select trade_id, version, action, terms, topic, partition, message_offset, sent_at from intake.trade_version
     where status = 'waiting' and side = $1 and trade_id = any($2) order by trade_id, version`,
    [side, tradeIds],
  );
  return rows.map((row) => versionOf(row, side));
}

/** What is needed to apply a version; its message and where its fields come from are kept, and not read. */
function versionOf(row: VersionRow, side: Office): KeptVersion {
  return {
    tradeId: row.trade_id,
    side,
    version: row.version,
    action: row.action,
    trade: row.terms === null ? null : readKept<Trade>(row.terms),
    provenance: [],
    topic: row.topic,
    partition: row.partition,
    offset: row.message_offset,
    sentAt: row.sent_at,
    rawMessage: '',
  };
}

export async function writeVersions(
  tx: Transaction,
  versions: readonly { version: KeptVersion; status: VersionStatus }[],
): Promise<void> {
  await insertRows(
    tx,
    'intake.trade_version',
    {
      trade_id: 'text',
      side: 'text',
      version: 'int',
      action: 'text',
      status: 'text',
      terms: 'text',
      provenance: 'text',
      topic: 'text',
      partition: 'int',
      message_offset: 'bigint',
      sent_at: 'text',
      raw_message: 'text',
    },
    versions.map(({ version, status }) => ({
      trade_id: version.tradeId,
      side: version.side,
      version: version.version,
      action: version.action,
      status,
      terms: version.trade === null ? null : JSON.stringify(version.trade),
      provenance: JSON.stringify(version.provenance),
      topic: version.topic,
      partition: version.partition,
      message_offset: version.offset,
      sent_at: version.sentAt,
      raw_message: version.rawMessage,
    })),
  );
}

/** Gives versions that waited their new status, and those that were replaced theirs. */
export async function moveVersions(
  tx: Transaction,
  moved: readonly { version: KeptVersion; status: VersionStatus }[],
  applied: readonly { item: KeptVersion; replaces: number | null }[],
): Promise<void> {
  const replaced = applied.flatMap(({ item, replaces }) =>
    replaces === null ? [] : [{ version: { ...item, version: replaces }, status: 'superseded' as const }],
  );
  const changes = [...replaced, ...moved];
  if (changes.length === 0) return;
  await tx.execute(
    `update intake.trade_version as kept set status = moved.status
     from unnest($1::text[], $2::text[], $3::int[], $4::text[]) as moved(trade_id, side, version, status)
     where kept.trade_id = moved.trade_id and kept.side = moved.side and kept.version = moved.version
       and kept.status is distinct from moved.status`,
    [
      changes.map(({ version }) => version.tradeId),
      changes.map(({ version }) => version.side),
      changes.map(({ version }) => version.version),
      changes.map(({ status }) => status),
    ],
  );
}

/** Enriched terms of given versions, by `tradeId|version`. */
export async function currentTerms(
  tx: Transaction,
  side: Office,
  wanted: readonly { tradeId: string; version: number }[],
): Promise<Map<string, Trade>> {
  if (wanted.length === 0) return new Map();
  const rows = await tx.rows<{ trade_id: string; version: number; terms: string }>(
    `select kept.trade_id, kept.version, kept.terms from intake.trade_version kept
     join unnest($2::text[], $3::int[]) as wanted(trade_id, version) using (trade_id, version)
     where kept.side = $1 and kept.terms is not null`,
    [side, wanted.map(({ tradeId }) => tradeId), wanted.map(({ version }) => version)],
  );
  return new Map(rows.map(({ trade_id, version, terms }) => [`${trade_id}|${version}`, readKept<Trade>(terms)]));
}
