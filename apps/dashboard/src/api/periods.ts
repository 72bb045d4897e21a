import { useQuery } from '@tanstack/react-query';
import type { CloseReadiness, Page, PeriodRow, ProposalRow } from '#contracts';
import { read } from './client.js';
import { REFRESH_MS, useList, useResource, type List } from './resources.js';

export const PROPOSALS = '/api/ledger/proposals';

export const usePeriods = () => useResource<Page<PeriodRow>>('/api/ledger/periods');

/** @param month null where nobody asks, which asks for nothing */
export const useReadiness = (month: string | null) => {
  const path = `/api/ledger/periods/${encodeURIComponent(month ?? '')}/readiness`;
  return useQuery({
    queryKey: [path, {}],
    queryFn: ({ signal }) => read<CloseReadiness>(path, {}, signal),
    refetchInterval: REFRESH_MS,
    enabled: month !== null,
  });
};

/** Proposals, oldest first: those that wait, or all. */
export const useProposals = (state?: 'waiting', wanted = true): List<ProposalRow> =>
  useList<ProposalRow>(PROPOSALS, { state }, wanted);

/** How many proposals wait for a second person; undefined until known. */
export const useWaitingCount = (): number | undefined =>
  useResource<Page<ProposalRow>>(PROPOSALS, { state: 'waiting', limit: 1 }).data?.total;
