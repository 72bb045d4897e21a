import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the blotter is sorted and searched by, as far as it stays: only an amendment changes these columns, so a trade's steps
 * still update its row without touching an index. State and time of the last step change with every step and have none.
 */
export class BlotterIndexes1763942401000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- The trade id makes the order total, as the blotter's cursor does: one scan gives a page from anywhere in the list.
      create index trade_settlement_date on intake.trade (settlement_date, trade_id);
      create index trade_counterparty on intake.trade (counterparty, trade_id);
      create index trade_instrument on intake.trade (instrument);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop index intake.trade_settlement_date, intake.trade_counterparty, intake.trade_instrument');
  }
}
