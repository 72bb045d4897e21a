import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The one way into the books, and the way to close a period. */
export class Posting1763942401000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Number of the lock that everybody who posts holds until the commit.
      create function ledger.posting_lock() returns bigint language sql immutable as $$ select 20260615 $$;

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

      -- How a month stands, and keeps standing until the commit: waits for postings that are under way, and those after it wait.
      create function ledger.hold_period(first_day date) returns text
        language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      declare
        standing text;
      begin
        perform pg_advisory_xact_lock(ledger.sealing_lock());
        select p.state into standing from ledger.period p where p.period = first_day for update;
        if not found then
          perform ledger.open_period(first_day);
          select p.state into standing from ledger.period p where p.period = first_day for update;
        end if;
        return standing;
      end $$;

      -- Closes a month softly or for good, or opens it again; waits for postings that are under way, and those after it see it.
      -- A hard close gives the month the index of its reports: nothing will be added to it.
      create function ledger.change_period(first_day date, to_state text, proposed_by text, approved_by text, reason text)
        returns text language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      declare
        before text := ledger.hold_period(first_day);
        partition text := 'posting_' || to_char(first_day, 'YYYY_MM');
      begin
        if before = to_state then
          return before;
        end if;
        begin
          insert into ledger.period_change (period, from_state, to_state, proposed_by, approved_by, reason)
          values (first_day, before, to_state, proposed_by, approved_by, reason);
        exception when check_violation or not_null_violation then
          raise exception 'period % cannot go from % to % by % and %: %', to_char(first_day, 'YYYY-MM'), before, to_state,
            coalesce(proposed_by, 'nobody'), coalesce(approved_by, 'nobody'), sqlerrm using errcode = 'LG013';
        end;
        update ledger.period p set state = to_state where p.period = first_day;
        if to_state = 'hard' then
          execute format('create index if not exists %I on ledger.%I (account, detail, book, effective_date)',
            partition || '_report', partition);
        end if;
        return before;
      end $$;

      -- Posts many journals at once, all or none. Postings name their journal by its number in the first arrays (from 1).
      -- A month that is softly closed takes only what adjusts it: the end of its days, and what two people decided.
      -- What is posted already with the same content is left out and returned; other content under its key is an error.
      -- Plans are made once and go by indexes, whatever the tables held when the session made them; the arrays stay taken apart
      -- between statements, so that a posting finds what it has of its journal without a join.
      create function ledger.post_batch(
        journal_ids uuid[], books text[], accountings text[], keys text[], rules text[], rule_versions smallint[], effective_dates date[],
        trade_ids text[], source_event_ids uuid[], sources text[], actors text[], approvers text[], reversed_ids uuid[],
        inputs text[], posting_counts smallint[], content_hashes bytea[], adjusting boolean[],
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
        month record;
        standing text;
      begin
        -- What follows reads what others have committed while it waited for their locks.
        if current_setting('transaction_isolation') <> 'read committed' then
          raise exception 'posting needs read committed, not %', current_setting('transaction_isolation') using errcode = 'LG009';
        end if;
        -- A posting would round to what its column holds, so that 1.4 and 1.4 against -2.8 came out as 1, 1 and -3.
        if exists (select from unnest(amounts) as given(amount) where given.amount <> trunc(given.amount)) then
          raise exception 'amounts are whole minor units' using errcode = 'LG012';
        end if;

        for attempt in 1..2 loop
          exit when cardinality(left_out) = cardinality(journal_ids);
          if attempt = 1 then
            -- Whoever reads the books as of a moment waits for those who post at that moment.
            perform pg_advisory_xact_lock_shared(ledger.posting_lock());
            insert into ledger.chain_head (book, sequence, hash, recorded_at)
            select book, 0, decode(repeat('00', 32), 'hex'), '-infinity' from unnest(everybody) as given(book)
            where not exists (select from ledger.chain_head known where known.book = given.book)
            order by book on conflict do nothing;
            perform from ledger.chain_head where book = any(everybody) order by book for update;
            -- Later than what any book has, also when the clock of the machine was set back.
            select greatest(clock_timestamp(), max(h.recorded_at) + interval '1 microsecond') into recorded from ledger.chain_head h;
            moment := int8send((extract(epoch from recorded) * 1000000)::bigint);
          end if;

          begin
            for month in
              select date_trunc('month', given.day::timestamp)::date as first_day, bool_and(given.adjusts) as adjusts
              from (
                select d.day, bool_and(d.adjusts) as adjusts from unnest(wanted, effective_dates, adjusting) as d(wanted, day, adjusts)
                where d.wanted group by d.day
              ) given
              group by 1 order by 1
            loop
              select p.state into standing from ledger.period p where p.period = month.first_day for share;
              if not found then
                perform ledger.open_period(month.first_day);
                select p.state into standing from ledger.period p where p.period = month.first_day for share;
              end if;
              if standing = 'hard' or standing = 'soft' and not month.adjusts then
                raise exception 'period % is closed%', to_char(month.first_day, 'YYYY-MM'),
                  case standing when 'soft' then ' except for adjustments' else '' end using errcode = 'LG008';
              end if;
            end loop;

            -- The journals of each book one after the other, each hashed with the hash before it. Fields before the previous
            -- hash have a fixed length; the texts, which have none, come last with their lengths.
            sequences := array_fill(null::bigint, array[cardinality(journal_ids)]);
            hashes := array_fill(null::bytea, array[cardinality(journal_ids)]);
            chain := null;
            for one in
              select g.n::integer as n, g.book, moment || uuid_send(g.event) || g.content as fixed,
                     convert_to(octet_length(coalesce(g.actor, ''))::text || ':' || coalesce(g.actor, '')
                       || octet_length(coalesce(g.approver, '')) || ':' || coalesce(g.approver, '')
                       || octet_length(g.source) || ':' || g.source, 'UTF8') as texts
              from unnest(wanted, books, source_event_ids, sources, actors, approvers, content_hashes)
                with ordinality as g(wanted, book, event, source, actor, approver, content, n)
              where g.wanted
              order by g.book, g.n
            loop
              if one.book is distinct from chain then
                update ledger.chain_head set sequence = place, hash = link, recorded_at = recorded where book = chain;
                chain := one.book;
                select h.sequence, h.hash into place, link from ledger.chain_head h where h.book = chain;
              end if;
              place := place + 1;
              link := sha256('asiento.chain.v1'::bytea || int8send(place) || one.fixed || link || one.texts);
              sequences[one.n] := place;
              hashes[one.n] := link;
            end loop;
            update ledger.chain_head set sequence = place, hash = link, recorded_at = recorded where book = chain;

            -- A posting of a journal that is not there has no book, and is refused for that.
            with headers as (
              insert into ledger.journal (
                journal_id, book, sequence, accounting, key, rule, rule_version, effective_date, trade_id, source_event_id,
                source, actor, approver, reverses, inputs, postings, content_hash, hash, recorded_at)
              select g.journal_id, g.book, g.sequence, g.accounting, g.key, g.rule, g.rule_version, g.effective_date, g.trade_id,
                     g.source_event_id, g.source, g.actor, g.approver, g.reverses, g.inputs, g.postings, g.content_hash, g.hash,
                     recorded
              from unnest(
                wanted, journal_ids, books, sequences, accountings, keys, rules, rule_versions, effective_dates, trade_ids,
                source_event_ids, sources, actors, approvers, reversed_ids, inputs, posting_counts, content_hashes, hashes
              ) as g(
                wanted, journal_id, book, sequence, accounting, key, rule, rule_version, effective_date, trade_id,
                source_event_id, source, actor, approver, reverses, inputs, postings, content_hash, hash)
              where g.wanted is distinct from false
            )
            insert into ledger.posting (book, sequence, ord, effective_date, accounting, account, detail, currency, minor_units)
            select books[p.n], sequences[p.n], p.ord, effective_dates[p.n], accountings[p.n], p.account, p.detail, p.currency,
                   p.minor_units
            from unnest(posting_of, ords, accounts, details, currencies, amounts)
              as p(n, ord, account, detail, currency, minor_units)
            where wanted[p.n] is distinct from false;
            exit;
          exception when unique_violation or sqlstate 'LG008' then
            -- Rare: some of it is there already, maybe of a month closed since. The second attempt leaves that out.
            if attempt = 2 then
              raise;
            end if;
            left_out := ledger.already_posted(journal_ids, books, accountings, keys, reversed_ids, content_hashes);
            foreach position in array left_out loop
              wanted[position] := false;
            end loop;
          end;
        end loop;
        return query select journal_ids[given.position] from unnest(left_out) as given(position);
      end $$;

      -- Numbers of the journals that are in the books already. The caller holds the heads of their books.
      create function ledger.already_posted(
        journal_ids uuid[], books text[], accountings text[], keys text[], reversed_ids uuid[], content_hashes bytea[])
        returns integer[] language plpgsql set search_path = pg_catalog, pg_temp as $$
      #variable_conflict use_column
      declare
        bad record;
        known integer[];
      begin
        select given.key, given.book into bad
        from unnest(books, accountings, keys, content_hashes) as given(book, accounting, key, content)
        join ledger.journal posted
          on posted.key = given.key and posted.book = given.book and posted.accounting = given.accounting
        where posted.content_hash <> given.content limit 1;
        if not found then
          -- By trade date a book has one journal of a fact, common or not: their ids are one.
          select given.key, given.book into bad
          from unnest(journal_ids, books, keys, content_hashes) as given(id, book, key, content)
          join ledger.journal posted on posted.journal_id = given.id
          where posted.content_hash <> given.content limit 1;
        end if;
        if found then
          raise exception 'key % is used in % with other content', bad.key, bad.book using errcode = 'LG006';
        end if;
        select coalesce(array_agg(given.n), '{}') into known
        from unnest(books, accountings, keys) with ordinality as given(book, accounting, key, n)
        join ledger.journal posted
          on posted.key = given.key and posted.book = given.book and posted.accounting = given.accounting;
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

      grant execute on function ledger.post_batch, ledger.change_period, ledger.hold_period, ledger.sealing_lock to asiento_ledger;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      'drop function ledger.post_batch, ledger.already_posted, ledger.change_period, ledger.hold_period, ledger.open_period, ledger.posting_lock',
    );
  }
}
