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

      -- Hashes the journals of each book one after the other, each with the hash before it: places in the order of book and
      -- sequence. Fields before the previous hash have a fixed length; the actor, which has none, comes last.
      create function ledger.chain_hashes(books text[], places bytea[], actors text[], heads bytea[]) returns bytea[]
        language plpgsql immutable set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
      declare
        hashes bytea[] := array_fill(null::bytea, array[cardinality(books)]);
        one record;
        book text;
        hash bytea;
      begin
        for one in
          select g.book, g.place, convert_to(coalesce(g.actor, ''), 'UTF8') as actor, g.head, g.n::integer as n
          from unnest(books, places, actors, heads) with ordinality as g(book, place, actor, head, n)
        loop
          if one.book is distinct from book then
            book := one.book;
            hash := one.head;
          end if;
          hash := sha256(one.place || hash || one.actor);
          hashes[one.n] := hash;
        end loop;
        return hashes;
      end $$;

      -- Posts many journals at once, all or none. Postings name their journal by its number in the first arrays (from 1).
      -- What is posted already with the same content is left out and returned; other content under its key is an error.
      create function ledger.post_batch(
        journal_ids uuid[], books text[], keys text[], rules text[], rule_versions smallint[], effective_dates date[],
        trade_ids text[], source_event_ids uuid[], actors text[], reversed_ids uuid[], inputs text[], posting_counts smallint[],
        content_hashes bytea[],
        posting_of integer[], ords smallint[], accounts text[], details text[], currencies text[], amounts numeric[]
      ) returns setof uuid
        language plpgsql security definer
        set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
      #variable_conflict use_column
      declare
        everybody constant text[] := array(select distinct unnest(books) order by 1);
        recorded timestamptz;
        moment bytea;
        skipped uuid[] := '{}';
        numbers bigint[];
        sequences bigint[];
        hashes bytea[];
        month date;
        closed timestamptz;
      begin
        -- What follows reads what others have committed while it waited for their locks.
        if current_setting('transaction_isolation') <> 'read committed' then
          raise exception 'posting needs read committed, not %', current_setting('transaction_isolation') using errcode = 'LG009';
        end if;

        insert into ledger.chain_head (book, sequence, hash)
        select book, 0, decode(repeat('00', 32), 'hex') from unnest(everybody) as given(book)
        where not exists (select from ledger.chain_head known where known.book = given.book)
        order by book on conflict do nothing;
        perform from ledger.chain_head where book = any(everybody) order by book for update;

        for attempt in 1..2 loop
          exit when cardinality(skipped) = cardinality(journal_ids);
          begin
            for month in
              select distinct date_trunc('month', given.day::timestamp)::date
              from unnest(journal_ids, effective_dates) as given(id, day)
              where given.id <> all(skipped) order by 1
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

            recorded := clock_timestamp();
            moment := int8send((extract(epoch from recorded) * 1000000)::bigint);
            select array_agg(p.n order by p.book, p.sequence), array_agg(p.sequence order by p.book, p.sequence),
                   ledger.chain_hashes(
                     array_agg(p.book order by p.book, p.sequence),
                     array_agg('asiento.chain.v1'::bytea || int8send(p.sequence) || moment || uuid_send(p.source) || p.content
                       order by p.book, p.sequence),
                     array_agg(p.actor order by p.book, p.sequence),
                     array_agg(p.head order by p.book, p.sequence))
            into numbers, sequences, hashes
            from (
              select g.n, g.book, h.sequence + row_number() over (partition by g.book order by g.n) as sequence,
                     g.source, g.actor, g.content, h.hash as head
              from unnest(journal_ids, books, source_event_ids, actors, content_hashes)
                with ordinality as g(id, book, source, actor, content, n)
              join ledger.chain_head h on h.book = g.book
              where g.id <> all(skipped)
            ) p;

            with given as materialized (
              select g.*, placed.sequence, placed.hash
              from unnest(
                journal_ids, books, keys, rules, rule_versions, effective_dates, trade_ids, source_event_ids, actors,
                reversed_ids, inputs, posting_counts, content_hashes
              ) with ordinality as g(
                journal_id, book, key, rule, rule_version, effective_date, trade_id, source_event_id, actor,
                reverses, inputs, postings, content_hash, n)
              join unnest(numbers, sequences, hashes) as placed(n, sequence, hash) on placed.n = g.n
            ), lines as materialized (
              select g.book, g.sequence, p.ord, g.effective_date, p.account, p.detail, p.currency, p.minor_units
              from unnest(posting_of, ords, accounts, details, currencies, amounts)
                as p(n, ord, account, detail, currency, minor_units)
              join given g on g.n = p.n
            ), headers as (
              insert into ledger.journal (
                journal_id, book, sequence, key, rule, rule_version, effective_date, trade_id, source_event_id, actor,
                reverses, inputs, postings, content_hash, hash, recorded_at)
              select journal_id, book, sequence, key, rule, rule_version, effective_date, trade_id, source_event_id, actor,
                     reverses, inputs, postings, content_hash, hash, recorded
              from given order by n
            ), heads as (
              update ledger.chain_head h set sequence = tail.sequence, hash = tail.hash
              from (select distinct on (book) book, sequence, hash from given order by book, sequence desc) tail
              where h.book = tail.book
            ), written as (
              insert into ledger.posting (book, sequence, ord, effective_date, account, detail, currency, minor_units)
              select book, sequence, ord, effective_date, account, detail, currency, minor_units from lines
            )
            insert into ledger.balance as b (book, account, detail, currency, effective_date, minor_units)
            select book, account, detail, currency, effective_date, sum(minor_units) from lines
            group by book, account, detail, currency, effective_date
            order by book, account, detail, currency, effective_date
            on conflict on constraint balance_pk do update set minor_units = b.minor_units + excluded.minor_units;
            exit;
          exception when unique_violation or sqlstate 'LG008' then
            -- Rare: some of it is there already, maybe of a month closed since. The second attempt leaves that out.
            if attempt = 2 then
              raise;
            end if;
            skipped := ledger.already_posted(journal_ids, books, keys, reversed_ids, content_hashes);
          end;
        end loop;
        return query select unnest(skipped);
      end $$;

      -- Which of the journals are in the books already. The caller holds the heads of their books.
      create function ledger.already_posted(
        journal_ids uuid[], books text[], keys text[], reversed_ids uuid[], content_hashes bytea[]
      ) returns uuid[] language plpgsql set search_path = pg_catalog, pg_temp as $$
      #variable_conflict use_column
      declare
        bad record;
        found_ids uuid[];
      begin
        select given.key, given.book into bad
        from unnest(books, keys, content_hashes) as given(book, key, content)
        join ledger.journal posted on posted.key = given.key and posted.book = given.book
        where posted.content_hash <> given.content limit 1;
        if found then
          raise exception 'key % is used in % with other content', bad.key, bad.book using errcode = 'LG006';
        end if;
        select coalesce(array_agg(given.id), '{}') into found_ids
        from unnest(journal_ids, books, keys) as given(id, book, key)
        join ledger.journal posted on posted.key = given.key and posted.book = given.book;
        select given.key, given.book, posted.key as by_key into bad
        from unnest(journal_ids, books, keys, reversed_ids) as given(id, book, key, reverses)
        join ledger.journal posted on posted.reverses = given.reverses
        where given.id <> all(found_ids) limit 1;
        if found then
          raise exception 'journal % in % cannot undo what % has undone already', bad.key, bad.book, bad.by_key
            using errcode = 'LG007';
        end if;
        return found_ids;
      end $$;

      grant execute on function ledger.post_batch to asiento_ledger;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      'drop function ledger.post_batch, ledger.already_posted, ledger.chain_hashes, ledger.close_period, ledger.open_period',
    );
  }
}
