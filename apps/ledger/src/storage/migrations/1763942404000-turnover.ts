import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Turnover of the postings that have been added up already, so that a trial balance does not read them all again. Journals of a
 * book have no gaps and never change, so their number says exactly which are in: a reader adds the ones after it.
 */
export class Turnover1763942404000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table ledger.turnover (
        book text collate "C" not null,
        account text collate "C" not null,
        currency text collate "C" not null,
        debit numeric(38, 0) not null,
        credit numeric(38, 0) not null,
        postings bigint not null,
        constraint turnover_pk primary key (book, account, currency)
      ) with (fillfactor = 70);

      -- The last journal of each book whose postings are in its turnover.
      create table ledger.turnover_reach (
        book text collate "C" not null,
        sequence bigint not null,
        constraint turnover_reach_pk primary key (book)
      ) with (fillfactor = 50);

      -- Adds the postings of each book that has more than so many new journals. Who posts is not waited for and does not wait.
      create function ledger.add_up_turnover(more_than bigint) returns void
        language plpgsql security definer set search_path = pg_catalog, pg_temp
        set plan_cache_mode = force_custom_plan as $$
      declare
        due record;
        reached bigint;
      begin
        for due in
          select h.book, h.sequence from ledger.chain_head h
          left join ledger.turnover_reach r on r.book = h.book
          where h.sequence - coalesce(r.sequence, 0) > more_than order by h.book
        loop
          insert into ledger.turnover_reach (book, sequence) values (due.book, 0) on conflict do nothing;
          select r.sequence into reached from ledger.turnover_reach r where r.book = due.book for update;
          continue when reached >= due.sequence;
          insert into ledger.turnover as t (book, account, currency, debit, credit, postings)
          select p.book, p.account, p.currency,
            coalesce(sum(p.minor_units) filter (where p.minor_units > 0), 0),
            coalesce(-sum(p.minor_units) filter (where p.minor_units < 0), 0), count(*)
          from ledger.posting p
          where p.book = due.book and p.sequence > reached and p.sequence <= due.sequence
          group by p.book, p.account, p.currency
          on conflict on constraint turnover_pk do update
            set debit = t.debit + excluded.debit, credit = t.credit + excluded.credit, postings = t.postings + excluded.postings;
          update ledger.turnover_reach r set sequence = due.sequence where r.book = due.book;
        end loop;
      end $$;

      -- The few postings that are not in yet, by the key of the journals: the planner would guess that they are many.
      create function ledger.later_postings() returns table (book text, account text, currency text, minor_units numeric)
        language sql stable set search_path = pg_catalog, pg_temp
        set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
        select p.book, p.account, p.currency, p.minor_units
        from ledger.chain_head h
        left join ledger.turnover_reach r on r.book = h.book
        join ledger.posting p on p.book = h.book and p.sequence > coalesce(r.sequence, 0)
      $$;

      -- Turnover of all postings: what is added up already, and what came after. One statement sees one state of the books.
      create view ledger.whole_turnover as
        select book, account, currency, debit, credit, postings from ledger.turnover
        union all
        select book, account, currency, greatest(minor_units, 0), greatest(-minor_units, 0), 1 from ledger.later_postings();

      revoke insert, update, delete on ledger.turnover, ledger.turnover_reach from asiento_ledger;
      grant select on ledger.whole_turnover to asiento_ledger;
      grant execute on function ledger.add_up_turnover, ledger.later_postings to asiento_ledger;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop view ledger.whole_turnover;
      drop function ledger.add_up_turnover, ledger.later_postings;
      drop table ledger.turnover_reach, ledger.turnover;
    `);
  }
}
