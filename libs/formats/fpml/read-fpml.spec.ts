import { readFileSync } from 'node:fs';
import { decode, frontOfficeTrade } from '#contracts';
import { referenceData } from '#domain/parties';
import { enrich } from '#domain/trade';
import { bytesOfFile, type FileRow } from '#formats/trade-file';
import { collected } from '#test/collected';
import { readFpml, type FpmlOptions } from './index.js';

const usual: FpmlOptions = { portfolio: 'IMPORTED', sourceSystem: 'file-import' };

const fixture = (name: string): string =>
  readFileSync(new URL(`../../../test/fixtures/fpml/${name}.xml`, import.meta.url), 'utf8');

const read = async (text: string, options: Partial<FpmlOptions> = {}): Promise<FileRow> => {
  const rows = await collected(readFpml(bytesOfFile(text), { ...usual, ...options }));
  expect(rows).toHaveLength(1);
  return rows[0]!;
};

const refusal = async (text: string, options: Partial<FpmlOptions> = {}): Promise<string> => {
  const row = await read(text, options);
  if (row.kind === 'trade') throw new Error(`taken: ${JSON.stringify(row.event)}`);
  return row.faults.map(({ field, value, rule }) => `${field} = ${value}: ${rule}`).join('; ');
};

const spot = fixture('fx-spot');
const deposit = fixture('term-deposit');

describe('a document of FpML', () => {
  it('with an FX spot is one event; the party whose trade id comes first is us, and it says so', async () => {
    expect(await read(spot)).toEqual({
      kind: 'trade',
      line: 1,
      event: {
        action: 'NEW',
        tradeId: 'FX-4711',
        version: 1,
        sourceSystem: 'file-import',
        terms: {
          tradeDate: '2026-06-15',
          portfolio: 'IMPORTED',
          counterparty: '959800BRUMABK0000003',
          product: 'fx-spot',
          boughtCurrency: 'EUR',
          boughtAmount: '250000.00',
          soldCurrency: 'USD',
          soldAmount: '271250.00',
          rate: '1.085',
          valueDate: '2026-06-17',
        },
      },
      remarks: [
        'the party whose trade id comes first, 959800ASIENTO0000049, is taken as us',
        'fx-spot: value date 2026-06-17, spot date 2026-06-17',
      ],
    });
  });

  it('is read from the other side when we are told to be the other party', async () => {
    expect(await read(spot, { ourParty: '959800BRUMABK0000003' })).toMatchObject({
      event: {
        tradeId: 'BRU-FX-4711',
        terms: { counterparty: '959800ASIENTO0000049', boughtCurrency: 'USD', soldCurrency: 'EUR' },
      },
      remarks: ['fx-spot: value date 2026-06-17, spot date 2026-06-17'],
    });
  });

  it('names us by any of our identifiers', async () => {
    expect(await read(spot, { ourParty: 'ASNTESM0' })).toMatchObject({ event: { tradeId: 'FX-4711' } });
  });

  it('with a value date after spot is a forward; its settlement information gives way to standing instructions', async () => {
    expect(await read(fixture('fx-forward'))).toMatchObject({
      event: {
        terms: { product: 'fx-forward', boughtCurrency: 'USD', boughtAmount: '1000000.00', soldAmount: '160000000' },
      },
      remarks: expect.arrayContaining([
        'settlement information of the document is left aside: standing settlement instructions are used',
      ]),
    });
  });

  it('with an FX swap, names prefixed, has both legs', async () => {
    expect(await read(fixture('fx-swap'))).toMatchObject({
      event: {
        terms: {
          product: 'fx-swap',
          near: { boughtCurrency: 'EUR', soldAmount: '542500.00', valueDate: '2026-06-17' },
          far: { soldCurrency: 'EUR', boughtAmount: '544000.00', valueDate: '2026-09-17' },
        },
      },
    });
  });

  it('with a term deposit that the other side pays is a deposit taken, its rate in per cent', async () => {
    expect(await read(deposit)).toMatchObject({
      event: {
        terms: {
          product: 'deposit',
          direction: 'TAKEN',
          ratePercent: '5',
          dayCount: 'ACT/360',
          principal: '10000000.00',
        },
      },
    });
  });

  it.each(['fx-spot', 'fx-forward', 'fx-swap', 'term-deposit'])(
    '%s is accepted by the contract and the standing data',
    async (name) => {
      const row = await read(fixture(name));
      if (row.kind === 'refused') throw new Error(JSON.stringify(row.faults));
      const event = decode(frontOfficeTrade, JSON.stringify(row.event));
      if (event.action === 'CANCEL') throw new Error('a cancel');
      expect(enrich(event.terms, referenceData)).toMatchObject({ kind: 'enriched' });
    },
  );

  it('keeps identifiers and amounts as they are written', async () => {
    const row = await read(spot.replace('FX-4711', '004711').replace('<rate>1.085<', '<rate>1.0850<'));
    expect(row).toMatchObject({ event: { tradeId: '004711', terms: { rate: '1.0850' } } });
  });
});

