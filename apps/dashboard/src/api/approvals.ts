import { useEffect, useMemo } from 'react';
import type { DeskAct, DeskProposalRow, Page, ProposalRow, Right } from '#contracts';
import { useMay } from '../session/rights.js';
import { useSession } from '../session/session.js';
import { PROPOSALS } from './periods.js';
import { useList, useResource, type List } from './resources.js';
import { samePerson } from './same-person.js';

type DeskService = 'intake' | 'reconciliation' | 'settlement';

const serviceOf: Readonly<Record<DeskAct, DeskService>> = {
  resubmit: 'intake',
  discard: 'intake',
  accept: 'reconciliation',
  resend: 'settlement',
};

const proposalsOf = (service: DeskService): string => `/api/${service}/desk-proposals`;

/** Where a proposal of the desk is decided. */
export const deskProposalPath = ({ act, proposalId }: DeskProposalRow): string =>
  `${proposalsOf(serviceOf[act])}/${encodeURIComponent(proposalId)}`;

/** What waits for a second person, at the desk of a service or in the books. */
export type Proposal =
  { readonly of: 'desk'; readonly row: DeskProposalRow } | { readonly of: 'books'; readonly row: ProposalRow };

/** Whose turn it is: one's own waits for somebody else, and so does what one has no right to decide. */
export type Turn = 'you' | 'another' | 'own';

export interface Waiting {
  /** Oldest first, one's own last. */
  readonly rows: readonly WaitingProposal[];
  /** Every list that was asked has answered whole. */
  readonly complete: boolean;
  /** A list that could not be read. */
  readonly error: Error | null;
  readonly retry: () => void;
}

export type WaitingProposal = Proposal & { readonly turn: Turn };

export const rightToDecide = ({ of }: Proposal): Right => (of === 'desk' ? 'approve-decisions' : 'approve-books');

/**
 * Everything that waits over the services and the books.
 * @param wanted false asks for nothing
 */
export function useWaiting(wanted = true): Waiting {
  const readsBusiness = useMay('read-business') && wanted;
  const readsBooks = useMay('read-books') && wanted;
  const { handle, rights } = useSession();
  const intake = useWhole<DeskProposalRow>(proposalsOf('intake'), readsBusiness);
  const reconciliation = useWhole<DeskProposalRow>(proposalsOf('reconciliation'), readsBusiness);
  const settlement = useWhole<DeskProposalRow>(proposalsOf('settlement'), readsBusiness);
  const books = useWhole<ProposalRow>(PROPOSALS, readsBooks);
  const rows = useMemo(() => {
    const desk = [intake.rows, reconciliation.rows, settlement.rows].flat();
    const all: readonly Proposal[] = [
      ...desk.map((row) => ({ of: 'desk', row }) as const),
      ...books.rows.map((row) => ({ of: 'books', row }) as const),
    ];
    return all.map((each) => ({ ...each, turn: turnOf(each, handle, rights) })).sort(oldestFirstOwnLast);
  }, [intake.rows, reconciliation.rows, settlement.rows, books.rows, handle, rights]);
  const asked = [
    ...(readsBusiness ? [intake, reconciliation, settlement] : []),
    ...(readsBooks ? [books] : []),
  ] as const;
  const failed = asked.filter(({ error }) => error !== null);
  return {
    rows,
    complete: asked.length > 0 && asked.every(({ total, complete }) => total !== undefined && complete),
    error: failed[0]?.error ?? null,
    retry: () => failed.forEach(({ retry }) => retry()),
  };
}

/** How many proposals wait for the person signed in; undefined until known, and for those who approve nothing. */
export function useWaitingForMe(): number | undefined {
  const approves = [useMay('approve-decisions'), useMay('approve-books')].includes(true);
  const { rows, complete } = useWaiting(approves);
  return complete ? rows.filter(({ turn }) => turn === 'you').length : undefined;
}

/** Those that wait at the custodians' desk, to be found by the obligation they are about. */
export const useWaitingResends = (): List<DeskProposalRow> => useWhole(proposalsOf('settlement'), true);

/** How many of the latest proposals of each service are looked through for what was decided. */
const LATEST = 100;

/** The latest proposals at the desk of a service, in whatever state. */
export const useLatestProposals = (service: DeskService) =>
  useResource<Page<DeskProposalRow>>(proposalsOf(service), { order: 'latest', limit: LATEST });

function turnOf(proposal: Proposal, handle: string, rights: readonly Right[]): Turn {
  if (samePerson(proposal.row.proposedBy, handle)) return 'own';
  return rights.includes(rightToDecide(proposal)) ? 'you' : 'another';
}

function oldestFirstOwnLast(one: WaitingProposal, other: WaitingProposal): number {
  if ((one.turn === 'own') !== (other.turn === 'own')) return one.turn === 'own' ? 1 : -1;
  return (
    one.row.proposedAt.localeCompare(other.row.proposedAt) || one.row.proposalId.localeCompare(other.row.proposalId)
  );
}

/** All that waits in one list, to its last page: there is never more than people can decide in a week. */
function useWhole<Row>(path: string, enabled: boolean): List<Row> {
  const list = useList<Row>(path, { state: 'waiting' }, enabled);
  const { total, complete, isFetchingMore, error, loadMore } = list;
  const readOn = enabled && total !== undefined && !complete && !isFetchingMore && !error;
  useEffect(() => {
    if (readOn) loadMore();
  }, [readOn, loadMore]);
  return list;
}
