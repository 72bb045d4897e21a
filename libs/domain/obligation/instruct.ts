import { idOf } from '#domain/identity';
import type { ObligationTerms, Trade } from '#domain/trade';
import { noEvidence } from './evidence.js';
import { Following } from './follow.js';
import { instructionIdOf } from './instruction-id.js';
import type { Cause, Obligation, Outcome } from './obligation.js';
import { nothingOf } from './parts.js';

/** Custodian that keeps the account of one of our standing settlement instructions; undefined when there is no such. */
export type CustodianOf = (instructionId: string) => string | undefined;

/** None of the standing instructions of a leg says where to send it. */
export class NoCustodian extends Error {
  override readonly name = 'NoCustodian';

  constructor({ leg, ourInstructions }: ObligationTerms) {
    super(`no custodian for leg ${leg} among the instructions ${ourInstructions.join(', ') || '(none)'}`);
  }
}

/** A leg that could not be instructed, for want of a custodian. */
export function legWithoutCustodian({ obligations }: Trade, custodianOf: CustodianOf): ObligationTerms | undefined {
  return obligations.find((terms) => custodianFor(terms, custodianOf) === undefined);
}

function custodianFor({ ourInstructions }: ObligationTerms, custodianOf: CustodianOf): string | undefined {
  return ourInstructions.map(custodianOf).find((found) => found !== undefined);
}

/**
 * One obligation per leg of a confirmed trade, instructed at once (L8).
 * @throws NoCustodian
 */
export function instruct(
  tradeId: string,
  version: number,
  trade: Trade,
  custodianOf: CustodianOf,
  cause: Cause,
): Outcome[] {
  return trade.obligations.map((terms) => {
    const custodian = custodianFor(terms, custodianOf);
    if (custodian === undefined) throw new NoCustodian(terms);
    const obligation: Obligation = {
      obligationId: idOf('obligation', tradeId, version, terms.leg),
      tradeId,
      version,
      instructionId: instructionIdOf(tradeId, version, terms.leg),
      custodian,
      counterparty: trade.counterparty,
      terms,
      state: 'CONFIRMED',
      sequence: 0,
      settled: nothingOf(terms),
      fail: null,
      evidence: noEvidence,
    };
    const following = new Following(obligation, cause);
    following.move('INSTRUCTED', { kind: 'released' });
    return following.outcome();
  });
}
