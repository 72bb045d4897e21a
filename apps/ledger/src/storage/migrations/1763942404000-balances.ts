import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Balances and turnover of the postings that have been added up already, so that who posts does not keep them and who reads
 * does not read all postings. Journals of a book have no gaps and never change, so their number says exactly which are in: a
 * reader adds the ones after it. The same numbers answer what was known at a moment: a book was then as long as its last
 * journal that was recorded by then.
 */
export class Balances1763942404000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table ledger.balance (
        book text collate "C" not null,
        accounting text collate "C" not null,
        account text collate "C" not null,
        detail text collate "C" not null,
        currency text collate "C" not null,
        effective_date date not null,
        -- Without a limit: a posting has one, a sum of them need not.
        debit numeric not null,
        credit numeric not null,
        postings bigint not null,
        -- What tells accounts apart comes first: most comparisons end there.
        constraint balance_pk primary key (detail, account, book, currency, effective_date, accounting)
      ) with (fillfactor = 70);

      -- Over all sub-accounts and days.
      create table ledger.turnover (
        book text collate "C" not null,
        accounting text collate "C" not null,
        account text collate "C" not null,
        currency text collate "C" not null,
        -- Without a limit: a posting has one, a sum of them need not.
        debit numeric not null,
        credit numeric not null,
        postings bigint not null,
        constraint turnover_pk primary key (book, account, currency, accounting)
      ) with (fillfactor = 70);

      -- The last journal of each book whose postings are added up.
      create table ledger.added_up (
        book text collate "C" not null,
        sequence bigint not null,
        constraint added_up_pk primary key (book)
      ) with (fillfactor = 50);

      -- Adds up the postings of each book that has more than so many new journals. Who posts is not waited for and does not wait.
      -- Returns how many journals were added up.
      create function ledger.add_up(more_than bigint) returns bigint
        language plpgsql security definer set search_path = pg_catalog, pg_temp
        set plan_cache_mode = force_custom_plan set enable_seqscan = off as $$
      declare
        due record;
        reached bigint;
        journals bigint := 0;
      begin
        for due in
          select h.book, h.sequence from ledger.chain_head h
          left join ledger.added_up r on r.book = h.book
          where h.sequence - coalesce(r.sequence, 0) > more_than order by h.book
        loop
          insert into ledger.added_up (book, sequence) values (due.book, 0) on conflict do nothing;
          select r.sequence into reached from ledger.added_up r where r.book = due.book for update;
          continue when reached >= due.sequence;
          -- Nobody else adds up this book while its row is held: what is there stays there, what is not can be inserted plainly.
          with sums as materialized (
            select p.detail, p.account, p.currency, p.effective_date, p.accounting,
              coalesce(sum(p.minor_units) filter (where p.minor_units > 0), 0) as debit,
              coalesce(-sum(p.minor_units) filter (where p.minor_units < 0), 0) as credit, count(*) as postings
            from ledger.posting p
            where p.book = due.book and p.sequence > reached and p.sequence <= due.sequence
            group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
          ), change as materialized (
            select s.*, b.ctid as place
            from sums s
            left join lateral (
              select held.ctid from ledger.balance held
              where held.detail = s.detail and held.account = s.account and held.book = due.book
                and held.currency = s.currency and held.effective_date = s.effective_date and held.accounting = s.accounting
              offset 0
            ) b on true
          ), changed as (
            update ledger.balance b
            set debit = b.debit + c.debit, credit = b.credit + c.credit, postings = b.postings + c.postings
            from change c where b.ctid = c.place
          ), begun as (
            insert into ledger.balance (book, accounting, account, detail, currency, effective_date, debit, credit, postings)
            select due.book, c.accounting, c.account, c.detail, c.currency, c.effective_date, c.debit, c.credit, c.postings
            from change c where c.place is null
          )
          insert into ledger.turnover as t (book, accounting, account, currency, debit, credit, postings)
          select due.book, s.accounting, s.account, s.currency, sum(s.debit), sum(s.credit), sum(s.postings)
          from sums s group by 2, 3, 4 order by 3, 4, 2
          on conflict on constraint turnover_pk do update
            set debit = t.debit + excluded.debit, credit = t.credit + excluded.credit, postings = t.postings + excluded.postings;
          update ledger.added_up r set sequence = due.sequence where r.book = due.book;
          journals := journals + due.sequence - reached;
        end loop;
        return journals;
      end $$;

      -- The moment asked for, once nobody is left who might still post with an earlier one: what is read after it never changes.
      create function ledger.moment_of(wanted timestamptz) returns timestamptz
        language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
      declare
        moment timestamptz := coalesce(wanted, clock_timestamp());
        posting text[];
      begin
        if moment > clock_timestamp() then
          raise exception '% has not come yet', moment using errcode = 'LG014';
        end if;
        posting := array(
          select l.virtualtransaction from pg_locks l
          where l.locktype = 'advisory' and l.objsubid = 1 and l.classid = 0 and l.objid = ledger.posting_lock()::integer::oid
            and l.database = (select d.oid from pg_database d where d.datname = current_database()) and l.granted);
        while exists (
          select from pg_locks l
          where l.locktype = 'advisory' and l.objsubid = 1 and l.classid = 0 and l.objid = ledger.posting_lock()::integer::oid
            and l.granted and l.virtualtransaction = any(posting))
        loop
          perform pg_sleep(0.005);
        end loop;
        return moment;
      end $$;

      -- How long the chain of each book was at a moment; without one as it is now. Later journals are recorded later, so the
      -- last one by then is found by halving.
      create function ledger.chains_at(moment timestamptz) returns table (book text, sequence bigint)
        language plpgsql stable set search_path = pg_catalog, pg_temp
        set enable_seqscan = off as $$
      #variable_conflict use_column
      declare
        head record;
        first_one bigint;
        last_one bigint;
        middle bigint;
      begin
        for head in select h.book, h.sequence, h.recorded_at from ledger.chain_head h order by h.book loop
          first_one := 0;
          last_one := head.sequence;
          if moment is not null and head.recorded_at > moment then
            while first_one < last_one loop
              middle := (first_one + last_one + 1) / 2;
              if (select j.recorded_at from ledger.journal j where j.book = head.book and j.sequence = middle) <= moment then
                first_one := middle;
              else
                last_one := middle - 1;
              end if;
            end loop;
          end if;
          book := head.book;
          sequence := last_one;
          return next;
        end loop;
      end $$;

      -- Postings by which the books of a moment differ from what is added up: 1 what is to be added, -1 what came later.
      -- By the numbers of their journals: the planner would guess that they are many.
      create function ledger.beside_added_up(moment timestamptz)
        returns table (
          book text, accounting text, account text, detail text, currency text, effective_date date, minor_units numeric, side integer)
        language sql stable set search_path = pg_catalog, pg_temp
        set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
        select p.book, p.accounting, p.account, p.detail, p.currency, p.effective_date, p.minor_units,
               case when c.sequence > coalesce(r.sequence, 0) then 1 else -1 end
        from ledger.chains_at(moment) c
        left join ledger.added_up r on r.book = c.book
        join ledger.posting p on p.book = c.book
          and p.sequence > least(c.sequence, coalesce(r.sequence, 0)) and p.sequence <= greatest(c.sequence, coalesce(r.sequence, 0))
      $$;

      -- Balances by day as they were known at a moment; without one as they are now. Rows of one key may be several: sum them.
      -- Without settings of its own, so that a query's conditions reach the tables instead of what comes of reading all of them.
      create function ledger.balances(moment timestamptz)
        returns table (
          book text, accounting text, account text, detail text, currency text, effective_date date,
          debit numeric, credit numeric, postings bigint)
        language sql stable as $$
        select book, accounting, account, detail, currency, effective_date, debit, credit, postings from ledger.balance
        union all
        select book, accounting, account, detail, currency, effective_date, side * greatest(minor_units, 0),
               side * greatest(-minor_units, 0), side
        from ledger.beside_added_up(moment)
      $$;

      -- Turnover of all postings as it is now: what is added up, and what came after. One statement sees one state of the books.
      create view ledger.whole_turnover as
        select book, accounting, account, currency, debit, credit, postings from ledger.turnover
        union all
        select book, accounting, account, currency, greatest(minor_units, 0), greatest(-minor_units, 0), 1
        from ledger.beside_added_up(null);

      -- Balance of one sub-account in one accounting (TDA or SDA), up to and with a day; nothing posted is zero.
      create function ledger.balance_of(
        of_book text, of_account text, of_detail text, of_currency text, of_accounting text, through date)
        returns numeric language sql stable set search_path = pg_catalog, pg_temp
        set enable_seqscan = off as $$
        select coalesce(sum(units), 0) from (
          select b.debit - b.credit as units from ledger.balance b
          where b.detail = of_detail and b.account = of_account and b.book = of_book and b.currency = of_currency
            and b.effective_date <= through and b.accounting in ('common', of_accounting)
          union all
          select p.minor_units from ledger.chain_head h left join ledger.added_up r on r.book = h.book
          join ledger.posting p on p.book = h.book and p.sequence > coalesce(r.sequence, 0)
          where h.book = of_book and p.account = of_account and p.detail = of_detail and p.currency = of_currency
            and p.effective_date <= through and p.accounting in ('common', of_accounting)
        ) of_both
      $$;

      revoke insert, update, delete on ledger.balance, ledger.turnover, ledger.added_up from asiento_ledger;
      grant select on ledger.whole_turnover to asiento_ledger;
      grant execute on function ledger.add_up, ledger.moment_of, ledger.chains_at, ledger.beside_added_up, ledger.balances,
        ledger.balance_of, ledger.posting_lock to asiento_ledger;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop view ledger.whole_turnover;
      drop function ledger.balance_of, ledger.balances, ledger.beside_added_up, ledger.chains_at, ledger.moment_of, ledger.add_up;
      drop table ledger.added_up, ledger.turnover, ledger.balance;
    `);
  }
}
