import { useId, useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { PeriodRow, proposalRequest, ProposalRow } from '#contracts';
import { act } from '../../api/client.js';
import { PROPOSALS } from '../../api/periods.js';
import { useActsOff } from '../../frame/acts-off.js';
import { WhyOff } from '../../frame/why-off.js';
import { useWords } from '../../language/words.js';
import { Act } from '../../parts/button.js';
import { Reason, tooShort } from '../../parts/reason.js';
import { Refusal } from '../../parts/states.js';
import { Status } from '../../parts/status.js';
import { useSession } from '../../session/session.js';
import { changeOf, needsTwo, proposalOfMonth, WAYS, type MonthState } from './month-ways.js';

/** Who proposes is known from the session. */
type ProposalRequest = Omit<z.input<typeof proposalRequest>, 'actor'>;

interface ProposeChangeProps {
  readonly period: PeriodRow;
  readonly waiting: readonly ProposalRow[];
  /** Whether the month can be closed for good; undefined until known. */
  readonly ready: boolean | undefined;
}

/** Changes the state of a month: at once where one person may, else by a proposal. */
export function ProposeChange({ period, waiting, ready }: ProposeChangeProps) {
  const { t, month } = useWords();
  const { handle } = useSession();
  const actsOff = useActsOff('propose-books');
  const queries = useQueryClient();
  const group = useId();
  const ways = WAYS[period.state];
  const [chosen, setChosen] = useState<MonthState | undefined>();
  const [reason, setReason] = useState('');
  const to = chosen ?? ways[0] ?? 'soft';
  const change = changeOf(period.state, to);
  const propose = useMutation({
    mutationFn: (body: ProposalRequest) => act<ProposalRow>(PROPOSALS, body),
    onSuccess: () => setReason(''),
    onSettled: () => queries.invalidateQueries(),
  });
  const already = proposalOfMonth(waiting, period.month);
  const off = actsOff ?? offBecause();
  const submit = (): void => {
    if (off === null) propose.mutate({ subject: { kind: 'period', month: period.month, to }, reason: reason.trim() });
  };
  return (
    <form className="pad stackv" data-propose onSubmit={(event) => event.preventDefault()}>
      {ways.length > 1 && (
        <fieldset className="sides-choice">
          <legend className="hide">{t('periods.act')}</legend>
          {ways.map((way) => (
            <label key={way}>
              <input type="radio" name={group} value={way} checked={to === way} onChange={() => setChosen(way)} />
              {t(`periods.way.${changeOf(period.state, way)}`)}
            </label>
          ))}
        </fieldset>
      )}
      <p className="soft">{t(`periods.effect.${change}`)}</p>
      <Reason value={reason} onChange={setReason} />
      {propose.error !== null && <Refusal error={propose.error} title={t('periods.refused')} />}
      {propose.data?.state === 'waiting' && already !== undefined && (
        <p role="status">
          <Status mark="pending" word={t('periods.nowWaits')} pill />
        </p>
      )}
      <div className="rows-of-acts">
        <Act main type="submit" busy={propose.isPending} off={off} onAct={submit}>
          {propose.isPending ? t('periods.busy') : t(`periods.button.${change}`)}
        </Act>
        <span className="soft">{t('accept.as', { actor: handle })}</span>
      </div>
      <WhyOff off={off} />
    </form>
  );

  function offBecause(): string | null {
    if (needsTwo(change) && already !== undefined)
      return t('periods.offWaiting', { month: month(period.month), proposer: already.proposedBy });
    if (change === 'hardClose' && ready !== true)
      return t(ready === undefined ? 'periods.offUnknown' : 'periods.offBlocked');
    return tooShort(reason) ? t('accept.reasonFirst') : null;
  }
}
