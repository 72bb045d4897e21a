import { useWords } from '../language/words.js';
import { Dialog } from './dialog.js';
import { switchSingleKeys, useBoundKeys, useSingleKeys } from './keys.js';

/** Every key that works on this screen, and the switch for single keys. */
export function KeysDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useWords();
  const singleKeys = useSingleKeys();
  const keys = useBoundKeys().filter(({ word }) => word !== undefined);
  return (
    <Dialog open={open} title={t('keys.title')} onClose={onClose}>
      <ul className="key-list">
        {keys.map(({ key, shown, word }) => (
          <li key={key}>
            <span>
              {(shown ?? key.split(' ')).map((name) => (
                <kbd key={name}>{name}</kbd>
              ))}
            </span>
            {t(word ?? '')}
          </li>
        ))}
      </ul>
      <p className="panel-foot">
        <label className="st">
          <span className="tick">
            <input type="checkbox" checked={singleKeys} onChange={(event) => switchSingleKeys(event.target.checked)} />
          </span>
          {t('keys.single')}
        </label>
      </p>
    </Dialog>
  );
}
