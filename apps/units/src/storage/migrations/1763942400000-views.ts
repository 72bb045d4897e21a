import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Obligations as the units hear of them, and the three views made of them and of the journals. */
export class Views1763942400000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table units.obligation (
        obligation_id uuid not null,
        -- Facts by kind, each as JSON text; null until heard.
        released text,
        failing text,
        cancelled text,
        settled text not null default '[]',
        constraint obligation_pk primary key (obligation_id)
      ) with (fillfactor = 60);

      create table units.cash_ladder (
        nostro text not null,
        currency text not null,
        value_date text not null,
        expected numeric not null,
        settled numeric not null,
        failing numeric not null,
        sequence integer not null,
        digest text not null,
        constraint cash_ladder_pk primary key (nostro, currency, value_date)
      ) with (fillfactor = 60);

      create table units.debt (
        book text not null,
        isin text not null,
        currency text not null,
        traded numeric not null,
        settled numeric not null,
        cost numeric not null,
        accrued numeric not null,
        sequence integer not null,
        digest text not null,
        constraint debt_pk primary key (book, isin, currency)
      ) with (fillfactor = 60);

      create table units.exposure (
        counterparty text not null,
        currency text not null,
        to_pay numeric not null,
        to_receive numeric not null,
        failing numeric not null,
        open_obligations numeric not null,
        failing_obligations numeric not null,
        sequence integer not null,
        digest text not null,
        constraint exposure_pk primary key (counterparty, currency)
      ) with (fillfactor = 60);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table units.exposure, units.debt, units.cash_ladder, units.obligation');
  }
}
