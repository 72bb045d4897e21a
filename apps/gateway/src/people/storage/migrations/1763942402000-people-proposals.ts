import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Changes of people wait for a second pair of eyes; the database itself knows that the two are not the same. */
export class PeopleProposals1763942402000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table gateway.people_proposal (
        proposal_id uuid not null,
        kind text not null,
        handle text not null,
        name text,
        roles text[],
        before text[],
        state text not null default 'waiting',
        proposed_by text not null,
        proposed_at timestamptz not null,
        reason text not null,
        decided_by text,
        decided_at timestamptz,
        decision_reason text,
        expires_at timestamptz not null,
        shown text not null,
        constraint people_proposal_pk primary key (proposal_id),
        constraint people_proposal_kind check (kind in ('invite', 'roles', 'disable', 'reset-factor', 'reset-password')),
        constraint people_proposal_state check (state in ('waiting', 'approved', 'rejected', 'withdrawn', 'expired')),
        constraint people_proposal_proposer_fk foreign key (proposed_by) references gateway.person,
        constraint people_proposal_decider_fk foreign key (decided_by) references gateway.person,
        constraint people_proposal_four_eyes check (decided_by <> proposed_by),
        constraint people_proposal_not_about_oneself check (state <> 'approved' or decided_by <> handle),
        constraint people_proposal_decided check ((state in ('approved', 'rejected')) = (decided_by is not null)),
        constraint people_proposal_closed check ((state = 'waiting') = (decided_at is null)),
        constraint people_proposal_in_time check (state <> 'approved' or decided_at < expires_at),
        constraint people_proposal_shown check (shown ~ '^[0-9a-f]{64}$')
      );
      create unique index people_proposal_one_waiting on gateway.people_proposal (handle) where state = 'waiting';
      create index people_proposal_newest on gateway.people_proposal (proposed_at, proposal_id);

      -- What was proposed stays as it was shown, and what is decided stays decided.
      create function gateway.check_people_proposal() returns trigger
        language plpgsql set search_path = pg_catalog, pg_temp as $$
      begin
        if tg_op = 'INSERT' then
          if new.state <> 'waiting' then raise exception 'a proposal about people begins waiting'; end if;
          return new;
        end if;
        if old.state <> 'waiting' then raise exception 'proposal % is % already', old.proposal_id, old.state; end if;
        if (old.proposal_id, old.kind, old.handle, old.name, old.roles, old.before, old.proposed_by, old.proposed_at,
            old.reason, old.expires_at, old.shown)
          is distinct from (new.proposal_id, new.kind, new.handle, new.name, new.roles, new.before, new.proposed_by,
            new.proposed_at, new.reason, new.expires_at, new.shown)
        then raise exception 'proposal % is kept as it was shown', old.proposal_id; end if;
        return new;
      end $$;
      create trigger people_proposal_kept before insert or update on gateway.people_proposal
        for each row execute function gateway.check_people_proposal();
      create trigger people_proposal_not_removed before delete or truncate on gateway.people_proposal
        for each statement execute function gateway.refuse_change();
      alter table gateway.people_proposal enable always trigger people_proposal_kept;
      alter table gateway.people_proposal enable always trigger people_proposal_not_removed;
      revoke delete on gateway.people_proposal from asiento_gateway;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table gateway.people_proposal;
      drop function gateway.check_people_proposal;
    `);
  }
}
