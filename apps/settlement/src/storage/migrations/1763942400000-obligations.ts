import type { MigrationInterface, QueryRunner } from 'typeorm';
import { refuseIllegalWays } from '#domain/life-cycle';

/** Versions of a trade as far as settlement needs them, obligations, and statuses that came before their instruction. */
export class Obligations1763942400000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- One row a trade: everything about one trade changes under its lock.
      create table settlement.trade (
        trade_id text not null,
        constraint trade_pk primary key (trade_id)
      );

      create table settlement.trade_version (
        trade_id text not null,
        version integer not null,
        -- Null until captured: the confirmation may come first.
        action text,
        amendment text,
        replaces integer,
        terms text,
        confirmed_terms text,
        withdrawn boolean not null default false,
        refused text,
        constraint trade_version_pk primary key (trade_id, version)
      ) with (fillfactor = 70);

      create table settlement.obligation (
        obligation_id uuid not null,
        trade_id text not null,
        version integer not null,
        leg text not null,
        state text not null,
        -- All states passed at the last change, from the old to the new.
        way text,
        sequence integer not null,
        instruction_id text not null,
        custodian text not null,
        counterparty text not null,
        settlement_date date not null,
        trade text not null,
        settled_pay numeric(38, 0),
        settled_receive numeric(38, 0),
        settled_quantity text,
        failing boolean not null,
        reason_code text,
        before_cancel text,
        constraint obligation_pk primary key (obligation_id),
        constraint obligation_instruction unique (instruction_id)
      ) with (fillfactor = 60);
      create index obligation_trade on settlement.obligation (trade_id);

      -- What is still open, for the cut-off and the queues; a row leaves when its obligation is final.
      create table settlement.open_obligation (
        obligation_id uuid not null,
        settlement_date date not null,
        constraint open_obligation_pk primary key (obligation_id)
      );
      create index open_obligation_due on settlement.open_obligation (settlement_date);

      create table settlement.early_status (
        instruction_id text not null,
        message_id text not null,
        body text not null,
        constraint early_status_pk primary key (instruction_id, message_id)
      );

      create table settlement.clock (
        single boolean not null default true,
        business_date date not null,
        kind text not null,
        at text not null,
        cut_off_passed date,
        constraint clock_pk primary key (single),
        constraint clock_only check (single)
      );
    `);
    await db.query(refuseIllegalWays('settlement.obligation', 'settlement.refuse_illegal_way'));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      'drop table settlement.clock, settlement.early_status, settlement.open_obligation, settlement.obligation, settlement.trade_version, settlement.trade',
    );
    await db.query('drop function settlement.refuse_illegal_way');
  }
}
