import { useId, useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { DeskProposalRow, ParkedDetail } from '#contracts';
import { act } from '../../api/client.js';
import { parkedPath } from '../../api/resources.js';
import { useActsOff } from '../../frame/acts-off.js';
import { WhyOff } from '../../frame/why-off.js';
import { prettyMessage } from '../../format/pretty-message.js';
import { useWords } from '../../language/words.js';
import { Act } from '../../parts/button.js';
import { Panel } from '../../parts/panel.js';
import { Reason, tooShort } from '../../parts/reason.js';
import { Refusal } from '../../parts/states.js';
import { Status } from '../../parts/status.js';
import { useSession } from '../../session/session.js';

interface RepairFormProps {
  readonly detail: ParkedDetail;
  readonly onNext: () => void;
  /** Whether the reader has just decided, and goes on from here. */
  readonly decidedHere: boolean;
}

/**
 * Proposes a repair: the text of the message in an editor. Every character typed is kept while the proposal waits, for the
 * case that it is rejected or the message refused again.
 */
export function RepairForm({ detail, onNext, decidedHere }: RepairFormProps) {
  const { t, coded } = useWords();
  const { handle } = useSession();
  const actsOff = useActsOff('propose-decisions');
  const queries = useQueryClient();
  const editor = useId();
  const [original] = useState(() => prettyMessage(detail.body));
  const [body, setBody] = useState(original);
  const [reason, setReason] = useState('');
  const path = parkedPath(detail.parkedMessageId);
  const decide = useMutation({
    mutationFn: ({ decision }: { readonly decision: 'resubmit' | 'discard' }) =>
      act<DeskProposalRow>(
        `${path}/${decision}`,
        decision === 'resubmit' ? { body, reason: reason.trim() } : { reason: reason.trim() },
      ),
    // Proposed or refused, the message shows what waits for it now.
    onSettled: () => queries.invalidateQueries(),
  });
  if (detail.proposal !== null) return null;
  if (detail.state === 'resubmitted' || detail.state === 'discarded')
    return (
      <Panel title={t('repair.done')}>
        <div className="pad stackv" role="status">
          <Status
            mark={detail.state === 'resubmitted' ? 'settled' : 'held'}
            word={coded('parkedKind', detail.state)}
            pill
          />
          <p className="soft">{t(`repair.doneWhy.${detail.state}`)}</p>
          <div>
            <button className="btn main" type="button" onClick={onNext} autoFocus={decidedHere}>
              {t('repair.next')} <kbd>n</kbd>
            </button>
          </div>
          <pre className="raw">{original}</pre>
        </div>
      </Panel>
    );
  const off =
    actsOff ??
    (detail.state === 'waiting' ? t('repair.waitsByItself') : tooShort(reason) ? t('accept.reasonFirst') : null);
  const resubmitOff =
    off ?? (body.trim() === '' ? t('repair.bodyFirst') : body === original ? t('repair.changeFirst') : null);
  const run = (decision: 'resubmit' | 'discard') => decide.mutate({ decision });
  const busy = (decision: 'resubmit' | 'discard') => decide.isPending && decide.variables.decision === decision;
  return (
    <Panel title={t('repair.body')} meta={body === original ? t('repair.unchanged') : t('repair.changed')}>
      <form className="pad stackv" onSubmit={(event) => event.preventDefault()}>
        <div className="field">
          <label htmlFor={editor} className="hide">
            {t('repair.body')}
          </label>
          <textarea
            id={editor}
            className="body"
            spellCheck={false}
            wrap="off"
            value={body}
            onChange={(event) => setBody(event.target.value)}
          />
        </div>
        <Reason value={reason} onChange={setReason} />
        {decide.error && <Refusal error={decide.error} title={t('repair.refused')} />}
        <div className="rows-of-acts">
          <Act main type="submit" busy={busy('resubmit')} off={resubmitOff} onAct={() => run('resubmit')}>
            {t(busy('resubmit') ? 'repair.busy' : 'repair.resubmit')}
          </Act>
          <Act busy={busy('discard')} off={off} onAct={() => run('discard')}>
            {t('repair.discard')}
          </Act>
          {body !== original && (
            <button className="btn bare" type="button" onClick={() => setBody(original)}>
              {t('repair.restore')}
            </button>
          )}
          <span className="soft">{t('accept.as', { actor: handle })}</span>
        </div>
        <WhyOff off={resubmitOff} />
      </form>
    </Panel>
  );
}
