import type { DeskProposalRow } from '#contracts';
import { useWords } from '../../language/words.js';
import { Difference } from './difference.js';

interface RepairEffectProps {
  readonly proposal: DeskProposalRow;
  /** Body of the message as it was received. */
  readonly original: string;
}

/** What a repair would change in the message, or that nothing of it will be used. */
export function RepairEffect({ proposal: { act, content }, original }: RepairEffectProps) {
  const { t } = useWords();
  return (
    <>
      <p className="soft">{t(act === 'discard' ? 'desk.effect.discard' : 'desk.effect.resubmit')}</p>
      {act === 'discard' ? (
        <pre className="raw">{original}</pre>
      ) : (
        <Difference original={original} proposed={String(content['body'])} />
      )}
    </>
  );
}
