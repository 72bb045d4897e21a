import { useId, useState, type ReactNode } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { acceptBreakRequest, BreakDetail } from '#contracts';
import { act } from '../../api/client.js';
import { breakPath } from '../../api/resources.js';
import { useActsOff } from '../../frame/acts-off.js';
import { WhyOff } from '../../frame/why-off.js';
import { useWords } from '../../language/words.js';
import { Act } from '../../parts/button.js';
import { Panel } from '../../parts/panel.js';
import { Reason, tooShort } from '../../parts/reason.js';
import { Refusal } from '../../parts/states.js';
import { Status } from '../../parts/status.js';
import { useSession } from '../../session/session.js';

/** Who accepts is known from the session. */
type AcceptBreak = Omit<z.input<typeof acceptBreakRequest>, 'actor'>;
type ChosenSide = AcceptBreak['side'];

/** Ends a break by accepting one side, with a reason and a name. */
export function AcceptSide({ detail, onNext }: { readonly detail: BreakDetail; readonly onNext: () => void }) {
  const { t, coded } = useWords();
  const { handle } = useSession();
  const actsOff = useActsOff('propose-decisions');
  const queries = useQueryClient();
  const [side, setSide] = useState<ChosenSide | undefined>();
  const [reason, setReason] = useState('');
  const group = useId();
  const accept = useMutation({
    mutationFn: (body: AcceptBreak) => act<BreakDetail>(`${breakPath(detail.breakId)}/accept`, body),
    onSuccess: async (answer) => {
      queries.setQueryData([breakPath(detail.breakId), {}], answer);
      await queries.invalidateQueries();
    },
    onError: () => void queries.invalidateQueries({ queryKey: [breakPath(detail.breakId)] }),
  });
  if (detail.state === 'closed')
    return (
      <Panel title={t('accept.done')}>
        <div className="pad stackv" role="status">
          <Status mark="settled" word={coded('outcome', detail.outcome ?? 'closed')} pill />
          <p className="soft">{t('accept.doneWhy')}</p>
          <div>
            <button className="btn main" type="button" onClick={onNext} autoFocus={!accept.isIdle}>
              {t('accept.next')} <kbd>n</kbd>
            </button>
          </div>
        </div>
      </Panel>
    );
  const absent = (which: ChosenSide) => detail.comparison.every((field) => field[which] === null);
  // Without the front office's record the house refuses to settle or book: there is nothing that could be accepted.
  if (absent('front'))
    return (
      <Panel title={t('accept.title')}>
        <div className="pad stackv">
          <Status mark="pending" word={t('accept.frontMissing')} pill />
          <p className="soft">{t('accept.frontMissingWhy')}</p>
        </div>
      </Panel>
    );
  const off =
    actsOff ?? (side === undefined ? t('accept.chooseFirst') : tooShort(reason) ? t('accept.reasonFirst') : null);
  const submit = () => {
    if (side !== undefined && off === null) accept.mutate({ side, reason: reason.trim() });
  };
  return (
    <Panel title={t('accept.title')}>
      <form className="pad stackv" onSubmit={(event) => event.preventDefault()}>
        <fieldset className="sides-choice">
          <legend className="hide">{t('accept.which')}</legend>
          {(['front', 'middle'] as const)
            .filter((each) => !absent(each))
            .map((each) => (
              <label key={each}>
                <input type="radio" name={group} value={each} checked={side === each} onChange={() => setSide(each)} />
                {coded('topicSide', each)}
              </label>
            ))}
        </fieldset>
        <Reason value={reason} onChange={setReason} />
        <div>
          <h3>{t('accept.effect')}</h3>
          <Effect side={side} />
        </div>
        {accept.error !== null && <Refusal error={accept.error} title={t('accept.refused')} />}
        <div className="rows-of-acts">
          <Act main type="submit" busy={accept.isPending} off={off} onAct={submit}>
            {accept.isPending
              ? t('accept.busy')
              : side === undefined
                ? t('accept.accept')
                : t('accept.acceptSide', { side: coded('topicSide', side) })}
          </Act>
          <span className="soft">{t('accept.as', { actor: handle })}</span>
        </div>
        <WhyOff off={off} />
      </form>
    </Panel>
  );
}

function Effect({ side }: { readonly side: ChosenSide | undefined }): ReactNode {
  const { t } = useWords();
  if (side === undefined) return <p className="soft">{t('accept.effectUnknown')}</p>;
  return (
    <dl className="kv">
      <dt>{t('break.break')}</dt>
      <dd>{t(`accept.effectBreak.${side}`)}</dd>
      <dt>{t('column.trade')}</dt>
      <dd>{t('accept.effectTrade')}</dd>
      <dt>{t('postings.title')}</dt>
      <dd>{t(`accept.effectPostings.${side}`)}</dd>
    </dl>
  );
}
