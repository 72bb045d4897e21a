import { Dialog } from '../../frame/dialog.js';
import { useWords } from '../../language/words.js';
import { startAnew } from '../../session/session.js';
import { SignInForm } from './sign-in-form.js';

/** Lies over the screen, which keeps what was typed for the same person; anybody else begins at the board. */
export default function SessionEnded({ handle }: { readonly handle: string }) {
  const { t } = useWords();
  return (
    <Dialog open title={t('ended.title')}>
      <div className="pad stackv">
        <p>{t('ended.what')}</p>
        <SignInForm known={handle}>
          <button className="btn bare" type="button" onClick={startAnew}>
            {t('ended.somebodyElse')}
          </button>
        </SignInForm>
      </div>
    </Dialog>
  );
}
