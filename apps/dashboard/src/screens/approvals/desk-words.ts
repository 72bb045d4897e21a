import type { DeskProposalRow } from '#contracts';
import type { Proposal } from '../../api/approvals.js';
import type { Words } from '../../language/words.js';
import { proposalWords } from '../periods/proposal-words.js';

/** Which side of a break a proposal would let stand. */
export function sideProposed({ content }: Pick<DeskProposalRow, 'content'>): 'front' | 'middle' {
  return content['side'] === 'middle' ? 'middle' : 'front';
}

/** What a proposal at the desk would do, in one sentence. */
export function deskWords(proposal: DeskProposalRow, { t, coded }: Words): string {
  const { act, object, tradeId, content } = proposal;
  const trade = tradeId ?? object;
  if (act === 'accept') return t('desk.change.accept', { side: coded('topicSide', sideProposed(proposal)), trade });
  if (act === 'resend') return t('desk.change.resend', { instruction: String(content['instructionId']), trade });
  return t(`desk.change.${act}`, { trade });
}

export const wordsOf = (proposal: Proposal, words: Words): string =>
  proposal.of === 'desk' ? deskWords(proposal.row, words) : proposalWords(proposal.row, words);
