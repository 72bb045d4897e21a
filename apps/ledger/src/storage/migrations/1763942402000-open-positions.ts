import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the ledger must remember between events: versions it has heard of, and what the end of the day goes over. */
export class OpenPositions1763942402000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- One row a version, whichever event came first: facts about a version that is not captured yet wait here.
      create table ledger.trade_version (
        trade_id text collate "C" not null,
        version integer not null,
        captured boolean not null default false,
        -- What of it stands in a holding (R2), as of its last correction; empty for what is no security.
        book text collate "C",
        isin text collate "C",
        currency text collate "C",
        trade_date date,
        quantity numeric,
        amount_minor_units numeric(38, 0),
        -- The version is void (R15), stands on the middle office's terms, or had not settled at its cut-off (R10); JSON.
        withdrawal text,
        correction text,
        fail text,
        -- Where in the log each of them stands: topic/partition/offset.
        withdrawal_source text,
        correction_source text,
        fail_source text,
        constraint trade_version_pk primary key (trade_id, version)
      );
      create index trade_version_day on ledger.trade_version (trade_date) where isin is not null;

      create table ledger.holding (
        book text collate "C" not null,
        isin text collate "C" not null,
        currency text collate "C" not null,
        quantity numeric not null default 0,
        cost_minor_units numeric(38, 0) not null default 0,
        realised_minor_units numeric(38, 0) not null default 0,
        booked_realised_minor_units numeric(38, 0) not null default 0,
        booked_short_minor_units numeric(38, 0) not null default 0,
        -- A trade of an earlier day came, went or changed: average cost is folded anew from the beginning.
        refold boolean not null default false,
        constraint holding_pk primary key (book, isin, currency)
      ) with (fillfactor = 70);

      create table ledger.forward_position (
        trade_id text collate "C" not null,
        version integer not null,
        leg text collate "C" not null,
        book text not null,
        counterparty text not null,
        bought_minor_units numeric(38, 0) not null,
        bought_currency text not null,
        sold_minor_units numeric(38, 0) not null,
        sold_currency text not null,
        booked_minor_units numeric(38, 0) not null default 0,
        -- Its trade-date journal is in the books.
        opened boolean not null default false,
        -- Exchanged or withdrawn.
        closed boolean not null default false,
        constraint forward_position_pk primary key (trade_id, version, leg)
      ) with (fillfactor = 70);
      create index forward_position_open on ledger.forward_position (trade_id, version, leg) 
        where opened and (not closed or booked_minor_units <> 0);

      create table ledger.deposit_position (
        trade_id text collate "C" not null,
        version integer not null,
        book text not null,
        counterparty text not null,
        direction text not null,
        currency text not null,
        principal_minor_units numeric(38, 0) not null,
        rate_percent numeric not null,
        day_count text not null,
        start_date date not null,
        maturity_date date not null,
        interest_minor_units numeric(38, 0) not null,
        accrued_minor_units numeric(38, 0) not null default 0,
        withdrawn boolean not null default false,
        -- Nothing will accrue any more.
        done boolean not null default false,
        constraint deposit_position_pk primary key (trade_id, version)
      ) with (fillfactor = 70);
      create index deposit_position_open on ledger.deposit_position (trade_id, version) where not done;

      -- The last business date whose end the ledger has posted.
      create table ledger.business_day (
        single boolean not null default true,
        ended date,
        constraint business_day_pk primary key (single),
        constraint business_day_single check (single)
      ) with (fillfactor = 10);
      insert into ledger.business_day default values;
      revoke insert, delete on ledger.business_day from asiento_ledger;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      'drop table ledger.business_day, ledger.deposit_position, ledger.forward_position, ledger.holding, ledger.trade_version',
    );
  }
}
