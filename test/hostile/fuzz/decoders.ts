import type fc from 'fast-check';
import { allContracts, decode, encode, frontOfficeTrade, UnreadableMessage, type EventContract } from '#contracts';
import { readFpml } from '#formats/fpml';
import { dateFormats, readTradeCsv } from '#formats/trade-csv';
import type { FileBytes, FileRow } from '#formats/trade-file';
import { readJsonLines } from '#formats/trade-json-lines';
import { asText } from '../../../libs/platform/messaging/message.js';
import { readMessage } from '../../../libs/platform/messaging/read-message.js';
import { csvInputs } from './csv-inputs.js';
import { eventInputs } from './event-inputs.js';
import { fpmlInputs } from './fpml-inputs.js';
import { chosen, type HostileInput } from './input.js';
import { lineInputs } from './line-inputs.js';
import type { NamedFault, Outcome } from './verdict.js';

/** One way in from outside: what is sent to it, and how it reads. */
export interface Decoder {
  readonly name: string;
  /** Its part of all inputs, against the parts of the others. */
  readonly share: number;
  readonly inputs: (seed: number) => fc.Arbitrary<HostileInput>;
  readonly read: (input: HostileInput) => Promise<Outcome>;
}

const DEFAULTS = { portfolio: 'FX-CASH', counterparty: 'BRUMGB20', sourceSystem: 'file-import' };

/** Sizes in which a file may arrive. */
const PIECES = [65_536, 1_000, 7];

export const decoders: readonly Decoder[] = [
  ...allContracts.map((contract): Decoder => ({
    name: contract.topic,
    share: contract.origin === 'outside' ? 3 : 1,
    inputs: eventInputs(contract),
    read: async (input) => readEvent(contract, input),
  })),
  { name: 'fpml', share: 14, inputs: fpmlInputs(), read: (input) => readFile(fpmlRows(input)) },
  { name: 'csv', share: 14, inputs: csvInputs(), read: (input) => readFile(csvRows(input)) },
  { name: 'json-lines', share: 14, inputs: lineInputs(), read: (input) => readFile(readJsonLines(piecesOf(input))) },
];

/** As the bus hands it over, and as a service reads it. */
function readEvent(contract: EventContract, { bytes: sent }: HostileInput): Outcome {
  const { body, bytes } = asText(sent);
  const { event, faults } = readMessage(contract, {
    topic: contract.topic,
    partition: 0,
    offset: 0n,
    key: 'key',
    time: '2026-06-15T08:00:00Z',
    headers: {},
    body,
    bytes,
    size: sent.length,
  });
  if (faults) return { taken: 0, refusals: [faults] };
  // A second reader of the same contract, which shares no code with the first.
  const second = contract.schema.safeParse(JSON.parse(body));
  if (!second.success) throw new Error(`was taken against its schema: ${second.error.message}`);
  for (const text of [contract.key(event), contract.messageId(event)])
    if (typeof text !== 'string' || text === '') throw new Error('a message that was taken has no key or no id');
  const again = encode(contract, event as never);
  if (encode(contract, decode(contract, again)) !== again)
    throw new Error('what was taken reads differently when it is written and read again');
  return { taken: 1, refusals: [] };
}

const piecesOf = async function* ({ bytes, variant }: HostileInput): FileBytes {
  const size = chosen(bytes.length > 100_000 ? PIECES.slice(0, 1) : PIECES, variant);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
};

const fpmlRows = (input: HostileInput): AsyncIterable<FileRow> =>
  readFpml(piecesOf(input), { ...DEFAULTS, ...(input.variant % 2 ? { ourParty: '959800ASIENTO0000049' } : {}) });

const csvRows = (input: HostileInput): AsyncIterable<FileRow> =>
  readTradeCsv(piecesOf(input), {
    ...DEFAULTS,
    dateFormat: chosen(dateFormats, input.variant % 3 === 0 ? 0 : input.variant),
  });

/** Rows that are taken become events, as an import sends them. */
async function readFile(rows: AsyncIterable<FileRow>): Promise<Outcome> {
  let taken = 0;
  const refusals: (readonly NamedFault[])[] = [];
  for await (const row of rows) {
    if (!Number.isInteger(row.line) || row.line < 0) throw new Error(`a row is said to stand in line ${row.line}`);
    const faults = row.kind === 'refused' ? row.faults : faultsOfEvent(row.event);
    if (faults) refusals.push(faults);
    else taken += 1;
  }
  return { taken, refusals };
}

function faultsOfEvent(event: unknown): readonly NamedFault[] | undefined {
  try {
    decode(frontOfficeTrade, JSON.stringify(event));
    return undefined;
  } catch (error) {
    if (error instanceof UnreadableMessage) return error.faults;
    throw error;
  }
}