describe('a document of FpML is refused whole', () => {
  const without = (text: string, element: string): string =>
    text.replace(new RegExp(`\\s*<${element}>[\\s\\S]*?</${element}>`), '');

  it.each([
    [
      'by the name of a product that is not settled here',
      spot.replaceAll('fxSingleLeg', 'fxOption'),
      'trade = fxOption: fxOption is not a product that is settled here',
    ],
    [
      'for a fee beside the product',
      spot.replace('</fxSingleLeg>', '</fxSingleLeg><otherPartyPayment/>'),
      'trade/otherPartyPayment = otherPartyPayment: is not supported',
    ],
    [
      'for a second product',
      spot.replace('</fxSingleLeg>', '</fxSingleLeg><termDeposit/>'),
      'trade/termDeposit = termDeposit: is not supported',
    ],
    [
      'for cash settlement in one currency',
      spot.replace('<valueDate>', '<nonDeliverableSettlement/><valueDate>'),
      'fxSingleLeg/nonDeliverableSettlement = nonDeliverableSettlement: is not supported',
    ],
    [
      'for a value date for each currency',
      spot.replaceAll('valueDate', 'currency1ValueDate'),
      'fxSingleLeg/currency1ValueDate = currency1ValueDate: is not supported',
    ],
    ['without a value date', without(spot, 'valueDate'), 'valueDate = nothing: is required'],
    ['with two rates', spot.replace('<rate>', '<rate>1</rate><rate>'), 'rate = 2 times: may be told once'],
    [
      'for a day that does not exist',
      spot.replace('2026-06-17', '2026-06-31'),
      'valueDate = 2026-06-31: is not a date',
    ],
    [
      'dealt at the end of the calendar',
      spot.replace('2026-06-15', '9999-12-31'),
      'tradeDate = 9999-12-31: is not a date YYYY-MM-DD of a year from 1900 to 2199',
    ],
    [
      'for a quoted pair that is not exchanged',
      spot.replace('<currency2>USD', '<currency2>GBP'),
      'quotedCurrencyPair = EUR/GBP: is not the pair that is exchanged',
    ],
    [
      'where both amounts flow one way',
      spot.replaceAll('PartyReference href="bruma"', 'PartyReference href="house"'),
      'fxSingleLeg = house: we must receive one amount and pay the other to the same party',
    ],
    [
      'for a legal entity identifier with wrong check digits',
      spot.replace('959800BRUMABK0000003', '959800BRUMABK0000004'),
      'partyId = 959800BRUMABK0000004: is not a legal entity identifier',
    ],
    [
      'without trades',
      spot.replace(/<trade>[\s\S]*<\/trade>/, ''),
      'trade = 0 trades: a document holds exactly one trade',
    ],
    [
      'with two trades',
      spot.replace(/(<trade>[\s\S]*<\/trade>)/, '$1$1'),
      'trade = 2 trades: a document holds exactly one trade',
    ],
    [
      'for a correction',
      deposit.replace('<isCorrection>false', '<isCorrection>true'),
      'isCorrection = true: corrections are not taken',
    ],
    [
      'for a retraction',
      deposit.replaceAll('requestConfirmation', 'confirmationRetracted'),
      'confirmationRetracted is not a document that is taken',
    ],
    [
      'in another view of FpML',
      spot.replace('FpML-5/confirmation', 'FpML-5/transparency'),
      'xmlns = dataDocument: is not in the confirmation view',
    ],
    [
      'for an unknown day count',
      deposit.replace('ACT/360', 'BUS/252'),
      'dayCountFraction = BUS/252: is not a day count that is known here',
    ],
    [
      'for interest that its terms do not give',
      deposit.replace('41666.67', '41666.66'),
      'interest = 41666.66 USD: is not what the terms give, 41666.67 USD',
    ],
    [
      'for features of a structured deposit',
      deposit.replace('<interest>', '<features/><interest>'),
      'termDeposit/features = features: is not supported',
    ],
    ['for a rate that is no decimal', deposit.replace('0.05', '5e-2'), 'fixedRate = 5e-2: is not an exact decimal'],
    ['for a rate with a thousand digits', deposit.replace('0.05', `0.${'1'.repeat(1000)}`), 'is not an exact decimal'],
    ['that is no XML', 'tradeId,product', 'is not'],
    ['that breaks off', spot.slice(0, 900), 'is not well-formed XML'],
    ['that is empty', '', 'is not'],
  ])('%s', async (_, text, rule) => {
    expect(await refusal(text)).toContain(rule);
  });

  it('when the party told as ours is not in it', async () => {
    expect(await refusal(spot, { ourParty: 'KOSTKWK0' })).toBe('party = KOSTKWK0: is no party of the document');
  });
});

