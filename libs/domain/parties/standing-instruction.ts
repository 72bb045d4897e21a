/** Standing settlement instruction (SSI): the account by which a party settles one asset in one way. */
export interface StandingInstruction {
  readonly id: string;
  /** Party code. */
  readonly party: string;
  readonly method: 'CASH' | 'DVP';
  /** Currency of the cash that moves. */
  readonly currency: string;
  /** For DVP: the place of settlement; null for cash. */
  readonly placeOfSettlement: string | null;
  /** Cash account, also the cash side of DVP. Our own are the nostros of account 1010. */
  readonly nostro: string;
  /** Securities account; null for cash. */
  readonly depot: string | null;
  /** Custodian or agent bank that keeps the account. */
  readonly custodian: string;
  readonly validFrom: string;
  /** Last day it may be used; null while it has no end. */
  readonly validTo: string | null;
  /** 1 is tried first. */
  readonly preference: number;
}

export interface InstructionQuery {
  readonly party: string;
  readonly method: 'CASH' | 'DVP';
  readonly currency: string;
  readonly placeOfSettlement: string | null;
  /** Settlement date. */
  readonly on: string;
}

const key = ({ party, method, currency, placeOfSettlement }: Omit<InstructionQuery, 'on'>): string =>
  [party, method, currency, placeOfSettlement ?? ''].join('|');

const covers = ({ validFrom, validTo }: StandingInstruction, date: string): boolean =>
  validFrom <= date && (validTo === null || date <= validTo);

/** Two instructions of one kind and preference are valid on the same day: nobody could say which one to use (A4). */
export class OverlappingInstructions extends Error {
  override readonly name = 'OverlappingInstructions';

  constructor(first: StandingInstruction, second: StandingInstruction) {
    super(`standing instructions ${first.id} and ${second.id} overlap with the same preference ${first.preference}`);
  }
}

/** Finds by party, currency, method and place of settlement the preferred instruction that is valid on the settlement date. */
export class StandingInstructions {
  private readonly byKey = new Map<string, StandingInstruction[]>();
  private readonly byId = new Map<string, StandingInstruction>();

  /** @throws OverlappingInstructions */
  constructor(instructions: readonly StandingInstruction[]) {
    for (const instruction of instructions) {
      const rivals = this.byKey.get(key(instruction)) ?? [];
      for (const rival of rivals) {
        const overlaps =
          (rival.validTo === null || instruction.validFrom <= rival.validTo) &&
          (instruction.validTo === null || rival.validFrom <= instruction.validTo);
        if (overlaps && rival.preference === instruction.preference)
          throw new OverlappingInstructions(rival, instruction);
      }
      rivals.push(instruction);
      rivals.sort((left, right) => left.preference - right.preference);
      this.byKey.set(key(instruction), rivals);
      this.byId.set(instruction.id, instruction);
    }
  }

  find(query: InstructionQuery): StandingInstruction | undefined {
    return this.byKey.get(key(query))?.find((instruction) => covers(instruction, query.on));
  }

  get(id: string): StandingInstruction | undefined {
    return this.byId.get(id);
  }
}
