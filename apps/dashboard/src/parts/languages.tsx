import { changeLanguage, languages } from '../language/index.js';
import { useWords } from '../language/words.js';

/** Switches the language of the desk. */
export function Languages() {
  const { t, language } = useWords();
  return (
    <div className="languages" role="group" aria-label={t('header.language')}>
      {languages.map((code) => (
        <button
          key={code}
          type="button"
          lang={code}
          aria-pressed={language === code}
          aria-label={t(`languages.${code}`)}
          onClick={() => void changeLanguage(code)}
        >
          {code}
        </button>
      ))}
    </div>
  );
}
