import {
  fault,
  refused,
  wholeText,
  type FileBytes,
  type FileDefaults,
  type FileRow,
  type RawTradeEvent,
} from '#formats/trade-file';
import { LARGEST_DOCUMENT, rootOf } from './document.js';
import { children, dateOf, only, optional, ownText, type Element } from './element.js';
import { nameOf, ourSide, partiesOf } from './parties.js';
import { productTerms } from './product.js';
import { Refusal } from './refusal.js';

export interface FpmlOptions extends FileDefaults {
  /** Identifier (LEI, BIC) by which the document names us; without it the party whose trade id comes first is us. */
  readonly ourParty?: string;
}

/**
 * Reads one document of the FpML 5 confirmation view: one trade, or one refusal that names what stands in the way; never a
 * part of it. Taken are `dataDocument` and `requestConfirmation` with one FX single leg, FX swap or term deposit. A
 * counterparty goes by its LEI, or else BIC; whether the standing data knows it is seen when the trade is enriched.
 */
export async function* readFpml(bytes: FileBytes, options: FpmlOptions): AsyncGenerator<FileRow> {
  try {
    const { event, remarks } = tradeOf(await textOfDocument(bytes), options);
    yield { kind: 'trade', line: 1, event, remarks };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    yield refused(1, [fault(error.field, error.value, error.rule, error.remedy)]);
  }
}

async function textOfDocument(bytes: FileBytes): Promise<string> {
  const read = await wholeText(bytes, LARGEST_DOCUMENT);
  if ('text' in read) return read.text;
  throw read.why === 'too long'
    ? new Refusal(
        '',
        `more than ${LARGEST_DOCUMENT} bytes`,
        'is larger than a trade can be',
        'Send one trade a document.',
      )
    : new Refusal('', 'bytes', 'is not UTF-8', 'Save the document as UTF-8.');
}

function tradeOf(text: string, options: FpmlOptions): { event: RawTradeEvent; remarks: readonly string[] } {
  const { name, root } = rootOf(text);
  checkWrapper(name, root, text);
  const trades = children(root, 'trade');
  const [trade] = trades;
  if (!trade || trades.length > 1)
    throw new Refusal(
      'trade',
      `${trades.length} trades`,
      'a document holds exactly one trade',
      'Send one trade a document.',
    );
  const header = only(trade, 'tradeHeader');
  const tradeDate = dateOf(header, 'tradeDate');
  const parties = partiesOf(root);
  const us = ourSide(header, parties, options.ourParty);
  const { terms, counterparty, remarks } = productTerms(trade, us.reference, tradeDate);
  return {
    event: {
      action: 'NEW',
      tradeId: us.tradeId,
      version: 1,
      sourceSystem: options.sourceSystem,
      terms: { tradeDate, portfolio: options.portfolio, counterparty: nameOf(counterparty, parties), ...terms },
    },
    remarks: [...us.remarks, ...remarks],
  };
}

const NAMESPACE = /xmlns(:[\w.-]+)?\s*=\s*["']http:\/\/www\.fpml\.org\/FpML-5\/confirmation["']/;
const BEGINNING = 16_384;

function checkWrapper(name: string, root: Element, text: string): void {
  if (name !== 'dataDocument' && name !== 'requestConfirmation')
    throw new Refusal(
      '',
      name,
      `${name} is not a document that is taken`,
      'Send a dataDocument or a requestConfirmation.',
    );
  if (!NAMESPACE.test(text.slice(0, BEGINNING)))
    throw new Refusal(
      'xmlns',
      name,
      'is not in the confirmation view of FpML 5',
      'Send http://www.fpml.org/FpML-5/confirmation.',
    );
  const correction = optional(root, 'isCorrection');
  if (correction && ownText(correction) !== 'false')
    throw new Refusal('isCorrection', ownText(correction), 'corrections are not taken', 'Amend by JSON lines or CSV.');
}
