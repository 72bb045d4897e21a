import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Agreed trades, what their counterparties state, and where these differ. */
export class Confirmation1763942400000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table confirmation.trade (
        trade_id text not null,
        front_version integer,
        front_cancelled boolean not null default false,
        front_at text,
        agreed_version integer,
        agreed_event text,
        agreed_at text,
        -- The agreed trade as JSON text.
        agreed_terms text,
        statement_revision integer,
        statement_message text,
        statement_kind text,
        statement_counterparty text,
        statement_terms text,
        statement_sent_at text,
        status text not null,
        -- Whose word is still to come; null when nothing is expected or it has become a dispute.
        awaits text,
        disputed boolean not null default false,
        -- What was said last: the event, and for which version it confirmed.
        said_event text,
        said_confirmed_version integer,
        sequence integer not null default 0,
        constraint trade_pk primary key (trade_id),
        constraint trade_status check (status in ('unknown', 'pending', 'confirmed', 'disputed', 'cancelled')),
        constraint trade_awaits check (awaits in ('statement', 'trade', 'withdrawal')),
        constraint trade_statement_kind check (statement_kind in ('CONFIRM', 'CANCEL')),
        -- Nothing is confirmed that is not agreed inside the house and stated by the counterparty.
        constraint trade_confirmed_by_both check (
          status <> 'confirmed' or (agreed_version >= coalesce(front_version, 0) and statement_kind = 'CONFIRM' and not front_cancelled)
        )
      );
      create index trade_awaiting on confirmation.trade (trade_id) where awaits is not null;

      create table confirmation.dispute (
        trade_id text not null,
        version integer,
        counterparty text not null,
        kind text not null,
        differences text not null,
        counterfactual text not null,
        since text collate "C" not null,
        constraint dispute_pk primary key (trade_id),
        constraint dispute_kind check (kind in ('differs', 'alleged', 'unanswered'))
      );

      -- One row: the last matching cut-off. Handlers of trades hold it shared, the tick alone, so that no trade slips between.
      create table confirmation.cut_off (
        single boolean not null default true,
        business_date text,
        at text,
        constraint cut_off_pk primary key (single),
        constraint cut_off_single check (single)
      );
      insert into confirmation.cut_off default values;

      -- Counts kept in the transaction that changes them, so that a summary need not read every trade.
      create table confirmation.tally (
        name text not null,
        count bigint not null,
        constraint tally_pk primary key (name),
        constraint tally_not_negative check (count >= 0)
      );
      insert into confirmation.tally (name, count) values ('confirmed', 0), ('unconfirmed', 0);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table confirmation.tally, confirmation.cut_off, confirmation.dispute, confirmation.trade;`);
  }
}
