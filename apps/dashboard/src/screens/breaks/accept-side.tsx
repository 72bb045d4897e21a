import { useId, useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { acceptBreakRequest, BreakDetail, DeskProposalRow } from '#contracts';
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

type AcceptBreak = z.input<typeof acceptBreakRequest>;
export type ChosenSide = AcceptBreak['side'];

interface AcceptSideProps {
  readonly detail: BreakDetail;
  readonly onNext: () => void;
  /** Whether the reader has just decided, and goes on from here. */
  readonly decidedHere: boolean;
}

/** Proposes to end a break by letting one side stand; another person approves. */
export function AcceptSide({ detail, onNext, decidedHere }: AcceptSideProps) {
  const { t, coded } = useWords();
  const { handle } = useSession();
  const actsOff = useActsOff('propose-decisions');
  const queries = useQueryClient();
  const [side, setSide] = useState<ChosenSide | undefined>();
  const [reason, setReason] = useState('');
  const group = useId();
  const accept = useMutation({
    mutationFn: (body: AcceptBreak) => act<DeskProposalRow>(`${breakPath(detail.breakId)}/accept`, body),
    // Proposed or refused, the break shows what waits for it now.
    onSettled: () => queries.invalidateQueries(),
  });
  if (detail.state === 'closed')
    return (
      <Panel title={t('accept.done')}>
        <div className="pad stackv" role="status">
          <Status mark="settled" word={coded('outcome', detail.outcome ?? 'closed')} pill />
          <p className="soft">{t('accept.doneWhy')}</p>
          <div>
            <button className="btn main" type="button" onClick={onNext} autoFocus={decidedHere}>
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
          <SideEffect side={side} />
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

/** What letting one side stand would do. */
export function SideEffect({ side }: { readonly side: ChosenSide | undefined }) {
  const { t } = useWords();
  if (side === undefined) return <p className="soft">{t('accept.effectUnknown')}</p>;
  return (
    <dl className="kv l">
      <dt>{t('break.break')}</dt>
      <dd>{t(`accept.effectBreak.${side}`)}</dd>
      <dt>{t('column.trade')}</dt>
      <dd>{t('accept.effectTrade')}</dd>
      <dt>{t('postings.title')}</dt>
      <dd>{t(`accept.effectPostings.${side}`)}</dd>
    </dl>
  );
}
