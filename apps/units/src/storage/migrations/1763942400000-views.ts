import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the units follow, and the three views made of it. */
export class Views1763942400000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Amounts in minor units; terms are null until an event has told them.
      create table units.obligation (
        obligation_id uuid not null,
        counterparty text,
        settlement_date text,
        pay numeric(38, 0),
        pay_currency text,
        pay_nostro text,
        receive numeric(38, 0),
        receive_currency text,
        receive_nostro text,
        released boolean not null,
        settled_pay numeric(38, 0) not null,
        settled_receive numeric(38, 0) not null,
        failing boolean not null,
        cancelled boolean not null,
        constraint obligation_pk primary key (obligation_id)
      ) with (fillfactor = 80);

      create table units.bond_version (
        trade_id text not null,
        version integer not null,
        captured text,
        corrected text,
        corrected_sequence integer,
        kept_when_void numeric,
        constraint bond_version_pk primary key (trade_id, version)
      );

      -- Keys sort by their bytes, the same on every server.
      create table units.cash_ladder (
        nostro text collate "C" not null,
        currency text collate "C" not null,
        value_date text collate "C" not null,
        expected numeric not null,
        settled numeric not null,
        failing numeric not null,
        sequence bigint not null,
        digest text not null,
        as_of text not null,
        constraint cash_ladder_pk primary key (nostro, currency, value_date)
      ) with (fillfactor = 70);

      create table units.debt_position (
        book text collate "C" not null,
        isin text collate "C" not null,
        currency text collate "C" not null,
        -- In 10^-12 of the major unit.
        traded_nominal numeric not null,
        settled_nominal numeric not null,
        cost numeric not null,
        accrued_interest numeric not null,
        sequence bigint not null,
        digest text not null,
        as_of text not null,
        constraint debt_position_pk primary key (book, isin, currency)
      ) with (fillfactor = 70);

      create table units.settlement_exposure (
        counterparty text collate "C" not null,
        currency text collate "C" not null,
        to_pay numeric not null,
        to_receive numeric not null,
        failing numeric not null,
        open_obligations numeric not null,
        failing_obligations numeric not null,
        sequence bigint not null,
        digest text not null,
        as_of text not null,
        constraint settlement_exposure_pk primary key (counterparty, currency)
      ) with (fillfactor = 70);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      'drop table units.settlement_exposure, units.debt_position, units.cash_ladder, units.bond_version, units.obligation',
    );
  }
}
