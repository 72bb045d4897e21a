/** A legal entity the house deals with, keeps assets at, or is. */
export interface Party {
  /** The code by which services name it: letters and digits, upper case. */
  readonly code: string;
  readonly name: string;
  /** Legal entity identifier, ISO 17442. */
  readonly lei: string;
  readonly country: string;
  readonly role: 'house' | 'counterparty' | 'client' | 'custodian';
  /** Other codes under which senders name it: BIC, desk short name. */
  readonly aliases: readonly string[];
}
