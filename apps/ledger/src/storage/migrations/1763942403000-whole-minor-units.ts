import type { MigrationInterface, QueryRunner } from 'typeorm';

/** In the order of the function that posts, with their types. */
const ARGUMENTS = `
  journal_ids uuid[], books text[], keys text[], rules text[], rule_versions smallint[], effective_dates date[],
  trade_ids text[], source_event_ids uuid[], actors text[], reversed_ids uuid[], inputs text[], posting_counts smallint[],
  content_hashes bytea[],
  posting_of integer[], ords smallint[], accounts text[], details text[], currencies text[], amounts numeric[]`;

const types = ARGUMENTS.split(',')
  .map((argument) => argument.trim().split(' ')[1])
  .join(', ');

/**
 * Parts of a minor unit are refused. A posting rounds to what its column holds, and so did a balance, but of the sum: 1.4
 * and 1.4 on one account stood as 2 in the postings and as 3 in the balance, and the journal balanced all the same.
 */
export class WholeMinorUnits1763942403000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter function ledger.post_batch(${types}) rename to write_batch;
      revoke execute on function ledger.write_batch from asiento_ledger;

      create function ledger.post_batch(${ARGUMENTS}) returns setof uuid
        language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      begin
        if exists (select from unnest(amounts) as given(amount) where given.amount <> trunc(given.amount)) then
          raise exception 'amounts are whole minor units' using errcode = 'LG012';
        end if;
        return query select ledger.write_batch(
          journal_ids, books, keys, rules, rule_versions, effective_dates, trade_ids, source_event_ids, actors, reversed_ids,
          inputs, posting_counts, content_hashes, posting_of, ords, accounts, details, currencies, amounts);
      end $$;
      grant execute on function ledger.post_batch to asiento_ledger;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function ledger.post_batch;
      alter function ledger.write_batch rename to post_batch;
      grant execute on function ledger.post_batch to asiento_ledger;
    `);
  }
}
