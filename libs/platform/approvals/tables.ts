/**
 * What is proposed at the desk of a service and waits for a second person. The database refuses that the proposer approves,
 * that anything proposed is changed afterwards, and that a proposal is decided twice.
 * Each statement bears being run again.
 */
export function approvalTablesSql(schema: string): string[] {
  return [
    `create table if not exists ${schema}.desk_proposal (
      proposal_id uuid not null,
      -- What is to be done, and to what: one proposal at a time waits for each.
      act text not null,
      object text not null,
      trade_id text,
      -- All that is proposed, JSON as it was hashed and is shown.
      content text not null,
      shown text not null,
      proposed_by text not null,
      proposed_at timestamptz not null,
      reason text not null,
      expires_at timestamptz not null,
      state text not null default 'waiting',
      decided_by text,
      decided_at timestamptz,
      decision_reason text,
      -- What came of it, when it was approved and has been carried out.
      outcome text,
      constraint desk_proposal_pk primary key (proposal_id),
      constraint desk_proposal_state check (state in ('waiting', 'approved', 'rejected', 'withdrawn', 'expired')),
      constraint desk_proposal_decided check ((state in ('waiting', 'expired')) = (decided_by is null)),
      constraint desk_proposal_two_people check (
        state not in ('approved', 'rejected') or lower(btrim(decided_by)) <> lower(btrim(proposed_by))),
      constraint desk_proposal_own check (state <> 'withdrawn' or decided_by = proposed_by)
    )`,
    `create unique index if not exists desk_proposal_one on ${schema}.desk_proposal (object) where state = 'waiting'`,
    `create index if not exists desk_proposal_page on ${schema}.desk_proposal (state, proposed_at, proposal_id)`,
    `create or replace function ${schema}.keep_desk_proposal() returns trigger
      language plpgsql set search_path = pg_catalog, pg_temp as $$
    begin
      if tg_op <> 'UPDATE' or
        (old.proposal_id, old.act, old.object, old.trade_id, old.content, old.shown, old.proposed_by, old.proposed_at, old.reason, old.expires_at)
          is distinct from
        (new.proposal_id, new.act, new.object, new.trade_id, new.content, new.shown, new.proposed_by, new.proposed_at, new.reason, new.expires_at)
        or (old.state <> 'waiting' and
          (old.state, old.decided_by, old.decided_at, old.decision_reason)
            is distinct from (new.state, new.decided_by, new.decided_at, new.decision_reason))
        or (old.outcome is not null and new.outcome is distinct from old.outcome)
      then
        raise exception 'what is proposed and decided at the desk is kept as it is' using errcode = 'check_violation';
      end if;
      return new;
    end $$`,
    `create or replace trigger desk_proposal_kept before update or delete on ${schema}.desk_proposal
      for each row execute function ${schema}.keep_desk_proposal()`,
    `create or replace trigger desk_proposal_not_emptied before truncate on ${schema}.desk_proposal
      for each statement execute function ${schema}.keep_desk_proposal()`,
  ];
}

/** Its service writes proposals down and decides them; it takes none away. */
export function approvalGrantsSql(schema: string): string[] {
  return [`revoke delete, truncate on ${schema}.desk_proposal from asiento_${schema}`];
}
