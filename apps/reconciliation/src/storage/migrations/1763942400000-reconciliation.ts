import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The latest word of both offices on every trade, the breaks between them and what clerks decided about these. */
export class Reconciliation1763942400000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table reconciliation.trade (
        trade_id text not null,
        front_version integer,
        front_at text,
        front_since text,
        -- The trade as JSON text; null with a version: cancelled.
        front_terms text,
        middle_version integer,
        middle_at text,
        middle_since text,
        middle_terms text,
        -- The middle office says the same word for word; then its terms are not kept twice.
        middle_same boolean not null default false,
        -- Whose word is still to come; null once both have spoken, nothing is expected, or it has become a break.
        awaits text,
        decided boolean not null default false,
        -- The side whose terms stand now.
        agreed_side text,
        -- What trade-agreed said last: front version, side, and the middle version with its terms where that side was accepted.
        said_version integer,
        said_side text,
        said_middle_version integer,
        said_middle_terms text,
        break_kind text,
        break_front_version integer,
        break_middle_version integer,
        sequence integer not null default 0,
        constraint trade_pk primary key (trade_id),
        constraint trade_awaits check (awaits in ('front', 'middle', 'cancel')),
        constraint trade_agreed_side check (agreed_side in ('front', 'middle')),
        constraint trade_break_kind check (break_kind in ('economics', 'missing-middle', 'missing-front')),
        -- While a break is open nothing is agreed.
        constraint trade_agreed_or_broken check (agreed_side is null or break_kind is null)
      );
      create index trade_awaiting on reconciliation.trade (trade_id) where awaits is not null;

      create table reconciliation.break (
        break_id uuid not null,
        trade_id text not null,
        kind text not null,
        state text not null,
        outcome text,
        front_version integer,
        middle_version integer,
        reason text not null,
        comparison text not null,
        counterparty text not null,
        gross_amount text,
        gross_currency text,
        opened_at text collate "C" not null,
        closed_at text,
        constraint break_pk primary key (break_id),
        constraint break_kind check (kind in ('economics', 'missing-middle', 'missing-front')),
        constraint break_state check (state in ('open', 'closed')),
        constraint break_outcome check ((state = 'closed') = (outcome is not null)),
        constraint break_outcome_known check (outcome in ('agreed', 'accepted-front', 'accepted-middle', 'withdrawn'))
      );
      create index break_open on reconciliation.break (opened_at, break_id) where state = 'open';

      create table reconciliation.break_decision (
        message_id text not null,
        given bigint generated always as identity,
        break_id text not null,
        trade_id text not null,
        front_version integer,
        middle_version integer,
        accept text not null,
        actor text not null,
        approver text not null,
        reason text not null,
        decided_at text not null,
        -- Whether it closed a break. One that comes too late, or before its versions, has not (yet).
        took_effect boolean not null default false,
        constraint break_decision_pk primary key (message_id),
        constraint break_decision_two_people check (lower(btrim(approver)) <> lower(btrim(actor))),
        constraint break_decision_accept check (accept in ('front', 'middle'))
      );
      create index break_decision_of_trade on reconciliation.break_decision (trade_id, given);

      -- One row: the last matching cut-off. Handlers of trades hold it shared, the tick alone, so that no trade slips between.
      create table reconciliation.cut_off (
        single boolean not null default true,
        business_date text,
        at text,
        constraint cut_off_pk primary key (single),
        constraint cut_off_single check (single)
      );
      insert into reconciliation.cut_off default values;

      -- Counts kept in the transaction that changes them, so that a summary need not read every trade.
      create table reconciliation.tally (
        name text not null,
        count bigint not null,
        constraint tally_pk primary key (name),
        constraint tally_not_negative check (count >= 0)
      );
      insert into reconciliation.tally (name, count) values ('agreed', 0);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table reconciliation.tally, reconciliation.cut_off, reconciliation.break_decision, reconciliation.break,
        reconciliation.trade;
    `);
  }
}
