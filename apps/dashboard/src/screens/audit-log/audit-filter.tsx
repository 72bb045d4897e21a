import { useId, useState } from 'react';
import { useWords } from '../../language/words.js';
import type { AuditSearch } from '../../search.js';

const ACTS = ['signed-in', 'signed-out', 'read', 'acted', 'refused'];

interface AuditFilterProps {
  readonly search: AuditSearch;
  /** Acts among the entries on the screen; the house may write down others than we know. */
  readonly seen: readonly string[];
  readonly onAsk: (search: AuditSearch) => void;
}

/** Asks for the entries of one person or one kind of act; what is asked stands in the address. */
export function AuditFilter({ search, seen, onAsk }: AuditFilterProps) {
  const { t, coded } = useWords();
  const field = useId();
  const [actor, setActor] = useState(search.actor ?? '');
  const [act, setAct] = useState(search.act ?? '');
  return (
    <form
      className="pad rows-of-acts"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        onAsk({ actor: actor.trim() || undefined, act: act || undefined });
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
      <select id={`${field}-act`} value={act} onChange={(event) => setAct(event.target.value)}>
        <option value="">{t('audit.anyAct')}</option>
        {[...new Set([...ACTS, ...seen, ...(search.act === undefined ? [] : [search.act])])].map((each) => (
          <option key={each} value={each}>
            {coded('auditAct', each)}
          </option>
        ))}
      </select>
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
