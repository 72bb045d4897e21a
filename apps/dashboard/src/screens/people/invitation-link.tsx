import { useWords } from '../../language/words.js';
import { CopyableCode } from '../../parts/copy.js';
import { Icon } from '../../parts/icon.js';

/** The way in for somebody invited. It is shown once: whoever has it chooses the password. */
export function InvitationLink({ path, handle }: { readonly path: string; readonly handle: string }) {
  const { t } = useWords();
  return (
    <div className="note st-info" data-invitation>
      <Icon name="info" />
      <div>
        <p>
          <b>{t('people.link', { handle })}</b> {t('people.linkOnce')}
        </p>
        <CopyableCode text={new URL(path, window.location.origin).href} what={t('people.link', { handle })} />
      </div>
    </div>
  );
}