describe('a hostile document', () => {
  const flood = ['a', 'b', 'c', 'd']
    .map((name, index, all) => `<!ENTITY ${name} "${index ? `&${all[index - 1]};`.repeat(10) : 'x'.repeat(100)}">`)
    .join('');

  it.each([
    [
      'an entity flood',
      `<?xml version="1.0"?><!DOCTYPE dataDocument [${flood}]>${spot.slice(spot.indexOf('<dataDocument'))}`,
      'DOCTYPE',
    ],
    ['an external entity', `<!doctype dataDocument [<!ENTITY x SYSTEM "file:///etc/passwd">]>${spot}`, 'DOCTYPE'],
    [
      'a flood of numeric references',
      spot.replace('FX-4711', '&#65;'.repeat(300_000)),
      'is larger than a trade can be',
    ],
    ['deep nesting', `<a>`.repeat(100_000), 'is nested deeper than FpML is'],
    ['deep nesting behind comments', `<!-- > -->${'<a b=">">'.repeat(50_000)}`, 'is nested deeper than FpML is'],
    ['a million opening brackets', '<'.repeat(1_000_000), 'is not'],
    ['a comment without end', `<!--${'<a>'.repeat(300_000)}`, 'is not'],
    ['ten megabytes in one line', spot.replace('FX-4711', 'x'.repeat(10_000_000)), 'is larger than a trade can be'],
    [
      'an element named like a prototype',
      spot.replace('<fxSingleLeg>', '<__proto__><x>1</x></__proto__><fxSingleLeg>'),
      'is not',
    ],
  ])('with %s is refused quickly', async (_, text, rule) => {
    const started = performance.now();
    expect(await refusal(text)).toContain(rule);
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(({} as { x?: string }).x).toBeUndefined();
  });

  it('with bytes that are not UTF-8 is refused', async () => {
    const bytes = (async function* () {
      yield Buffer.from(spot, 'utf16le');
    })();
    const [row] = await collected(readFpml(bytes, usual));
    expect(row?.kind).toBe('refused');
  });
});
