import {
  fault,
  linesOf,
  refused,
  type FileBytes,
  type FileFault,
  type FileRow,
  type RawTradeEvent,
} from '#formats/trade-file';

/** A trade event is below 2 kB. */
const LONGEST_LINE = 65_536;
/** A trade event has at most four objects. */
const MOST_BRACKETS = 64;

/**
 * Reads one front-office trade event a line, in the form of the topic `front-office.trades.v1`. Each line stands alone;
 * empty lines are passed over. Fields are left as they are: the contract checks them.
 */
export async function* readJsonLines(bytes: FileBytes): AsyncGenerator<FileRow> {
  for await (const read of linesOf(bytes, LONGEST_LINE)) {
    const { line } = read;
    if ('why' in read) {
      yield refused(line, [read.why === 'too long' ? TOO_LONG : NOT_TEXT]);
    } else if (read.text.trim() !== '') {
      const event = eventOf(read.text);
      if ('fault' in event) yield refused(line, [event.fault]);
      else yield { kind: 'trade', line, event: event.event, remarks: [] };
    }
  }
}

const TOO_LONG = fault(
  '',
  `more than ${LONGEST_LINE} bytes`,
  'is longer than a trade event can be',
  'Write one event a line.',
);
const NOT_TEXT = fault('', 'bytes', 'is not UTF-8', 'Save the file as UTF-8.');

function eventOf(text: string): { readonly event: RawTradeEvent } | { readonly fault: FileFault } {
  const remedy = 'Write one trade event a line, as a JSON object.';
  if ((text.match(/[[{]/g)?.length ?? 0) > MOST_BRACKETS)
    return { fault: fault('', text, 'is nested deeper or holds more than a trade event can', remedy) };
  try {
    const event: unknown = JSON.parse(text);
    if (typeof event === 'object' && event !== null && !Array.isArray(event)) return { event: event as RawTradeEvent };
    return { fault: fault('', text, 'is not a JSON object', remedy) };
  } catch (error) {
    return { fault: fault('', text, `is not JSON (${(error as Error).message.slice(0, 80)})`, remedy) };
  }
}
