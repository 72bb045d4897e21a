import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How many trades have arrived, and how many stand where, without reading every trade. Each statement appends by how much it
 * changed the counts: a count that batches add to in place would make all of them wait for its row. Two counts that know
 * nothing of each other: of the versions that came, and of the trades that they became.
 */
export class Tally1763942402000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table intake.tally_change (
        change_id bigint generated always as identity,
        -- 'arrived': trades of which a version has come; 'standing': trades by state, and whether the front office was heard.
        tally text not null,
        state text,
        front boolean,
        trades bigint not null,
        constraint tally_change_pk primary key (change_id),
        constraint tally_change_tally check (tally in ('arrived', 'standing')),
        constraint tally_change_standing check ((tally = 'standing') = (state is not null and front is not null))
      );

      insert into intake.tally_change (tally, trades)
      select 'arrived', count(distinct trade_id) from intake.trade_version having count(*) > 0;
      insert into intake.tally_change (tally, state, front, trades)
      select 'standing', state, front_applied > 0, count(*) from intake.trade group by 2, 3;

      -- By the index, also where its plan was made while there were few versions.
      create function intake.tally_arrived() returns trigger
        language plpgsql set search_path = pg_catalog, pg_temp set enable_seqscan = off set enable_bitmapscan = off as $$
      begin
        insert into intake.tally_change (tally, trades)
        select 'arrived', count(*)
        from (select trade_id, count(*) as versions from now group by trade_id) as come
        -- All versions there are have come just now.
        where versions = (select count(*) from intake.trade_version v where v.trade_id = come.trade_id)
        having count(*) > 0;
        return null;
      end $$;
      create trigger version_tallied after insert on intake.trade_version referencing new table as now
        for each statement execute function intake.tally_arrived();

      create function intake.tally_begun() returns trigger
        language plpgsql set search_path = pg_catalog, pg_temp as $$
      begin
        insert into intake.tally_change (tally, state, front, trades)
        select 'standing', state, front_applied > 0, count(*) from now group by 2, 3;
        return null;
      end $$;
      create trigger trade_tallied_insert after insert on intake.trade referencing new table as now
        for each statement execute function intake.tally_begun();

      create function intake.tally_moved() returns trigger
        language plpgsql set search_path = pg_catalog, pg_temp as $$
      begin
        insert into intake.tally_change (tally, state, front, trades)
        select 'standing', state, front, sum(trades)
        from (
          select state, front_applied > 0 as front, 1 as trades from now
          union all
          select state, front_applied > 0, -1 from earlier
        ) as moved
        group by state, front having sum(trades) <> 0;
        return null;
      end $$;
      create trigger trade_tallied_update after update on intake.trade referencing old table as earlier new table as now
        for each statement execute function intake.tally_moved();
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop trigger trade_tallied_update on intake.trade;
      drop trigger trade_tallied_insert on intake.trade;
      drop trigger version_tallied on intake.trade_version;
      drop function intake.tally_moved, intake.tally_begun, intake.tally_arrived;
      drop table intake.tally_change;
    `);
  }
}
