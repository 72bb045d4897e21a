import type { MigrationInterface, QueryRunner } from 'typeorm';
import { legalSteps } from '#domain/life-cycle';
import { refuseIllegalWays } from '#platform/database';

/** Versions as they came, the trade as it stands, and what later services told about it. */
export class Trades1763942400000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table intake.trade_version (
        trade_id text not null,
        side text not null,
        version integer not null,
        action text not null,
        status text not null,
        -- Enriched terms as JSON text; null for a cancel.
        terms text,
        provenance text not null,
        topic text not null,
        partition integer not null,
        message_offset bigint not null,
        sent_at text not null,
        raw_message text not null,
        constraint trade_version_pk primary key (trade_id, side, version),
        constraint trade_version_side check (side in ('front', 'middle')),
        constraint trade_version_status check (status in ('current', 'superseded', 'waiting', 'history'))
      ) with (fillfactor = 80);

      create index trade_version_waiting on intake.trade_version (trade_id) where status = 'waiting';

      create table intake.trade (
        trade_id text not null,
        version integer not null default 0,
        state text not null default 'CAPTURED',
        way text,
        reason text,
        product text not null default '',
        side text not null default '',
        instrument text not null default '',
        quantity text,
        price text,
        gross text,
        gross_currency text,
        counterparty text not null default '',
        unit text not null default '',
        book text not null default '',
        capacity text not null default '',
        beneficial_owner text,
        trade_date text not null default '',
        settlement_date text not null default '',
        updated_at text not null,
        front_applied integer not null default 0,
        front_cancelled boolean not null default false,
        -- The cancel came first: nothing was ever captured that could be withdrawn.
        front_tombstone boolean not null default false,
        middle_applied integer not null default 0,
        middle_cancelled boolean not null default false,
        constraint trade_pk primary key (trade_id)
      ) with (fillfactor = 50);

      create table intake.fact (
        trade_id text not null,
        event_id uuid not null,
        kind text not null,
        version integer,
        obligation_id uuid,
        sequence integer,
        state text,
        transition text,
        reason text,
        actor text not null,
        at text not null,
        topic text not null,
        partition integer not null,
        message_offset bigint not null,
        constraint fact_pk primary key (trade_id, event_id)
      );

      create table intake.repair_decision (
        message_id text not null,
        parked_message_id text not null,
        act text not null,
        actor text not null,
        approver text not null,
        reason text not null,
        decided_at text not null,
        outcome text not null,
        constraint repair_decision_pk primary key (message_id),
        constraint repair_decision_two_people check (lower(btrim(approver)) <> lower(btrim(actor)))
      );
      create index repair_decision_of on intake.repair_decision (parked_message_id);
    `);
    await db.query(refuseIllegalWays('intake.trade', 'intake.refuse_illegal_way', legalSteps()));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table intake.repair_decision, intake.fact, intake.trade, intake.trade_version');
    await db.query('drop function intake.refuse_illegal_way');
  }
}
