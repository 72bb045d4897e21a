import type { ReactNode } from 'react';
import { refusedParameter } from '../../api/reports.js';
import { useWords } from '../../language/words.js';
import { Read, type Reading } from '../../parts/panel.js';
import { Empty } from '../../parts/states.js';

interface ReadReportProps<Answer> {
  readonly from: Reading<Answer>;
  readonly rows?: number;
  readonly children: (answer: Answer) => ReactNode;
}

/** A report, or what to do to get it: what was asked wrongly is corrected in its field, asking again does not help. */
export function ReadReport<Answer>({ from, rows = 5, children }: ReadReportProps<Answer>) {
  const { t } = useWords();
  const refused = from.data === undefined ? refusedParameter(from.error) : undefined;
  if (refused !== undefined)
    return (
      <Empty mark="pending" title={t('report.notMade')}>
        <p>{t('report.notMadeWhy', { field: t(`report.${refused}`) })}</p>
      </Empty>
    );
  return (
    <Read from={from} rows={rows}>
      {children}
    </Read>
  );
}
