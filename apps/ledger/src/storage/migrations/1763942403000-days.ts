import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The ends of business days: what they were told at the close, and how far each has come. */
export class Days1763942403000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table ledger.day (
        business_date date not null,
        -- The tick that ended it, where that stands in its log, and when it was.
        tick_id text not null,
        source text not null,
        ended_at timestamptz not null,
        -- The business date that had ended before; null for the first.
        previous_date date,
        finished boolean not null default false,
        constraint day_pk primary key (business_date)
      );

      create table ledger.day_step (
        business_date date not null,
        -- Place among the steps of a day.
        ord smallint not null,
        step text collate "C" not null,
        journals integer not null,
        finished boolean not null,
        constraint day_step_pk primary key (business_date, step)
      );

      create table ledger.closing_rate (
        business_date date not null,
        base text not null,
        quote text not null,
        rate numeric not null,
        constraint closing_rate_pk primary key (business_date, base, quote)
      );

      -- Per cent of the nominal, clean, for a bond; per unit for anything else.
      create table ledger.closing_price (
        business_date date not null,
        isin text collate "C" not null,
        price numeric not null,
        constraint closing_price_pk primary key (business_date, isin)
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table ledger.closing_price, ledger.closing_rate, ledger.day_step, ledger.day');
  }
}
