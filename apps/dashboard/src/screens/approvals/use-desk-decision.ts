import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import type { z } from 'zod';
import type { deskApprovalRequest, DeskProposalRow, deskRejectionRequest } from '#contracts';
import { deskProposalPath } from '../../api/approvals.js';
import { act } from '../../api/client.js';

export type DeskDecision = { readonly proposal: DeskProposalRow } & (
  | { readonly act: 'approve'; readonly body: z.input<typeof deskApprovalRequest> }
  | { readonly act: 'reject' | 'withdraw'; readonly body: z.input<typeof deskRejectionRequest> }
);

export type DecisionMade = UseMutationResult<DeskProposalRow, Error, DeskDecision>;

/** Sends decisions on proposals of the desk; kept where the screen stays, so that it can say afterwards what came of one. */
export function useDeskDecision(): DecisionMade {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ act: what, proposal, body }: DeskDecision) =>
      act<DeskProposalRow>(`${deskProposalPath(proposal)}/${what}`, body),
    // Done or refused, what waits and what it was about may have changed.
    onSettled: () => queries.invalidateQueries(),
  });
}
