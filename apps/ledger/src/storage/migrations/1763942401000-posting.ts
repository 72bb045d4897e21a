import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The one way into the books, and the way to close a period. */
export class Posting1763942401000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- A month with its partition. Attaching one does not wait for those who post (create ... partition of would).
      -- Guards of a partitioned table do not see statements on its partitions, so each partition carries its own.
      create function ledger.open_period(first_day date) returns void
        language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      declare
        partition text := 'posting_' || to_char(first_day, 'YYYY_MM');
      begin
        perform pg_advisory_xact_lock(hashtext('ledger.open_period'));
        insert into ledger.period (period) values (first_day) on conflict do nothing;
        if not found then
          return;
        end if;
        execute format('create table ledger.%I (like ledger.posting including constraints)', partition);
        execute format('revoke insert, update, delete on ledger.%I from asiento_ledger', partition);
        execute format(
          'create trigger posting_append_only before update or delete or truncate on ledger.%I
             for each statement execute function ledger.refuse_change()', partition);
        execute format(
          'create trigger posting_balances after insert on ledger.%I referencing new table as added
             for each statement execute function ledger.check_postings()', partition);
        execute format('alter table ledger.%I enable always trigger posting_append_only', partition);
        execute format('alter table ledger.%I enable always trigger posting_balances', partition);
        execute format(
          'alter table ledger.posting attach partition ledger.%I for values from (%L) to (%L)',
          partition, first_day, (first_day + interval '1 month')::date);
      end $$;

      -- After it commits nothing can be posted into the month; waits for postings that are under way.
      create function ledger.close_period(first_day date) returns void
        language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      begin
        perform ledger.open_period(first_day);
        perform from ledger.period where period = first_day for update;
        update ledger.period set closed_at = clock_timestamp() where period = first_day and closed_at is null;
      end $$;

      -- Posts many journals at once, all or none. Postings name their journal by its number in the first arrays (from 1).
      -- What is posted already with the same content is left out and returned; other content under its key is an error.
      -- Plans are made once and go by indexes, whatever the tables held when the session made them; the arrays stay taken apart
      -- between statements, so that a posting finds what it has of its journal without a join.
      create function ledger.post_batch(
        journal_ids uuid[], books text[], keys text[], rules text[], rule_versions smallint[], effective_dates date[],
        trade_ids text[], source_event_ids uuid[], actors text[], reversed_ids uuid[], inputs text[], posting_counts smallint[],
        content_hashes bytea[],
        posting_of integer[], ords smallint[], accounts text[], details text[], currencies text[], amounts numeric[]
      ) returns setof uuid
        language plpgsql security definer
        set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
        set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
      #variable_conflict use_column
      declare
        everybody constant text[] := array(select distinct book from unnest(books) as given(book) order by 1);
        wanted boolean[] := array_fill(true, array[cardinality(journal_ids)]);
        left_out integer[] := '{}';
        position integer;
        recorded timestamptz;
        moment bytea;
        one record;
        chain text;
        place bigint;
        link bytea;
        sequences bigint[];
        hashes bytea[];
        change_books text[];
        change_accounts text[];
        change_details text[];
        change_currencies text[];
        change_dates date[];
        changes numeric[];
        month date;
        closed timestamptz;
      begin
        -- What follows reads what others have committed while it waited for their locks.
        if current_setting('transaction_isolation') <> 'read committed' then
          raise exception 'posting needs read committed, not %', current_setting('transaction_isolation') using errcode = 'LG009';
        end if;
        -- A posting rounds to what its column holds, and so would a balance, but of the sum: 1.4 and 1.4 on one account stood
        -- as 2 in the postings and as 3 in the balance, and the journal balanced all the same.
        if exists (select from unnest(amounts) as given(amount) where given.amount <> trunc(given.amount)) then
          raise exception 'amounts are whole minor units' using errcode = 'LG012';
        end if;

        for attempt in 1..2 loop
          exit when cardinality(left_out) = cardinality(journal_ids);
          -- Added up before the chains are locked: in the order of the key, so that neighbours are found together.
          select array_agg(c.book), array_agg(c.account), array_agg(c.detail), array_agg(c.currency), array_agg(c.effective_date),
                 array_agg(c.change)
          into change_books, change_accounts, change_details, change_currencies, change_dates, changes
          from (
            select p.detail, p.account, books[p.n] as book, p.currency, effective_dates[p.n] as effective_date,
                   sum(p.minor_units) as change
            from unnest(posting_of, accounts, details, currencies, amounts) as p(n, account, detail, currency, minor_units)
            where wanted[p.n]
            group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
          ) c;

          if attempt = 1 then
            insert into ledger.chain_head (book, sequence, hash)
            select book, 0, decode(repeat('00', 32), 'hex') from unnest(everybody) as given(book)
            where not exists (select from ledger.chain_head known where known.book = given.book)
            order by book on conflict do nothing;
            perform from ledger.chain_head where book = any(everybody) order by book for update;
          end if;

          begin
            for month in
              select distinct date_trunc('month', given.day::timestamp)::date
              from (select distinct d.day from unnest(wanted, effective_dates) as d(wanted, day) where d.wanted) given
              order by 1
            loop
              select p.closed_at into closed from ledger.period p where p.period = month for share;
              if not found then
                perform ledger.open_period(month);
                select p.closed_at into closed from ledger.period p where p.period = month for share;
              end if;
              if closed is not null then
                raise exception 'period % is closed', to_char(month, 'YYYY-MM') using errcode = 'LG008';
              end if;
            end loop;

            -- The journals of each book one after the other, each hashed with the hash before it. Fields before the previous
            -- hash have a fixed length; the actor, which has none, comes last.
            recorded := clock_timestamp();
            moment := int8send((extract(epoch from recorded) * 1000000)::bigint);
            sequences := array_fill(null::bigint, array[cardinality(journal_ids)]);
            hashes := array_fill(null::bytea, array[cardinality(journal_ids)]);
            chain := null;
            for one in
              select g.n::integer as n, g.book, convert_to(coalesce(g.actor, ''), 'UTF8') as actor,
                     moment || uuid_send(g.source) || g.content as fixed
              from unnest(wanted, books, source_event_ids, actors, content_hashes)
                with ordinality as g(wanted, book, source, actor, content, n)
              where g.wanted
              order by g.book, g.n
            loop
              if one.book is distinct from chain then
                update ledger.chain_head set sequence = place, hash = link where book = chain;
                chain := one.book;
                select h.sequence, h.hash into place, link from ledger.chain_head h where h.book = chain;
              end if;
              place := place + 1;
              link := sha256('asiento.chain.v1'::bytea || int8send(place) || one.fixed || link || one.actor);
              sequences[one.n] := place;
              hashes[one.n] := link;
            end loop;
            update ledger.chain_head set sequence = place, hash = link where book = chain;

            -- A posting of a journal that is not there has no book, and is refused for that.
            with headers as (
              insert into ledger.journal (
                journal_id, book, sequence, key, rule, rule_version, effective_date, trade_id, source_event_id, actor,
                reverses, inputs, postings, content_hash, hash, recorded_at)
              select g.journal_id, g.book, g.sequence, g.key, g.rule, g.rule_version, g.effective_date, g.trade_id,
                     g.source_event_id, g.actor, g.reverses, g.inputs, g.postings, g.content_hash, g.hash, recorded
              from unnest(
                wanted, journal_ids, books, sequences, keys, rules, rule_versions, effective_dates, trade_ids,
                source_event_ids, actors, reversed_ids, inputs, posting_counts, content_hashes, hashes
              ) as g(
                wanted, journal_id, book, sequence, key, rule, rule_version, effective_date, trade_id, source_event_id,
                actor, reverses, inputs, postings, content_hash, hash)
              where g.wanted is distinct from false
            )
            insert into ledger.posting (book, sequence, ord, effective_date, account, detail, currency, minor_units)
            select books[p.n], sequences[p.n], p.ord, effective_dates[p.n], p.account, p.detail, p.currency, p.minor_units
            from unnest(posting_of, ords, accounts, details, currencies, amounts)
              as p(n, ord, account, detail, currency, minor_units)
            where wanted[p.n] is distinct from false;

            -- Nobody else writes balances of these books while their chains are locked, so what is there stays there.
            with change as materialized (
              select c.*, b.ctid as place
              from unnest(change_books, change_accounts, change_details, change_currencies, change_dates, changes)
                as c(book, account, detail, currency, effective_date, minor_units)
              left join ledger.balance b on b.detail = c.detail and b.account = c.account and b.book = c.book
                and b.currency = c.currency and b.effective_date = c.effective_date
            ), changed as (
              update ledger.balance b set minor_units = b.minor_units + c.minor_units from change c where b.ctid = c.place
            )
            insert into ledger.balance (book, account, detail, currency, effective_date, minor_units)
            select book, account, detail, currency, effective_date, minor_units from change where place is null;
            exit;
          exception when unique_violation or sqlstate 'LG008' then
            -- Rare: some of it is there already, maybe of a month closed since. The second attempt leaves that out.
            if attempt = 2 then
              raise;
            end if;
            left_out := ledger.already_posted(books, keys, reversed_ids, content_hashes);
            foreach position in array left_out loop
              wanted[position] := false;
            end loop;
          end;
        end loop;
        return query select journal_ids[given.position] from unnest(left_out) as given(position);
      end $$;

      -- Numbers of the journals that are in the books already. The caller holds the heads of their books.
      create function ledger.already_posted(books text[], keys text[], reversed_ids uuid[], content_hashes bytea[])
        returns integer[] language plpgsql set search_path = pg_catalog, pg_temp as $$
      #variable_conflict use_column
      declare
        bad record;
        known integer[];
      begin
        select given.key, given.book into bad
        from unnest(books, keys, content_hashes) as given(book, key, content)
        join ledger.journal posted on posted.key = given.key and posted.book = given.book
        where posted.content_hash <> given.content limit 1;
        if found then
          raise exception 'key % is used in % with other content', bad.key, bad.book using errcode = 'LG006';
        end if;
        select coalesce(array_agg(given.n), '{}') into known
        from unnest(books, keys) with ordinality as given(book, key, n)
        join ledger.journal posted on posted.key = given.key and posted.book = given.book;
        select given.key, given.book, posted.key as by_key into bad
        from unnest(books, keys, reversed_ids) with ordinality as given(book, key, reverses, n)
        join ledger.journal posted on posted.reverses = given.reverses
        where given.n <> all(known) limit 1;
        if found then
          raise exception 'journal % in % cannot undo what % has undone already', bad.key, bad.book, bad.by_key
            using errcode = 'LG007';
        end if;
        return known;
      end $$;

      grant execute on function ledger.post_batch to asiento_ledger;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop function ledger.post_batch, ledger.already_posted, ledger.close_period, ledger.open_period');
  }
}
