import type { ProposalRow } from '#contracts';
import type { Words } from '../../language/words.js';
import { changeProposed } from './month-ways.js';

/** What a proposal would do, in one sentence. */
export function proposalWords({ kind, subject }: Pick<ProposalRow, 'kind' | 'subject'>, { t, month }: Words): string {
  if (subject.kind === 'payroll') return t('periods.payroll', { batch: subject.batchId });
  return t(`periods.change.${changeProposed(kind, subject)}`, { month: month(subject.month) });
}
