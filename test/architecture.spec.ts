import { ESLint } from 'eslint';

const eslint = new ESLint({ cwd: new URL('..', import.meta.url).pathname });

/** What the linter says of a line, were it in that file. */
async function complaints(filePath: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath });
  return (result?.messages ?? []).map(({ message }) => message);
}

describe('the walls of the house', () => {
  it.each([
    ['libs/domain/trade/x.ts', "import '@nestjs/common';", /plain TypeScript/],
    ['libs/domain/trade/x.ts', "import '#platform/database';", /plain TypeScript/],
    ['libs/domain/trade/x.ts', "import 'decimal.js';", /plain TypeScript/],
    ['libs/domain/trade/x.ts', 'export const now = new Date();', /Time is an argument/],
    ['libs/domain/trade/x.ts', 'export const now = Date.now();', /Time is an argument/],
    ['libs/domain/trade/x.ts', 'export const luck = Math.random();', /Chance is an argument/],
    ['libs/domain/trade/x.ts', "export const price = parseFloat('1.1');", /parseFloat/],
    ['libs/domain/trade/x.ts', "export const price = Number('1.1');", /Number/],
    ['libs/domain/ledger/recipes/x.ts', "import '../../money/index.js';", /plain TypeScript/],
    ['libs/contracts/x.ts', "import '#domain/money';", /stand alone/],
    ['libs/formats/fpml/x.ts', "import '#platform/database';", /know nothing of services/],
    ['libs/platform/messaging/x.ts', "import '#domain/trade';", /no business rule/],
    ['apps/ledger/src/x.ts', "import 'kafkajs';", /by #platform\/messaging/],
    ['apps/ledger/src/x.ts', "import '#apps/intake';", /by their events/],
    ['apps/ledger/src/x.ts', "import '../../intake/src/index.js';", /by their events|Libraries by/],
    ['apps/dashboard/src/x.ts', "import '#platform/database';", /shares only contracts/],
    ['apps/ledger/src/x.ts', 'export const x: any = 1;', /any/],
  ])('%s: %s', async (file, text, message) => {
    const said = await complaints(file, text);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(message);
  });

  it.each([
    ['libs/domain/money/x.ts', "import 'decimal.js';"],
    ['libs/domain/trade/x.ts', "import '#domain/money';"],
    ['libs/domain/ledger/recipes/x.ts', "import '../books/journal.js';"],
    ['apps/ledger/src/x.ts', "import '#platform/messaging';"],
    ['apps/asiento/src/x.ts', "import '#apps/ledger';"],
    ['libs/platform/messaging/x.ts', "import 'kafkajs';"],
  ])('%s may %s', async (file, text) => {
    expect(await complaints(file, text)).toEqual([]);
  });
});
