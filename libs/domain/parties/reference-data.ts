import type { Instrument } from './instrument.js';
import type { Party } from './party.js';
import type { Portfolio } from './portfolio.js';
import { StandingInstructions, type InstructionQuery, type StandingInstruction } from './standing-instruction.js';

export interface ReferenceRecords {
  readonly parties: readonly Party[];
  readonly instruments: readonly Instrument[];
  readonly portfolios: readonly Portfolio[];
  readonly standingInstructions: readonly StandingInstruction[];
}

/** Standing data behind every enrichment. Codes are looked up as written: senders' aliases are data, not guesses. */
export class ReferenceData {
  private readonly partyByCode = new Map<string, Party>();
  private readonly instrumentByIsin: ReadonlyMap<string, Instrument>;
  private readonly portfolioByName: ReadonlyMap<string, Portfolio>;
  private readonly instructions: StandingInstructions;

  /** @throws OverlappingInstructions */
  constructor(readonly records: ReferenceRecords) {
    for (const party of records.parties) {
      for (const name of [party.code, party.lei, ...party.aliases]) this.partyByCode.set(name, party);
    }
    this.instrumentByIsin = new Map(records.instruments.map((instrument) => [instrument.isin, instrument]));
    this.portfolioByName = new Map(records.portfolios.map((portfolio) => [portfolio.name, portfolio]));
    this.instructions = new StandingInstructions(records.standingInstructions);
  }

  /** By code, LEI or alias. */
  findParty(code: string): Party | undefined {
    return this.partyByCode.get(code);
  }

  findInstrument(isin: string): Instrument | undefined {
    return this.instrumentByIsin.get(isin);
  }

  findPortfolio(name: string): Portfolio | undefined {
    return this.portfolioByName.get(name);
  }

  findInstruction(query: InstructionQuery): StandingInstruction | undefined {
    return this.instructions.find(query);
  }

  /** By its id, whatever its validity: for instructions already sent. */
  instruction(id: string): StandingInstruction | undefined {
    return this.instructions.get(id);
  }
}
