import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { DeskProposalRow, resendRequest, SettlementExceptionRow } from '#contracts';
import { act } from '../../api/client.js';
import { useActsOff } from '../../frame/acts-off.js';
import { WhyOff } from '../../frame/why-off.js';
import { useWords } from '../../language/words.js';
import { Act } from '../../parts/button.js';
import { Reason, tooShort } from '../../parts/reason.js';
import { Refusal } from '../../parts/states.js';
import { useSession } from '../../session/session.js';

type ResendRequest = z.input<typeof resendRequest>;

/** Proposes to send a rejected instruction again under a new reference; another person approves. */
export function Resend({ exception }: { readonly exception: SettlementExceptionRow }) {
  const { t } = useWords();
  const { handle } = useSession();
  const actsOff = useActsOff('propose-decisions');
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const { obligationId, instructionId } = exception;
  const resend = useMutation({
    mutationFn: (body: ResendRequest) =>
      act<DeskProposalRow>(`/api/settlement/obligations/${encodeURIComponent(obligationId ?? '')}/resend`, body),
    // Proposed or refused, the list of what waits has changed.
    onSettled: () => queries.invalidateQueries(),
  });
  const off = actsOff ?? (tooShort(reason) ? t('accept.reasonFirst') : null);
  const submit = () => {
    if (instructionId !== null && off === null) resend.mutate({ instructionId, reason: reason.trim() });
  };
  return (
    <form className="stackv" onSubmit={(event) => event.preventDefault()}>
      <p className="soft">{t('custodian.resendWhy')}</p>
      <Reason value={reason} onChange={setReason} />
      {resend.error !== null && <Refusal error={resend.error} title={t('custodian.refused')} />}
      <div className="rows-of-acts">
        <Act main type="submit" busy={resend.isPending} off={off} onAct={submit}>
          {t(resend.isPending ? 'custodian.busy' : 'custodian.propose')}
        </Act>
        <span className="soft">{t('accept.as', { actor: handle })}</span>
      </div>
      <WhyOff off={off} />
    </form>
  );
}
