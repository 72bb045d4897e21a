import { useTranslation } from 'react-i18next';
import { Why } from '../parts/button.js';
import { askForActor, useActor } from './actor.js';

/** Why an act cannot be done now, and the way to give one's name where that is all that is missing. */
export function WhyOff({ off }: { readonly off: string | null }) {
  const { t } = useTranslation();
  const actor = useActor();
  if (off === null) return null;
  return (
    <Why>
      {off}{' '}
      {actor === null && (
        <button className="link" type="button" onClick={askForActor}>
          {t('actor.name')}
        </button>
      )}
    </Why>
  );
}
