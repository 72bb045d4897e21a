import { useId, useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import { momentNow, refusedParameter } from '../../api/reports.js';
import { problemOf } from '../../api/refused.js';
import { useWords } from '../../language/words.js';
import { Act } from '../../parts/button.js';
import { Icon } from '../../parts/icon.js';
import { Refusal } from '../../parts/states.js';
import type { ReportSearch } from '../../search.js';

interface ReportBarProps {
  readonly asked: ReportSearch;
  /** What the ledger answered instead of a report, if it did. */
  readonly error: unknown;
  /** Whether one accounting is chosen; a comparison has both. */
  readonly choosesAccounting?: boolean;
  readonly onAsk: (asked: ReportSearch) => void;
}

/** What the reports on the screen are asked for: the accounting, the days and the moment of knowledge. */
export function ReportBar({ asked, error, choosesAccounting = true, onAsk }: ReportBarProps) {
  const { t, coded } = useWords();
  const group = useId();
  const fix = useMutation({
    mutationFn: momentNow,
    onSuccess: (asAt) => onAsk({ ...asked, asAt }),
  });
  return (
    <section className="report-bar" aria-label={t('report.label')}>
      {choosesAccounting && (
        <fieldset className="sides-choice">
          <legend className="label">{t('report.accounting')}</legend>
          {(['TDA', 'SDA'] as const).map((each) => (
            <label key={each}>
              <input
                type="radio"
                name={group}
                value={each}
                checked={(asked.accounting ?? 'TDA') === each}
                onChange={() => onAsk({ ...asked, accounting: each })}
              />
              {coded('accounting', each)}
            </label>
          ))}
        </fieldset>
      )}
      <Times key={`${asked.asOf ?? ''} ${asked.asAt ?? ''}`} asked={asked} error={error} onAsk={onAsk} />
      <div className="rows-of-acts report-acts">
        {asked.asAt === undefined ? (
          <Act busy={fix.isPending} onAct={() => fix.mutate()}>
            {t('report.fix')}
          </Act>
        ) : (
          <Act onAct={() => onAsk({ ...asked, asAt: undefined })}>{t('report.live')}</Act>
        )}
      </div>
      {fix.error !== null && <Refusal error={fix.error} title={t('report.notFixed')} />}
    </section>
  );
}

function Times({ asked, error, onAsk }: Omit<ReportBarProps, 'choosesAccounting'>) {
  const { t } = useWords();
  const [asOf, setAsOf] = useState(asked.asOf ?? '');
  const [asAt, setAsAt] = useState(asked.asAt ?? '');
  const refused = refusedParameter(error);
  const submit = (): void => onAsk({ ...asked, asOf: asOf.trim() || undefined, asAt: asAt.trim() || undefined });
  return (
    <form
      className="report-times"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <TimeField name="asOf" value={asOf} onChange={setAsOf} error={refused === 'asOf' ? error : null} />
      <TimeField name="asAt" value={asAt} onChange={setAsAt} error={refused === 'asAt' ? error : null} />
      <button className="btn" type="submit">
        {t('report.apply')}
      </button>
    </form>
  );
}

interface TimeFieldProps {
  readonly name: 'asOf' | 'asAt';
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Why the ledger refused what is in the field; null where it did not. */
  readonly error: unknown;
}

function TimeField({ name, value, onChange, error }: TimeFieldProps) {
  const { t } = useWords();
  const field = useId();
  const refused = error !== null;
  return (
    <div className={`field ${name}`}>
      <label htmlFor={field}>{t(`report.${name}`)}</label>
      <input
        id={field}
        type="text"
        spellCheck={false}
        autoComplete="off"
        value={value}
        aria-invalid={refused}
        aria-describedby={`${field}-hint`}
        onChange={(event) => onChange(event.target.value)}
      />
      <span id={`${field}-hint`} className={refused ? 'err' : 'hint'} role={refused ? 'alert' : undefined}>
        {refused ? (
          <>
            <Icon name="failing" />
            <span>
              {t(`report.refused.${name}`)} <span lang="en">{problemOf(error).detail}</span>
            </span>
          </>
        ) : (
          t(`report.hint.${name}`)
        )}
      </span>
    </div>
  );
}
