import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who works here and by what they are known: secrets are kept as digests or sealed, never as they were given. */
export class People1763942400000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table gateway.person (
        handle text not null,
        name text not null,
        roles text[] not null,
        state text not null,
        last_sign_in_at timestamptz,
        constraint person_pk primary key (handle),
        constraint person_handle check (handle ~ '^[a-z][a-z0-9._-]{1,31}$'),
        constraint person_name check (length(name) between 1 and 100),
        constraint person_state check (state in ('invited', 'active', 'disabled')),
        -- Every set of roles that one person may hold, and no other: nobody is on both sides of a desk.
        constraint person_roles_apart check (roles in
          ('{clerk}', '{approver}', '{controller}', '{auditor}', '{administrator}', '{clerk,controller}'))
      );

      create table gateway.credential (
        handle text not null,
        hash text not null,
        changed_at timestamptz not null,
        constraint credential_pk primary key (handle),
        constraint credential_person_fk foreign key (handle) references gateway.person,
        constraint credential_hashed check (hash like '$argon2id$%')
      );

      create table gateway.totp_factor (
        handle text not null,
        sealed bytea not null,
        confirmed_at timestamptz not null,
        -- Step of the last code that was taken: neither it nor an earlier one is taken again.
        last_step bigint not null,
        constraint totp_factor_pk primary key (handle),
        constraint totp_factor_person_fk foreign key (handle) references gateway.person
      );

      create table gateway.totp_enrolment (
        handle text not null,
        sealed bytea not null,
        begun_at timestamptz not null,
        constraint totp_enrolment_pk primary key (handle),
        constraint totp_enrolment_person_fk foreign key (handle) references gateway.person
      );

      create table gateway.session (
        digest text not null,
        handle text not null,
        signed_in_at timestamptz not null,
        last_act_at timestamptz not null,
        factor_until timestamptz,
        constraint session_pk primary key (digest),
        constraint session_person_fk foreign key (handle) references gateway.person,
        constraint session_digest check (digest ~ '^[0-9a-f]{64}$')
      );
      create index session_handle on gateway.session (handle);

      create table gateway.invitation (
        digest text not null,
        handle text not null,
        expires_at timestamptz not null,
        used_at timestamptz,
        constraint invitation_pk primary key (digest),
        constraint invitation_person_fk foreign key (handle) references gateway.person,
        constraint invitation_digest check (digest ~ '^[0-9a-f]{64}$')
      );
      create index invitation_handle on gateway.invitation (handle);

      create table gateway.attempt (
        scope text not null,
        -- Digest of the handle, id of the device, or address.
        key text not null,
        failures int not null,
        last_at timestamptz not null,
        constraint attempt_pk primary key (scope, key),
        constraint attempt_scope check (scope in ('account', 'address', 'device', 'factor')),
        constraint attempt_failures check (failures >= 0)
      );
      create index attempt_last_at on gateway.attempt (last_at);

      -- Drawn once for each house, so that the administration of people is not where a guesser looks for it.
      create table gateway.house (
        only_one boolean not null default true,
        people_path text not null,
        constraint house_pk primary key (only_one),
        constraint house_only_one check (only_one)
      );
      insert into gateway.house (people_path) values ('p' || left(replace(gen_random_uuid()::text, '-', ''), 24));

      -- Whoever's roles, access, password or factor change is signed out everywhere, by whatever way the change came.
      create function gateway.end_sessions() returns trigger
        language plpgsql set search_path = pg_catalog, pg_temp as $$
      begin
        delete from gateway.session where handle = case when tg_op = 'DELETE' then old.handle else new.handle end;
        return null;
      end $$;
      create trigger person_changed after update of roles, state on gateway.person
        for each row when (old.roles is distinct from new.roles or old.state is distinct from new.state)
        execute function gateway.end_sessions();
      create trigger credential_changed after insert or update or delete on gateway.credential
        for each row execute function gateway.end_sessions();
      create trigger totp_factor_changed after insert or update of sealed or delete on gateway.totp_factor
        for each row execute function gateway.end_sessions();

      create function gateway.refuse_change() returns trigger
        language plpgsql set search_path = pg_catalog, pg_temp as $$
      begin
        raise exception '%.% is kept as it is written: % refused', tg_table_schema, tg_table_name, lower(tg_op);
      end $$;
      create trigger person_kept before delete or truncate on gateway.person
        for each statement execute function gateway.refuse_change();

      revoke delete on gateway.person from asiento_gateway;
      revoke insert, update, delete on gateway.house from asiento_gateway;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table gateway.house, gateway.attempt, gateway.invitation, gateway.session, gateway.totp_enrolment,
        gateway.totp_factor, gateway.credential, gateway.person;
      drop function gateway.refuse_change, gateway.end_sessions;
    `);
  }
}
