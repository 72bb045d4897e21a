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
        constraint balance_pk primary key (book, account, detail, currency, effective_date)
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
      create function ledger.check_postings() returns trigger
        language plpgsql set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
      declare
        bad record;
      begin
        select j.book, j.sequence, header.key, header.postings as declared, j.found, j.off_currency, j.off,
               header.written_by is distinct from pg_current_xact_id() as sealed,
               (j.first_day, j.last_day) is distinct from (header.effective_date, header.effective_date) as day_off
        into bad
        from (
          select c.book, c.sequence, sum(c.found) as found, min(c.first_day) as first_day, max(c.last_day) as last_day,
                 min(c.currency) filter (where c.total <> 0) as off_currency, min(c.total) filter (where c.total <> 0) as off
          from (
            select a.book, a.sequence, a.currency, sum(a.minor_units) as total, count(*) as found,
                   min(a.effective_date) as first_day, max(a.effective_date) as last_day
            from added a group by a.book, a.sequence, a.currency
          ) c group by c.book, c.sequence
        ) j
        left join ledger.journal header on header.book = j.book and header.sequence = j.sequence
        where header.written_by is distinct from pg_current_xact_id()
           or header.postings <> j.found
           or j.off is not null
           or (j.first_day, j.last_day) is distinct from (header.effective_date, header.effective_date)
        limit 1;
        if found then
          if bad.sealed then
            raise exception 'journal % % is sealed: postings come with their journal or never', bad.book, bad.sequence
              using errcode = 'LG003';
          elsif bad.off is not null then
            raise exception 'journal % in % does not balance: off by % minor units of %', bad.key, bad.book, bad.off, bad.off_currency
              using errcode = 'LG002';
          elsif bad.day_off then
            raise exception 'journal % in % has a posting of another day', bad.key, bad.book using errcode = 'LG004';
          end if;
          raise exception 'journal % in % has % postings instead of %', bad.key, bad.book, bad.found, bad.declared
            using errcode = 'LG004';
        end if;

        -- The unit bridge (R18): journals of one fact come together, and their inter-unit accounts are zero per currency.
        select header.key, a.currency, sum(a.minor_units) as off
        into bad
        from added a join ledger.journal header on header.book = a.book and header.sequence = a.sequence
        where a.account in ('1980', '2980')
        group by header.key, a.currency, a.effective_date
        having sum(a.minor_units) <> 0
        limit 1;
        if found then
          raise exception 'the unit bridge of % is off by % minor units of %', bad.key, bad.off, bad.currency
            using errcode = 'LG005';
        end if;
        return null;
      end $$;

      -- Every new journal: written by this transaction, with postings, and undoing only a journal of its own book.
      create function ledger.check_journals() returns trigger
        language plpgsql set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
      declare
        bad record;
      begin
        select a.key, a.book into bad from added a
        where a.written_by <> pg_current_xact_id()
           or not exists (
             select from ledger.posting p
             where p.book = a.book and p.sequence = a.sequence and p.effective_date = a.effective_date
           )
        limit 1;
        if found then
          raise exception 'journal % in % has no postings of its own', bad.key, bad.book using errcode = 'LG004';
        end if;
        select a.key, a.book into bad from added a
        where a.reverses is not null
          and not exists (select from ledger.journal original where original.journal_id = a.reverses and original.book = a.book)
        limit 1;
        if found then
          raise exception 'journal % in % undoes a journal that its book does not have', bad.key, bad.book using errcode = 'LG011';
        end if;
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
