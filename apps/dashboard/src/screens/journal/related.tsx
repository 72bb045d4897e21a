import { Link } from '@tanstack/react-router';
import type { JournalView } from '#contracts';
import { useJournalsOfFact, useReversedBy } from '../../api/journals.js';
import { useWords } from '../../language/words.js';
import { CopyableCode } from '../../parts/copy.js';
import { Panel, Read } from '../../parts/panel.js';
import { Status } from '../../parts/status.js';

interface RelatedProps {
  readonly journal: JournalView;
  /** Trade the reader came from; stepping through journals does not lose it. */
  readonly trade: string | undefined;
}

/** The other journals that the same fact made, one per book and accounting. */
export function SameFact({ journal, trade }: RelatedProps) {
  const { t, coded, amount } = useWords();
  return (
    <Panel title={t('journal.sameFact')}>
      <Read from={useJournalsOfFact(journal.journalId)} rows={3}>
        {({ rows }) => {
          const others = rows.filter(({ journalId }) => journalId !== journal.journalId);
          return (
            <>
              {others.length === 0 ? (
                <p className="pad soft">{t('journal.alone')}</p>
              ) : (
                <ul className="decisions" data-fact>
                  {others.map((other) => (
                    <li key={other.journalId}>
                      <Link to="/ledger/journals/$journalId" params={{ journalId: other.journalId }} search={{ trade }}>
                        {t('journal.inBook', { book: other.book, sequence: amount(other.sequence) })}
                      </Link>
                      <p className="quiet">
                        {t('postings.rule', { rule: other.rule, version: other.ruleVersion })},{' '}
                        {coded('accounting', other.accounting)}
                        {other.reverses !== null && `, ${t('postings.reversal')}`}
                      </p>
                    </li>
                  ))}
                </ul>
              )}
              <p className="panel-foot">
                {t('explain.link')} <CopyableCode text={journal.linkId} what={t('explain.link')} />
              </p>
            </>
          );
        }}
      </Read>
    </Panel>
  );
}

/** Nothing is ever changed: what was wrong is reversed, and both stay. */
export function Reversals({ journal, trade }: RelatedProps) {
  const { t, amount, date } = useWords();
  const reversedBy = useReversedBy(journal);
  return (
    <Panel title={t('journal.reversals')}>
      <dl className="pad stackv tight" data-reversals>
        <div>
          <dt className="label">{t('journal.reverses')}</dt>
          <dd>
            {journal.reverses === null ? (
              <span className="soft">{t('journal.reversesNothing')}</span>
            ) : (
              <Link
                className="code"
                to="/ledger/journals/$journalId"
                params={{ journalId: journal.reverses }}
                search={{ trade }}
              >
                {journal.reverses}
              </Link>
            )}
          </dd>
        </div>
        <div>
          <dt className="label">{t('journal.reversedBy')}</dt>
          <dd>
            {reversedBy === 'reading' && <span className="quiet">{t('loading')}</span>}
            {reversedBy === 'unknown' && <span className="soft">{t('journal.reversedUnknown')}</span>}
            {typeof reversedBy !== 'string' && reversedBy.length === 0 && (
              <span className="soft">{t('journal.standing')}</span>
            )}
            {typeof reversedBy !== 'string' &&
              reversedBy.map((each) => (
                <p key={each.journalId}>
                  <Status mark="held" word={t('journal.reversed', { date: date(each.effectiveDate) })} />{' '}
                  <Link to="/ledger/journals/$journalId" params={{ journalId: each.journalId }} search={{ trade }}>
                    {t('journal.inBook', { book: each.book, sequence: amount(each.sequence) })}
                  </Link>
                </p>
              ))}
          </dd>
        </div>
      </dl>
    </Panel>
  );
}
