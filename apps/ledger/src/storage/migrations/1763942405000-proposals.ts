import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What two people decide about the books: proposed by one, approved or rejected by another. */
export class Proposals1763942405000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table ledger.proposal (
        proposal_id text collate "C" not null,
        kind text not null,
        -- What is proposed, JSON as it was hashed and is shown.
        subject text not null,
        subject_hash text not null,
        proposed_by text not null,
        proposed_at timestamptz not null,
        reason text not null,
        -- Where the proposal stands in its log: topic/partition/offset.
        source text not null,
        state text not null default 'waiting',
        decided_by text,
        decided_at timestamptz,
        decision_reason text,
        constraint proposal_pk primary key (proposal_id),
        constraint proposal_state check (state in ('waiting', 'approved', 'rejected')),
        constraint proposal_decided check ((state = 'waiting') = (decided_by is null)),
        -- A soft close alone needs no second person; whoever proposed may take it back.
        constraint proposal_two_people check (
          state <> 'approved' or kind = 'soft-close' or lower(btrim(decided_by)) <> lower(btrim(proposed_by)))
      );
      create index proposal_waiting on ledger.proposal (proposed_at, proposal_id) where state = 'waiting';

      -- What came of each decision, kept for ever: also of those that were refused.
      create table ledger.decision (
        message_id text collate "C" not null,
        proposal_id text collate "C" not null,
        act text not null,
        actor text not null,
        reason text not null,
        decided_at timestamptz not null,
        source text not null,
        -- Empty where it was done; else why not.
        refused text not null,
        constraint decision_pk primary key (message_id)
      );
      create index decision_of on ledger.decision (proposal_id, decided_at);

      -- Who decided what stays as it was said; a proposal is decided once.
      create function ledger.check_proposal() returns trigger
        language plpgsql set search_path = pg_catalog, pg_temp as $$
      begin
        if tg_op <> 'UPDATE' or old.state <> 'waiting'
          or (old.proposal_id, old.kind, old.subject, old.subject_hash, old.proposed_by, old.proposed_at, old.reason, old.source)
            is distinct from (new.proposal_id, new.kind, new.subject, new.subject_hash, new.proposed_by, new.proposed_at, new.reason, new.source)
        then
          raise exception 'proposal % is kept as it is', old.proposal_id using errcode = 'LG001';
        end if;
        return new;
      end $$;
      create trigger proposal_kept before update or delete on ledger.proposal
        for each row execute function ledger.check_proposal();
      create trigger proposal_not_truncated before truncate on ledger.proposal
        for each statement execute function ledger.refuse_change();
      create trigger decision_append_only before update or delete or truncate on ledger.decision
        for each statement execute function ledger.refuse_change();
      alter table ledger.proposal enable always trigger proposal_kept;
      alter table ledger.proposal enable always trigger proposal_not_truncated;
      alter table ledger.decision enable always trigger decision_append_only;
      revoke delete on ledger.proposal from asiento_ledger;
      revoke update, delete on ledger.decision from asiento_ledger;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table ledger.decision, ledger.proposal; drop function ledger.check_proposal');
  }
}
