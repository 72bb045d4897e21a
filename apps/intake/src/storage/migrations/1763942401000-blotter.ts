import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the blotter filters and sorts by, beside the trades. A trade's state changes some seven times in three days and then
 * never again: no index of open trades knows their state, so that a step stays an update in place; a trade that has ended is
 * written once, under every index that a page needs. A page reads the few open trades whole and the many ended ones by index.
 */
export class Blotter1763942401000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    const columns = `
        trade_id text not null,
        state text not null,
        product text not null,
        unit text not null,
        capacity text not null,
        counterparty text not null,
        instrument text not null,
        settlement_date text not null,`;
    await db.query(`
      create table intake.open_trade (${columns}
        constraint open_trade_pk primary key (trade_id),
        constraint open_trade_open check (state not in ('SETTLED', 'CANCELLED'))
      ) with (fillfactor = 50);

      -- Only an amendment changes these.
      create index open_trade_by_date on intake.open_trade (settlement_date, trade_id);
      create index open_trade_by_counterparty on intake.open_trade (counterparty, trade_id);

      create table intake.ended_trade (${columns}
        constraint ended_trade_pk primary key (trade_id),
        constraint ended_trade_ended check (state in ('SETTLED', 'CANCELLED'))
      );
      -- The trade id makes every order total, as the blotter's cursor does: one scan gives a page from anywhere in the list.
      create index ended_trade_by_date on intake.ended_trade (settlement_date, trade_id);
      create index ended_trade_of_counterparty on intake.ended_trade (counterparty, trade_id)
        include (state, product, unit, capacity);
      create index ended_trade_of_counterparty_by_date on intake.ended_trade (counterparty, settlement_date, trade_id)
        include (state, product, unit, capacity);
      create index ended_trade_of_instrument on intake.ended_trade (instrument, trade_id)
        include (state, product, unit, capacity);
      create index ended_trade_of_instrument_by_date on intake.ended_trade (instrument, settlement_date, trade_id)
        include (state, product, unit, capacity);
      create index ended_trade_of_instrument_by_counterparty on intake.ended_trade (instrument, counterparty, trade_id)
        include (state, product, unit, capacity);
      create index ended_trade_of_state on intake.ended_trade (state, trade_id);
      -- One kind of trade is all four of these; a filter by some of them is a few kinds, each in order.
      create index ended_trade_of_kind on intake.ended_trade (state, product, unit, capacity, trade_id);
      create index ended_trade_of_kind_by_date on intake.ended_trade
        (state, product, unit, capacity, settlement_date, trade_id);
      create index ended_trade_of_kind_by_counterparty on intake.ended_trade
        (state, product, unit, capacity, counterparty, trade_id);
    `);
    await db.query(showing('insert', `select ${SHOWN} from now`));
    await db.query(
      showing('update', `select ${SHOWN} from now except select ${SHOWN} from earlier`, 'old table as earlier'),
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop trigger trade_shown_insert on intake.trade;
      drop trigger trade_shown_update on intake.trade;
      drop function intake.show_insert, intake.show_update;
      drop table intake.ended_trade, intake.open_trade;
    `);
  }
}

const SHOWN = 'trade_id, state, product, unit, capacity, counterparty, instrument, settlement_date';

/** Whoever writes trades, the blotter follows in the same statement. Plans must not depend on how many were written first. */
function showing(event: 'insert' | 'update', changed: string, earlier = ''): string {
  const taken = SHOWN.split(', ')
    .slice(1)
    .map((column) => `${column} = excluded.${column}`)
    .join(', ');
  return `
    create function intake.show_${event}() returns trigger
      language plpgsql set search_path = pg_catalog, pg_temp set enable_hashjoin = off set enable_mergejoin = off as $$
    begin
      with changed as materialized (${changed}),
      ended as (
        insert into intake.ended_trade (${SHOWN})
        select ${SHOWN} from changed where state in ('SETTLED', 'CANCELLED')
        on conflict on constraint ended_trade_pk do update set ${taken}
      ), no_longer_open as (
        delete from intake.open_trade o using changed c where o.trade_id = c.trade_id and c.state in ('SETTLED', 'CANCELLED')
      ), no_longer_ended as (
        delete from intake.ended_trade e using changed c
        where e.trade_id = c.trade_id and c.state not in ('SETTLED', 'CANCELLED')
      )
      insert into intake.open_trade (${SHOWN})
      select ${SHOWN} from changed where state not in ('SETTLED', 'CANCELLED')
      on conflict on constraint open_trade_pk do update set ${taken};
      return null;
    end $$;
    create trigger trade_shown_${event} after ${event} on intake.trade referencing ${earlier} new table as now
      for each statement execute function intake.show_${event}();`;
}
