import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The books: journals, postings by period, balances, chain heads and periods. Nobody changes them, not even their owner; the
 * service reads them and posts through `ledger.post_batch` alone. Triggers fire ALWAYS, also for a session that replicates.
 */
export class Books1763942400000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table ledger.period (
        -- First day of the month.
        period date not null,
        closed_at timestamptz,
        constraint period_pk primary key (period),
        constraint period_first_day check (extract(day from period) = 1)
      );

      -- Last journal of each book's chain; its row lock gives out the sequence.
      create table ledger.chain_head (
        book text collate "C" not null,
        sequence bigint not null,
        hash bytea not null,
        constraint chain_head_pk primary key (book)
      ) with (fillfactor = 50);

      create table ledger.journal (
        journal_id uuid not null,
        book text collate "C" not null,
        sequence bigint not null,
        -- Names what is booked; journals of one fact share it. Begins with the trade, so it also finds a trade's journals.
        key text collate "C" not null,
        rule text not null,
        rule_version smallint not null,
        effective_date date not null,
        trade_id text collate "C" not null,
        source_event_id uuid not null,
        actor text,
        reverses uuid,
        -- Inputs of the rule by name, JSON as it was hashed.
        inputs text not null,
        postings smallint not null,
        -- Of what is booked, equal in every replay.
        content_hash bytea not null,
        -- Of content, place and the hash before it.
        hash bytea not null,
        recorded_at timestamptz not null,
        -- Seals the journal: postings come in this transaction or never.
        written_by xid8 not null default pg_current_xact_id(),
        constraint journal_pk primary key (journal_id),
        constraint journal_key unique (key, book),
        constraint journal_sequence unique (book, sequence),
        constraint journal_sequence_positive check (sequence > 0),
        constraint journal_postings check (postings >= 2),
        constraint journal_hashes check (octet_length(content_hash) = 32 and octet_length(hash) = 32)
      );
      create unique index journal_reversed_once on ledger.journal (reverses) where reverses is not null;

      create table ledger.posting (
        book text collate "C" not null,
        sequence bigint not null,
        ord smallint not null,
        effective_date date not null,
        account text collate "C" not null,
        detail text collate "C" not null,
        currency text collate "C" not null,
        -- Positive debits, negative credits.
        minor_units numeric(38, 0) not null,
        constraint posting_pk primary key (book, sequence, ord, effective_date),
        constraint posting_amount check (minor_units <> 0),
        constraint posting_currency check (currency ~ '^[A-Z]{3}$')
      ) partition by range (effective_date);
      create index posting_account on ledger.posting (account, book, sequence);

      create table ledger.balance (
        book text collate "C" not null,
        account text collate "C" not null,
        detail text collate "C" not null,
        currency text collate "C" not null,
        effective_date date not null,
        minor_units numeric(38, 0) not null,
        -- What tells accounts apart comes first: most comparisons end there.
        constraint balance_pk primary key (detail, account, book, currency, effective_date)
      ) with (fillfactor = 70);
    `);

    await db.query(`
      create function ledger.refuse_change() returns trigger
        language plpgsql set search_path = pg_catalog, pg_temp as $$
      begin
        raise exception 'the books are append-only: % on %.% is refused', tg_op, tg_table_schema, tg_table_name
          using errcode = 'LG001';
      end $$;

      -- Every journal that gets postings: made by this transaction, all of its postings at once, zero per currency, one day.
      -- The unit bridge (R18): journals of one fact come together, and their inter-unit accounts are zero per currency.
      create function ledger.check_postings() returns trigger
        language plpgsql set search_path = pg_catalog, pg_temp
        set plan_cache_mode = force_custom_plan
        set enable_hashjoin = on set enable_nestloop = off set enable_mergejoin = off set enable_seqscan = off as $$
      declare
        bad record;
      begin
        with per_currency as materialized (
          select a.book, a.sequence, a.currency, sum(a.minor_units) as total, count(*) as held,
                 min(a.effective_date) as first_day, max(a.effective_date) as last_day,
                 sum(a.minor_units) filter (where a.account in ('1980', '2980')) as bridge
          from added a group by a.book, a.sequence, a.currency
        ), header as materialized (
          -- Journals of a batch follow each other, so one stretch of the chain has them all.
          select j.book, j.sequence, j.key, j.postings as declared, j.effective_date, j.written_by
          from (select c.book, min(c.sequence) as first_one, max(c.sequence) as last_one from per_currency c group by c.book) stretch
          join lateral (
            select * from ledger.journal j
            where j.book = stretch.book and j.sequence between stretch.first_one and stretch.last_one offset 0
          ) j on true
        ), checked as materialized (
          select c.*, h.key, h.declared, h.written_by is distinct from pg_current_xact_id() as sealed,
                 (c.first_day, c.last_day) is distinct from (h.effective_date, h.effective_date) as day_off
          from per_currency c left join header h on h.book = c.book and h.sequence = c.sequence
        ), faults as (
          select case when sealed then 1 when total <> 0 then 2 else 3 end as severity, book, sequence, key, currency,
                 total as off, held, declared
          from checked where sealed or total <> 0 or day_off
          union all
          select 4, book, sequence, min(key), null, null, sum(held::integer), min(declared) from checked
          group by book, sequence having sum(held::integer) <> min(declared)
          union all
          select 5, null, null, key, currency, sum(bridge), null, null from checked where bridge is not null
          group by key, currency, first_day having sum(bridge) <> 0
        )
        select * into bad from faults order by severity limit 1;
        if not found then
          return null;
        end if;
        case bad.severity
          when 1 then
            raise exception 'journal % % is sealed: postings come with their journal or never', bad.book, bad.sequence
              using errcode = 'LG003';
          when 2 then
            raise exception 'journal % in % does not balance: off by % minor units of %', bad.key, bad.book, bad.off, bad.currency
              using errcode = 'LG002';
          when 3 then
            raise exception 'journal % in % has a posting of another day', bad.key, bad.book using errcode = 'LG004';
          when 4 then
            raise exception 'journal % in % has % postings instead of %', bad.key, bad.book, bad.held, bad.declared
              using errcode = 'LG004';
          else
            raise exception 'the unit bridge of % is off by % minor units of %', bad.key, bad.off, bad.currency
              using errcode = 'LG005';
        end case;
      end $$;

      -- Every new journal: written by this transaction, next in the chain of its book, with postings, and undoing only a
      -- journal of its own book. A journal has all of its postings or none (see above), so their number tells whether all have.
      create function ledger.check_journals() returns trigger
        language plpgsql set search_path = pg_catalog, pg_temp
        set plan_cache_mode = force_custom_plan set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
      declare
        chain record;
        held bigint;
      begin
        for chain in
          select a.book, min(a.sequence) as first_one, max(a.sequence) as last_one, count(*) as journals,
                 sum(a.postings) as postings, min(a.effective_date) as first_day, max(a.effective_date) as last_day,
                 bool_or(a.written_by <> pg_current_xact_id()) as forged, bool_or(a.reverses is not null) as reversing
          from added a group by a.book
        loop
          if chain.forged or chain.last_one - chain.first_one + 1 <> chain.journals or (chain.first_one > 1 and not exists (
            select from ledger.journal j where j.book = chain.book and j.sequence = chain.first_one - 1))
          then
            raise exception 'journals of % do not follow the last one of its chain', chain.book using errcode = 'LG010';
          end if;
          select count(*) into held from ledger.posting p
          where p.book = chain.book and p.sequence between chain.first_one and chain.last_one
            and p.effective_date between chain.first_day and chain.last_day;
          if held <> chain.postings then
            raise exception 'journals of % from % have no postings of their own', chain.book, chain.first_one
              using errcode = 'LG004';
          end if;
          if chain.reversing and exists (
            select from added a
            where a.book = chain.book and a.reverses is not null and not exists (
              select from ledger.journal original where original.journal_id = a.reverses and original.book = a.book))
          then
            raise exception 'a journal of % undoes what its book does not have', chain.book using errcode = 'LG011';
          end if;
        end loop;
        return null;
      end $$;

      -- A period is never forgotten and never opened again by a plain update.
      create function ledger.check_period() returns trigger
        language plpgsql set search_path = pg_catalog, pg_temp as $$
      begin
        if tg_op <> 'UPDATE' or old.period <> new.period or old.closed_at is not null then
          raise exception 'period % is kept as it is', old.period using errcode = 'LG001';
        end if;
        return new;
      end $$;

      create trigger period_kept before update or delete on ledger.period
        for each row execute function ledger.check_period();
      create trigger period_not_truncated before truncate on ledger.period
        for each statement execute function ledger.refuse_change();
      create trigger journal_append_only before update or delete or truncate on ledger.journal
        for each statement execute function ledger.refuse_change();
      create trigger journal_complete after insert on ledger.journal referencing new table as added
        for each statement execute function ledger.check_journals();
      create trigger posting_append_only before update or delete or truncate on ledger.posting
        for each statement execute function ledger.refuse_change();
      create trigger posting_balances after insert on ledger.posting referencing new table as added
        for each statement execute function ledger.check_postings();
      alter table ledger.period enable always trigger period_kept;
      alter table ledger.period enable always trigger period_not_truncated;
      alter table ledger.journal enable always trigger journal_append_only;
      alter table ledger.journal enable always trigger journal_complete;
      alter table ledger.posting enable always trigger posting_append_only;
      alter table ledger.posting enable always trigger posting_balances;

      revoke insert, update, delete on ledger.period, ledger.chain_head, ledger.journal, ledger.posting, ledger.balance
        from asiento_ledger;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table ledger.balance, ledger.posting, ledger.journal, ledger.chain_head, ledger.period;
      drop function ledger.check_period, ledger.check_journals, ledger.check_postings, ledger.refuse_change;
    `);
  }
}
