import { referenceData } from '#domain/parties';

/** None of the instructions of an obligation names an account of ours in the currency that moved. */
export class NoNostro extends Error {
  override readonly name = 'NoNostro';

  constructor(currency: string, instructions: readonly string[]) {
    super(`no nostro of ours in ${currency} among the instructions ${instructions.join(', ') || '(none)'}`);
  }
}

/** Our account of a currency, by the standing instructions an obligation settles under. @throws NoNostro */
export function nostroAmong(instructions: readonly string[]): (currency: string) => string {
  return (currency) => {
    for (const id of instructions) {
      const instruction = referenceData.instruction(id);
      if (instruction?.currency === currency) return instruction.nostro;
    }
    throw new NoNostro(currency, instructions);
  };
}
