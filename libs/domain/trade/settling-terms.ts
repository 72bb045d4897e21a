import type { Money } from '#domain/money';
import { HOUSE, type InstructionQuery, type ReferenceData } from '#domain/parties';
import type { TermsReader } from './terms-reader.js';
import type { LegName, ObligationTerms } from './trade.js';

/** What has to be known to find the accounts by which something settles. */
interface Settling {
  readonly counterparty: string;
  readonly method: InstructionQuery['method'];
  readonly currencies: readonly string[];
  readonly placeOfSettlement: string | null;
  readonly settlementDate: string;
}

/** The standing instructions of both sides; a side that has none is noted as a fault. */
export function standingInstructions(
  reader: TermsReader,
  reference: ReferenceData,
  { counterparty, method, currencies, placeOfSettlement, settlementDate: on }: Settling,
): Pick<ObligationTerms, 'ourInstructions' | 'theirInstructions'> {
  const of = (party: string): string[] =>
    currencies.flatMap((currency) => {
      const found = reference.findInstruction({ party, method, currency, placeOfSettlement, on });
      if (found) return [found.id];
      reader.fault(
        '/counterparty',
        party === HOUSE ? 'the house' : party,
        `has no standing settlement instruction for ${method} in ${currency}${placeOfSettlement ? ` at ${placeOfSettlement}` : ''} on ${on}`,
        'Have the instruction set up and resubmit.',
      );
      return [];
    });
  return { ourInstructions: of(HOUSE), theirInstructions: of(counterparty) };
}

/** A leg on which only cash moves. */
export function cashLeg(
  reader: TermsReader,
  reference: ReferenceData,
  {
    counterparty,
    leg,
    settlementDate,
    pay,
    receive,
  }: {
    readonly counterparty: string;
    readonly leg: LegName;
    readonly settlementDate: string;
    readonly pay: Money | null;
    readonly receive: Money | null;
  },
): ObligationTerms {
  const currencies = [pay, receive].flatMap((amount) => (amount ? [amount.currency] : []));
  const settling = { counterparty, method: 'CASH', currencies, placeOfSettlement: null, settlementDate } as const;
  return {
    leg,
    settlementDate,
    method: 'CASH',
    pay,
    receive,
    security: null,
    ...standingInstructions(reader, reference, settling),
  };
}
