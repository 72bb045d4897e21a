import type { ReportHead } from '#contracts';
import type { Words } from '../../language/words.js';

/** Of what a report is, in one line, by what its answer says of itself. */
export function reportWords({ accounting, asOf, asAt }: ReportHead, { t, coded, date }: Words): string {
  return t('report.head', {
    accounting: coded('accounting', accounting),
    times: reportTimes({ asOf, asAt }, { t, date }),
  });
}

export function reportTimes(
  { asOf, asAt }: Pick<ReportHead, 'asOf' | 'asAt'>,
  { t, date }: Pick<Words, 't' | 'date'>,
): string {
  const days = asOf === null ? t('report.allDays') : t('report.upTo', { date: date(asOf) });
  return t('report.times', { days, known: asAt === null ? t('report.knownNow') : t('report.knownAt', { asAt }) });
}
