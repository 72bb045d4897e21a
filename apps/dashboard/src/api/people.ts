import type { AuditRow, PeopleProposalRow, PersonRow } from '#contracts';
import { useSession } from '../session/session.js';
import { rowsOf, useList, useResource, type List, type Rows } from './resources.js';

/** An approved invitation: its link is in the answer once and never again. */
export type PeopleDecided = PeopleProposalRow & { readonly invitation?: { readonly path: string } };

/** Where the administration of people answers. */
export const peopleApi = (peoplePath: string): string => `/api/gateway/${encodeURIComponent(peoplePath)}`;

export const usePeople = (peoplePath: string) => useResource<Rows<PersonRow>>(`${peopleApi(peoplePath)}/people`);

export const usePeopleProposals = (peoplePath: string, state?: PeopleProposalRow['state']) =>
  useResource<Rows<PeopleProposalRow>>(`${peopleApi(peoplePath)}/proposals`, { state });

/** How many proposals about people wait; undefined until known, and for those who may not see them. */
export function useWaitingPeopleCount(): number | undefined {
  const { peoplePath } = useSession();
  const { data } = useResource<Rows<PeopleProposalRow>>(
    `${peopleApi(peoplePath ?? '')}/proposals`,
    { state: 'waiting' },
    peoplePath !== null,
  );
  return data && rowsOf(data).length;
}

/** Newest first. Reading it is itself written down, so it is read when somebody asks, not every few seconds. */
export const useAuditLog = (asked: {
  readonly actor?: string | undefined;
  readonly act?: string | undefined;
}): List<AuditRow> => useList<AuditRow>('/api/gateway/audit-log', { ...asked }, true, false);
