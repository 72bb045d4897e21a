import type { ReportHead } from '#contracts';
import { urlOf } from '../../api/client.js';
import { useWords } from '../../language/words.js';
import { Copy } from '../../parts/copy.js';
import { Icon } from '../../parts/icon.js';
import { reportTimes } from './report-words.js';

interface FixedReportProps {
  readonly head: Pick<ReportHead, 'asOf' | 'asAt'>;
  /** The questions to the ledger that this screen is made of. */
  readonly questions: readonly string[];
}

/** Says of a report that it is fixed, what that means, and how it is made again. Says nothing of a live one. */
export function FixedReport({ head, questions }: FixedReportProps) {
  const { t, date, instant } = useWords();
  if (head.asAt === null) return null;
  return (
    <div className="note st-held" data-fixed>
      <Icon name="lock" />
      <div className="stackv tight">
        <p>
          <b>{t('report.fixed')}</b>{' '}
          {t('report.fixedWhat', { times: reportTimes(head, { t, date }), here: instant(head.asAt) })}
        </p>
        <p>
          {t('report.again')} <Copy text={location.href} what={t('report.address')} />
        </p>
        <ul>
          {questions.map((question) => (
            <li key={question} className="copyable">
              <span className="code">{question}</span>
              <Copy text={`curl '${location.origin}${question}'`} what={t('report.command')} />
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

/** A question to the ledger as it is asked, whole. */
export function questionOf(
  report: 'trial-balance' | 'unit-bridge',
  accounting: ReportHead['accounting'],
  { asOf, asAt }: Pick<ReportHead, 'asOf' | 'asAt'>,
): string {
  return urlOf(`/api/ledger/${report}`, { accounting, asOf: asOf ?? undefined, asAt: asAt ?? undefined });
}
