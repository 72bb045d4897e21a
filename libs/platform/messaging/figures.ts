import type { FigureStatement } from '#platform/database';

/** Beyond this many it does not matter how many: counting them would only burden a database that is in trouble already. */
const MOST_COUNTED = 100_000;

/** What waits in a service to leave, and what it has set aside. */
export function messagingFigures(schema: string): FigureStatement[] {
  const parked = `from ${schema}.parked_message where state = 'parked'`;
  return [
    {
      name: 'asiento_outbox_messages',
      help: `Messages that wait to be carried to Kafka, counted up to ${MOST_COUNTED}.`,
      labels: [],
      statement: `select count(*) as value from (select from ${schema}.outbox limit ${MOST_COUNTED}) as waiting`,
    },
    {
      name: 'asiento_outbox_age_seconds',
      help: 'How long the first message in the outbox has waited; 0 when it is empty.',
      labels: [],
      statement: `select coalesce(extract(epoch from clock_timestamp() - (
        select written_at from ${schema}.outbox order by outbox_id limit 1)), 0) as value`,
    },
    {
      name: 'asiento_parked_messages',
      help: 'Messages set aside, those that wait behind them included.',
      labels: [],
      statement: `select count(*) as value ${parked}`,
    },
    {
      name: 'asiento_parked_oldest_age_seconds',
      help: 'How long the oldest parked message has waited for a person; 0 when there is none.',
      labels: [],
      statement: `select coalesce(extract(epoch from clock_timestamp() - min(parked_at)), 0) as value ${parked}`,
    },
  ];
}
