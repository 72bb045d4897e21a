import { idOf } from '#domain/identity';

/** Custodians append to it when they answer, and answers are references too: at most 64 characters with room to spare. */
const LONGEST_REFERENCE = 44;

/**
 * Our reference at the custodian: readable, and the same in every replay. What is sent again after a rejection gets one of
 * its own, so that the custodian can tell it from what it has rejected (L10).
 * @param sending 1 for the first time
 */
export function instructionIdOf(tradeId: string, version: number, leg: string, sending = 1): string {
  const readable = `${tradeId}/${version}/${leg}${sending === 1 ? '' : `/${sending}`}`;
  if (readable.length <= LONGEST_REFERENCE) return readable;
  const which = sending === 1 ? [tradeId, version, leg] : [tradeId, version, leg, sending];
  const digest = idOf('instruction', ...which)
    .replaceAll('-', '')
    .slice(0, 20);
  return `${tradeId.slice(0, LONGEST_REFERENCE - digest.length - 1)}.${digest}`;
}
