import type { EventContract } from '#contracts';

/** Tables every service keeps beside its own, in its schema. Each statement bears being run again. */
export function messagingTablesSql(schema: string): string[] {
  return [
    `create table if not exists ${schema}.consumer_position (
      topic text not null,
      partition integer not null,
      next_offset bigint not null default 0,
      -- Whoever claims the partition raises the epoch; a write under an older one touches no row.
      epoch bigint not null default 0,
      -- Generation of the Kafka group at the last claim.
      kafka_generation integer not null default 0,
      -- The last record handled: tells a topic made anew from the one before.
      last_record_offset bigint,
      last_record_hash text,
      applied bigint not null default 0,
      duplicates bigint not null default 0,
      moved_at timestamptz not null default now(),
      constraint consumer_position_pk primary key (topic, partition)
    ) with (fillfactor = 50)`,
    `alter table ${schema}.consumer_position add column if not exists last_record_offset bigint`,
    `create table if not exists ${schema}.inbox (
      source text not null,
      message_id text not null,
      content_hash bytea not null,
      constraint inbox_pk primary key (source, message_id)
    )`,
    `create table if not exists ${schema}.parked_message (
      parked_message_id uuid not null,
      topic text not null,
      partition integer not null,
      message_offset bigint not null,
      key text not null,
      sent_at text not null,
      headers jsonb not null,
      body text not null,
      -- The original, where it is not valid text.
      bytes bytea,
      faults jsonb not null,
      -- The message behind which this one waits.
      behind uuid,
      state text not null default 'parked',
      parked_at timestamptz not null default now(),
      constraint parked_message_pk primary key (parked_message_id),
      constraint parked_message_state check (state in ('parked', 'resubmitted', 'discarded'))
    )`,
    `create index if not exists parked_message_open on ${schema}.parked_message (topic, key) where state = 'parked'`,
    `create table if not exists ${schema}.outbox (
      -- Order of leaving; drawn one by one, never in advance.
      outbox_id bigint generated always as identity (cache 1),
      topic text not null,
      key text not null,
      sent_at text not null,
      headers jsonb,
      body text not null,
      -- The original, where it is not valid text.
      bytes bytea,
      written_at timestamptz not null default now(),
      constraint outbox_pk primary key (outbox_id)
    )`,
    `alter table ${schema}.outbox drop column if exists written_by`,
    `create unique index if not exists outbox_pk on ${schema}.outbox (outbox_id)`,
    `alter table ${schema}.outbox add column if not exists bytes bytea`,
    `alter table ${schema}.outbox add column if not exists written_at timestamptz not null default now()`,
    `create table if not exists ${schema}.outbox_relay (
      -- 0: one relay a service.
      relay integer not null,
      epoch bigint not null default 0,
      constraint outbox_relay_pk primary key (relay)
    )`,
  ];
}

/** Table of a topic in the log; the name is the topic's own. */
export const logTable = (topic: string): string => `messaging."${topic}"`;

export const deadLetterTopic = (topic: string): string => `${topic}.dlq`;

/** The log in PostgreSQL: a table a topic, and the head of each partition. Each statement bears being run again. */
export function logTablesSql(contracts: readonly EventContract[], partitions: number): string[] {
  const topics = contracts.flatMap(({ topic, partitions: most }) => [
    { topic, partitions: Math.min(partitions, most) },
    { topic: deadLetterTopic(topic), partitions: 1 },
  ]);
  return [
    `create table if not exists messaging.log_head (
      topic text not null,
      partition integer not null,
      next_offset bigint not null default 0,
      constraint log_head_pk primary key (topic, partition)
    ) with (fillfactor = 50)`,
    ...topics.map(
      ({ topic }) => `create table if not exists ${logTable(topic)} (
        partition integer not null,
        "offset" bigint not null,
        key text not null,
        sent_at text not null,
        headers jsonb,
        body text not null,
        bytes bytea,
        appended_at timestamptz not null default now(),
        constraint "${topic}_pk" primary key (partition, "offset")
      )`,
    ),
    `insert into messaging.log_head (topic, partition)
     select topic, generate_series(0, partitions - 1)
     from (values ${topics.map(({ topic, partitions: count }) => `('${topic}', ${count})`).join(', ')}) as heads(topic, partitions)
     on conflict do nothing`,
  ];
}

/** A service may read what it hears and append to what it says. */
export function logGrantsSql(definition: {
  readonly name: string;
  readonly hears: readonly EventContract[];
  readonly says: readonly EventContract[];
}): string[] {
  const role = `asiento_${definition.name}`;
  return [
    `grant select, update on messaging.log_head to ${role}`,
    ...definition.hears.map(({ topic }) => `grant select on ${logTable(topic)} to ${role}`),
    ...definition.says.map(({ topic }) => `grant insert on ${logTable(topic)} to ${role}`),
    ...definition.hears.map(({ topic }) => `grant insert on ${logTable(deadLetterTopic(topic))} to ${role}`),
  ];
}
