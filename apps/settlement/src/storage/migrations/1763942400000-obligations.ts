import type { MigrationInterface, QueryRunner } from 'typeorm';
import { legalSteps } from '#domain/life-cycle';
import { refuseIllegalWays } from '#platform/database';

/** Trades under settlement, their obligations, and what was heard before it could be used. */
export class Obligations1763942400000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Its row is the lock of everything about a trade.
      create table settlement.trade (
        trade_id text collate "C" not null,
        -- The version whose terms are being settled, the first with these economic terms, and whether it ended the trade.
        standing_version integer,
        root_version integer,
        cancelled boolean not null default false,
        -- Trade as JSON text, said with what settles or fails.
        terms_version integer,
        terms text,
        -- Confirmed, and waiting until its version stands.
        held_version integer,
        held text,
        -- Later versions of the front office that wait or were refused, as JSON text.
        changes text,
        refused text,
        constraint trade_pk primary key (trade_id),
        constraint trade_standing check ((standing_version is null) = (root_version is null) and root_version <= standing_version),
        constraint trade_terms check ((terms_version is null) = (terms is null)),
        constraint trade_held check ((held_version is null) = (held is null))
      );

      create table settlement.obligation (
        obligation_id uuid not null,
        trade_id text collate "C" not null,
        version integer not null,
        leg text not null,
        instruction_id text not null,
        custodian text not null,
        counterparty text not null,
        settlement_date date not null,
        method text not null,
        -- Minor units.
        pay numeric(38, 0),
        pay_currency text,
        pay_settled numeric(38, 0),
        receive numeric(38, 0),
        receive_currency text,
        receive_settled numeric(38, 0),
        isin text,
        direction text,
        quantity numeric,
        quantity_settled numeric,
        our_instructions text not null,
        their_instructions text not null,
        state text not null,
        -- States passed since the row was last written, from the old to the new.
        way text not null,
        sequence integer not null,
        fail_since date,
        fail_said boolean not null default false,
        reason_code text,
        reason text,
        evidence text not null,
        constraint obligation_pk primary key (obligation_id),
        constraint obligation_leg unique (trade_id, version, leg),
        constraint obligation_instruction unique (instruction_id),
        constraint obligation_trade foreign key (trade_id) references settlement.trade (trade_id),
        -- Parts and remainder are the original, and all of it has settled when it says so.
        constraint obligation_pay_settled check (pay_settled between 0 and pay),
        constraint obligation_receive_settled check (receive_settled between 0 and receive),
        constraint obligation_quantity_settled check (quantity_settled between 0 and quantity),
        constraint obligation_settled_whole check (
          (state = 'SETTLED') = (
            coalesce(pay_settled = pay, true) and coalesce(receive_settled = receive, true)
            and coalesce(quantity_settled = quantity, true)
          )
        ),
        constraint obligation_failing_since check (state <> 'FAILING' or fail_since is not null)
      ) with (fillfactor = 70);
      create index obligation_page on settlement.obligation (settlement_date, obligation_id);
      create index obligation_failing on settlement.obligation (settlement_date, obligation_id) where state = 'FAILING';
      create index obligation_due on settlement.obligation (settlement_date)
        where fail_since is null and state in ('INSTRUCTED', 'MATCHED', 'PARTIALLY_SETTLED', 'CANCEL_PENDING');

      -- Reports on instructions that are not known (yet).
      create table settlement.early_status (
        instruction_id text not null,
        message_id text not null,
        body text not null,
        constraint early_status_pk primary key (instruction_id, message_id)
      );

      -- What cannot be true beside what is known, or came too late: somebody must look.
      create table settlement.exception (
        exception_id uuid not null,
        trade_id text not null,
        obligation_id uuid,
        kind text not null,
        reason text not null,
        occurred_at text not null,
        constraint exception_pk primary key (exception_id)
      );
      create index exception_of_trade on settlement.exception (trade_id);

      create table settlement.clock (
        single boolean not null default true,
        business_date date not null,
        kind text not null,
        at text not null,
        constraint clock_pk primary key (single),
        constraint clock_single check (single)
      );

      -- Counts kept in the transaction that changes them, so that a summary need not read every obligation.
      create table settlement.tally (
        state text not null,
        count bigint not null,
        constraint tally_pk primary key (state),
        constraint tally_not_negative check (count >= 0)
      );

      create function settlement.refuse_other_beginning() returns trigger language plpgsql as $$
      begin
        raise exception 'an obligation begins as INSTRUCTED, not as %', new.state using errcode = 'check_violation';
      end $$;
      create trigger legal_beginning before insert on settlement.obligation for each row
        when (new.state <> 'INSTRUCTED') execute function settlement.refuse_other_beginning();
    `);
    await db.query(refuseIllegalWays('settlement.obligation', 'settlement.refuse_illegal_way', legalSteps()));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table settlement.tally, settlement.clock, settlement.exception, settlement.early_status, settlement.obligation,
        settlement.trade;
      drop function settlement.refuse_illegal_way, settlement.refuse_other_beginning;
    `);
  }
}
