import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the outside world has to remember over a restart: the day being played, and the custodian's open instructions. */
export class Simulator1763942400000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table simulator.day (
        business_date date not null,
        seed text not null,
        trades integer not null,
        trouble text not null,
        duplicates_percent numeric not null,
        shuffled boolean not null,
        steps_done integer not null default 0,
        finished boolean not null default false,
        constraint day_pk primary key (business_date)
      );

      create table simulator.instruction (
        instruction_id text not null,
        trade_id text not null,
        custodian text not null,
        cash_only boolean not null,
        quantity text,
        settlement_date date not null,
        state text not null,
        attempts integer not null default 0,
        last_attempt date,
        constraint instruction_pk primary key (instruction_id),
        constraint instruction_state check (state in ('open', 'cancelled', 'settled'))
      );

      create index instruction_open on simulator.instruction (settlement_date) where state = 'open';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table simulator.instruction, simulator.day');
  }
}
