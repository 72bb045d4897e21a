import type { AuditRow, Page } from '#contracts';
import type { Transaction } from '#platform/database';
import { cutPage } from '#platform/http';

export interface AuditAsked {
  readonly actor: string | undefined;
  readonly act: string | undefined;
  /** Sequence of the last row of the page before. */
  readonly before: string | undefined;
  readonly limit: number;
}

/** Counting a log of years for every page would read all of it. */
const MOST_COUNTED = 10_000;
const WANTED = '($1::text is null or actor = $1) and ($2::text is null or act = $2)';

/** Newest first. */
export async function listAudit(tx: Transaction, asked: AuditAsked): Promise<Page<AuditRow>> {
  const wanted = [asked.actor ?? null, asked.act ?? null];
  const found = await tx.rows<Omit<AuditRow, 'at'> & { at: Date }>(
    `select sequence::text, at, actor, act, object, detail, address, hash from gateway.audit_log log
     where ${WANTED} and ($3::bigint is null or log.sequence < $3) order by log.sequence desc limit $4`,
    [...wanted, asked.before ?? null, asked.limit + 1],
  );
  const [counted] = await tx.rows<{ total: string }>(
    `select count(*) as total from (select from gateway.audit_log where ${WANTED} limit ${MOST_COUNTED + 1}) as counted`,
    wanted,
  );
  const total = Number(counted?.total);
  const { rows, next } = cutPage(found, asked.limit, ({ sequence }) => [sequence]);
  return {
    rows: rows.map((row) => ({ ...row, at: row.at.toISOString() })),
    total: Math.min(total, MOST_COUNTED),
    ...(total > MOST_COUNTED ? { moreThanTotal: true as const } : {}),
    ...(next === undefined ? {} : { next }),
  };
}
