import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What people did and saw. A row is hashed with the one before it, in the database, so that not even the gateway can write
 * one whose hash it has chosen; nobody changes or removes one.
 */
export class AuditLog1763942401000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table gateway.audit_log (
        sequence bigint not null,
        at timestamptz(3) not null,
        actor text not null,
        act text not null,
        object text not null,
        detail text not null,
        address text not null,
        hash text not null,
        constraint audit_log_pk primary key (sequence)
      );
      create index audit_log_actor on gateway.audit_log (actor, sequence);
      create index audit_log_act on gateway.audit_log (act, sequence);

      -- Where the chain ends; writers take turns at it.
      create table gateway.audit_head (
        only_one boolean not null default true,
        sequence bigint not null,
        hash text not null,
        constraint audit_head_pk primary key (only_one),
        constraint audit_head_only_one check (only_one)
      );
      insert into gateway.audit_head (sequence, hash) values (0, repeat('0', 64));

      -- SHA-256 of the hash before and of each field behind its length in bytes, so that no text passes for two fields.
      create function gateway.audit_hash(
        before text, sequence bigint, at timestamptz, actor text, act text, object text, detail text, address text
      ) returns text language sql stable set search_path = pg_catalog, pg_temp as $$
        select encode(sha256(convert_to(
          before || string_agg(octet_length(convert_to(field, 'UTF8')) || ':' || field, '' order by place), 'UTF8')), 'hex')
        from unnest(array[
          sequence::text, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
          actor, act, object, detail, address
        ]) with ordinality as fields(field, place)
      $$;

      create function gateway.write_audit(
        ats timestamptz[], actors text[], acts text[], objects text[], details text[], addresses text[]
      ) returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      declare
        number bigint;
        link text;
        links text[] := '{}';
        line record;
      begin
        select head.sequence, head.hash into strict number, link from gateway.audit_head head for update;
        for line in
          select * from unnest(ats, actors, acts, objects, details, addresses)
            with ordinality as given(at, actor, act, object, detail, address, place) order by place
        loop
          link := gateway.audit_hash(
            link, number + line.place, line.at::timestamptz(3), line.actor, line.act, line.object, line.detail, line.address);
          links := links || link;
        end loop;
        insert into gateway.audit_log (sequence, at, actor, act, object, detail, address, hash)
        select number + place, at, actor, act, object, detail, address, hash
        from unnest(ats, actors, acts, objects, details, addresses, links)
          with ordinality as given(at, actor, act, object, detail, address, hash, place);
        update gateway.audit_head set sequence = number + cardinality(links), hash = link;
      end $$;

      create trigger audit_log_append_only before update or delete or truncate on gateway.audit_log
        for each statement execute function gateway.refuse_change();
      alter table gateway.audit_log enable always trigger audit_log_append_only;
      revoke insert, update, delete on gateway.audit_log, gateway.audit_head from asiento_gateway;
      grant execute on function gateway.write_audit to asiento_gateway;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function gateway.write_audit, gateway.audit_hash;
      drop table gateway.audit_head, gateway.audit_log;
    `);
  }
}
