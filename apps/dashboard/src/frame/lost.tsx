import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { useWords } from '../language/words.js';
import { Panel } from '../parts/panel.js';
import { Empty, Failure } from '../parts/states.js';
import { ScreenHead } from './screen-head.js';

/** An address that leads nowhere. */
export function LostScreen() {
  const { t } = useWords();
  return (
    <>
      <ScreenHead title={t('lost.title')} />
      <Panel title={t('lost.title')}>
        <Empty mark="info" title={t('lost.what')}>
          <Link className="btn" to="/">
            {t('lost.board')}
          </Link>
        </Empty>
      </Panel>
    </>
  );
}

/** A screen that could not be shown; the frame and the other screens go on. */
export function ScreenFailed({ error, reset }: ErrorComponentProps) {
  const { t } = useWords();
  const router = useRouter();
  return (
    <Panel title={t('failure.screen')}>
      <Failure
        error={error}
        onRetry={() => {
          reset();
          void router.invalidate();
        }}
      />
    </Panel>
  );
}
