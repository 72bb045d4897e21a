import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the end of a day goes over besides trades: positions that other systems told, deliveries, holdings by settlement date. */
export class Positions1763942406000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- A repo, an issue, a borrowing, a fee …: its terms as they were told, and what of it the books show.
      create table ledger.told_position (
        kind text collate "C" not null,
        position_id text collate "C" not null,
        -- Positions that one fact concerns together, the penalties of one depository for example; empty where there are none.
        gathered text collate "C" not null default '',
        -- JSON.
        terms text not null,
        booked text not null,
        -- The end of the day still goes over it.
        live boolean not null,
        constraint told_position_pk primary key (kind, position_id)
      ) with (fillfactor = 70);
      create index told_position_live on ledger.told_position (kind, position_id) where live;
      create index told_position_gathered on ledger.told_position (kind, gathered) where gathered <> '';
      revoke delete on ledger.told_position from asiento_ledger;

      -- Holdings stand once by trade date and once by settlement date; oldest lots first where a book sells what it bought first.
      alter table ledger.holding
        add column accounting text collate "C" not null default 'TDA',
        add column lots text not null default '[]',
        -- Unrealised result that is booked (R14), on the asset and on 2410.
        add column marked_asset_minor_units numeric(38, 0) not null default 0,
        add column marked_short_minor_units numeric(38, 0) not null default 0,
        -- By settlement date: of it, what stays as it was on what is sold and not delivered (IFRS 9 B3.1.6).
        add column frozen_quantity numeric not null default 0,
        add column frozen_minor_units numeric(38, 0) not null default 0,
        -- Last coupon that was moved to 1160 (R8); by settlement date only.
        add column coupon_taken_through date,
        drop constraint holding_pk,
        add constraint holding_pk primary key (book, isin, currency, accounting),
        add constraint holding_accounting check (accounting in ('TDA', 'SDA'));

      -- What a version brings to its book, and the change of its fair value that is booked before it does (IFRS 9 B3.1.6).
      alter table ledger.trade_version
        -- Of a purchase positive, of a sale negative, as the quantity is.
        add column consideration_minor_units numeric(38, 0),
        add column accrued_minor_units numeric(38, 0),
        add column change_minor_units numeric(38, 0) not null default 0,
        -- Open, and settled, when that change was booked.
        add column change_open_quantity numeric not null default 0,
        add column change_settled_quantity numeric not null default 0,
        -- Nothing of it will settle any more, and no change of value is booked of it.
        add column delivered boolean not null default false;
      create index trade_version_to_deliver on ledger.trade_version (trade_id, version)
        where isin is not null and captured and not delivered;

      -- Parts of deliveries as the books by settlement date see them.
      create table ledger.settled_part (
        trade_id text collate "C" not null,
        version integer not null,
        settled_so_far text collate "C" not null,
        book text collate "C" not null,
        isin text collate "C" not null,
        currency text collate "C" not null,
        effective_date date not null,
        -- Below zero where the house delivers.
        quantity numeric not null,
        amount_minor_units numeric(38, 0) not null,
        accrued_minor_units numeric(38, 0) not null,
        constraint settled_part_pk primary key (trade_id, version, settled_so_far)
      );
      create index settled_part_day on ledger.settled_part (effective_date);
      create index settled_part_holding on ledger.settled_part (book, isin, currency, effective_date);
      revoke update, delete on ledger.settled_part from asiento_ledger;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table ledger.settled_part, ledger.told_position;
      drop index ledger.trade_version_to_deliver;
      alter table ledger.trade_version
        drop column consideration_minor_units, drop column accrued_minor_units, drop column change_minor_units, drop column change_open_quantity,
        drop column change_settled_quantity, drop column delivered;
      delete from ledger.holding where accounting = 'SDA';
      alter table ledger.holding
        drop constraint holding_accounting, drop constraint holding_pk,
        drop column accounting, drop column lots, drop column marked_asset_minor_units, drop column marked_short_minor_units,
        drop column frozen_quantity, drop column frozen_minor_units,
        drop column coupon_taken_through,
        add constraint holding_pk primary key (book, isin, currency);
    `);
  }
}
