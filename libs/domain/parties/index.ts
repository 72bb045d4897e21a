import { houseRecords } from './house-records.js';
import { ReferenceData } from './reference-data.js';

export { HOUSE, houseRecords } from './house-records.js';
export type { Bond, Equity, Instrument, Market } from './instrument.js';
export type { Party } from './party.js';
export type { Portfolio } from './portfolio.js';
export { ReferenceData, type ReferenceRecords } from './reference-data.js';
export { OverlappingInstructions, type InstructionQuery, type StandingInstruction } from './standing-instruction.js';

/** The house's own standing data. */
export const referenceData = new ReferenceData(houseRecords);
