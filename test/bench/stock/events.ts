/** What the stock reference's services tell each other. Plain JSON, as the transport writes it. */
export const topics = {
  frontTrade: 'stock-reference.front-trade',
  middleTrade: 'stock-reference.middle-trade',
  statement: 'stock-reference.statement',
  custodianStatus: 'stock-reference.custodian-status',
  tradeCaptured: 'stock-reference.trade-captured',
  tradeAgreed: 'stock-reference.trade-agreed',
  confirmationIssued: 'stock-reference.confirmation-issued',
  tradeConfirmed: 'stock-reference.trade-confirmed',
  instructionReleased: 'stock-reference.instruction-released',
  obligationProgressed: 'stock-reference.obligation-progressed',
  obligationSettled: 'stock-reference.obligation-settled',
  journalPosted: 'stock-reference.journal-posted',
} as const;

export type Topic = (typeof topics)[keyof typeof topics];

/** Every event has an id that follows from what it says, so that one sent twice is known. */
interface Event {
  readonly eventId: string;
  readonly tradeId: string;
  readonly occurredAt: string;
}

/** A share bought by the house; whole minor units as text. */
export interface Terms {
  readonly side: 'BUY';
  readonly isin: string;
  readonly quantity: string;
  readonly price: string;
  readonly currency: string;
  readonly consideration: string;
  readonly commission: string;
  readonly counterparty: string;
  readonly book: string;
  readonly tradeDate: string;
  readonly settlementDate: string;
}

export interface TradeEvent extends Event {
  readonly version: number;
  readonly terms: Terms;
}

export interface Captured extends TradeEvent {
  readonly side: 'front' | 'middle';
}

export type Agreed = TradeEvent;
export type Confirmed = TradeEvent;
export type Statement = TradeEvent;

export interface Issued extends Event {
  readonly counterparty: string;
}

export interface Instruction extends Event {
  readonly instructionId: string;
  readonly terms: Terms;
}

export interface CustodianStatus extends Event {
  readonly instructionId: string;
  readonly status: 'ACCEPTED' | 'MATCHED' | 'SETTLED';
}

export interface Progressed extends Event {
  readonly from: string;
  readonly to: string;
}

export interface Settled extends Event {
  readonly instructionId: string;
  readonly terms: Terms;
}

export interface JournalPosted extends Event {
  readonly journals: readonly { readonly id: string; readonly book: string; readonly postings: number }[];
}

export interface Outgoing {
  readonly topic: Topic;
  readonly event: Event;
}

export const outgoing = <Said extends Event>(topic: Topic, event: Said): Outgoing => ({ topic, event });

export const sameTerms = (left: Terms, right: Terms): boolean =>
  (Object.keys(left) as (keyof Terms)[]).every((name) => left[name] === right[name]);

/** What the house owes for the shares and the broker's commission. */
export const cashOf = ({ consideration, commission }: Terms): bigint => BigInt(consideration) + BigInt(commission);
