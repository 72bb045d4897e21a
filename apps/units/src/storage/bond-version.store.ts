import { unheardVersion, type BondTerms, type BondVersion } from '#domain/units';
import { insertRows, updateRows, type Transaction } from '#platform/database';

interface BondVersionRow {
  readonly trade_id: string;
  readonly version: number;
  readonly captured: string | null;
  readonly corrected: string | null;
  readonly corrected_sequence: number | null;
  readonly kept_when_void: string | null;
}

export const versionKey = ({ tradeId, version }: { tradeId: string; version: number }): string =>
  `${tradeId}|${version}`;

/** Makes the rows that are not there yet and locks all of them, in their order. */
export async function lockVersions(
  tx: Transaction,
  versions: readonly { readonly tradeId: string; readonly version: number }[],
): Promise<Map<string, BondVersion>> {
  const wanted = [...new Map(versions.map((one) => [versionKey(one), one])).values()].sort((left, right) =>
    left.tradeId === right.tradeId ? left.version - right.version : left.tradeId < right.tradeId ? -1 : 1,
  );
  const keys = wanted.map(({ tradeId, version }) => ({ trade_id: tradeId, version }));
  await insertRows(tx, 'units.bond_version', { trade_id: 'text', version: 'int' }, keys, 'on conflict do nothing');
  const rows = await tx.rows<BondVersionRow>(
    `select trade_id, version, captured, corrected, corrected_sequence, kept_when_void::text as kept_when_void
     from units.bond_version where (trade_id, version) in (select * from unnest($1::text[], $2::int[]))
     order by trade_id collate "C", version for update`,
    [wanted.map(({ tradeId }) => tradeId), wanted.map(({ version }) => version)],
  );
  return new Map(rows.map(versionOf).map((version) => [versionKey(version), version]));
}

export async function updateVersions(tx: Transaction, versions: readonly BondVersion[]): Promise<void> {
  await updateRows(
    tx,
    'units.bond_version',
    ['trade_id', 'version'],
    {
      trade_id: 'text',
      version: 'int',
      captured: 'text',
      corrected: 'text',
      corrected_sequence: 'int',
      kept_when_void: 'numeric',
    },
    versions.map(({ tradeId, version, captured, corrected, keptWhenVoid }) => ({
      trade_id: tradeId,
      version,
      captured: captured && JSON.stringify(captured),
      corrected: corrected && JSON.stringify(corrected.terms),
      corrected_sequence: corrected?.sequence ?? null,
      kept_when_void: keptWhenVoid,
    })),
  );
}

function versionOf(row: BondVersionRow): BondVersion {
  const read = (text: string): BondTerms => JSON.parse(text) as BondTerms;
  return {
    ...unheardVersion(row.trade_id, row.version),
    captured: row.captured === null ? null : read(row.captured),
    corrected:
      row.corrected === null || row.corrected_sequence === null
        ? null
        : { sequence: row.corrected_sequence, terms: read(row.corrected) },
    keptWhenVoid: row.kept_when_void,
  };
}
