import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What clerks do about rejected instructions, the pages they read it on, and the last cut-off that has passed. */
export class Exceptions1763942401000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- The custodian has rejected it and nothing of it has moved: a clerk may send it under a new reference.
      alter table settlement.obligation add column resendable boolean not null default false;
      update settlement.obligation set resendable = true
        where state in ('CONFIRMED', 'FAILING') and evidence::jsonb ->> 'rejected' is not null
          and coalesce(pay_settled, 0) = 0 and coalesce(receive_settled, 0) = 0 and coalesce(quantity_settled, 0) = 0;
      create index obligation_resendable on settlement.obligation (obligation_id) where resendable;

      -- What is not instructed by its cut-off is late, too.
      drop index settlement.obligation_due;
      create index obligation_due on settlement.obligation (settlement_date)
        where fail_since is null and state in ('CONFIRMED', 'INSTRUCTED', 'MATCHED', 'PARTIALLY_SETTLED', 'CANCEL_PENDING');

      create index exception_page on settlement.exception (occurred_at, exception_id);

      create table settlement.resend_decision (
        message_id text not null,
        trade_id text not null,
        instruction_id text not null,
        actor text not null,
        approver text not null,
        reason text not null,
        decided_at text not null,
        took_effect boolean not null default false,
        constraint resend_decision_pk primary key (message_id),
        constraint resend_decision_two_people check (lower(btrim(approver)) <> lower(btrim(actor)))
      );
      create index resend_decision_of on settlement.resend_decision (instruction_id);

      alter table settlement.clock add column cut_off date;
      update settlement.clock set cut_off = business_date where kind in ('settlement-cut-off', 'end-of-day');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table settlement.clock drop column cut_off;
      drop table settlement.resend_decision;
      drop index settlement.exception_page, settlement.obligation_due;
      create index obligation_due on settlement.obligation (settlement_date)
        where fail_since is null and state in ('INSTRUCTED', 'MATCHED', 'PARTIALLY_SETTLED', 'CANCEL_PENDING');
      alter table settlement.obligation drop column resendable;
    `);
  }
}
