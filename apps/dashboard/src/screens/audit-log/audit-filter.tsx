import { useId, useState } from 'react';
import { useWords } from '../../language/words.js';
import type { AuditSearch } from '../../search.js';

interface AuditFilterProps {
  readonly search: AuditSearch;
  readonly onAsk: (search: AuditSearch) => void;
}

/** Asks for the entries of one person or one kind of act; what is asked stands in the address. */
export function AuditFilter({ search, onAsk }: AuditFilterProps) {
  const { t } = useWords();
  const field = useId();
  const [actor, setActor] = useState(search.actor ?? '');
  const [act, setAct] = useState(search.act ?? '');
  return (
    <form
      className="pad rows-of-acts"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        onAsk({ actor: actor.trim() || undefined, act: act.trim() || undefined });
      }}
    >
      <label htmlFor={`${field}-actor`}>{t('audit.actor')}</label>
      <input
        id={`${field}-actor`}
        type="text"
        autoCapitalize="none"
        value={actor}
        onChange={(event) => setActor(event.target.value)}
      />
      <label htmlFor={`${field}-act`}>{t('audit.act')}</label>
      <input
        id={`${field}-act`}
        type="text"
        autoCapitalize="none"
        placeholder={t('audit.actExample')}
        value={act}
        onChange={(event) => setAct(event.target.value)}
      />
      <button className="btn" type="submit">
        {t('audit.ask')}
      </button>
      {(search.actor !== undefined || search.act !== undefined) && (
        <button className="btn bare" type="button" onClick={() => onAsk({})}>
          {t('filter.dropAll')}
        </button>
      )}
    </form>
  );
}
