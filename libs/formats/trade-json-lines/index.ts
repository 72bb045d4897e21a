import { refused, type FileRow, type RawTradeEvent } from '#formats/trade-file';

const LONGEST_LINE = 1_048_576;

/** Reads one front-office trade event a line, in the form of the topic `front-office.trades.v1`. */
export async function* readJsonLines(lines: AsyncIterable<string>): AsyncGenerator<FileRow> {
  let line = 0;
  for await (const text of lines) {
    line += 1;
    if (text.trim() === '') continue;
    if (text.length > LONGEST_LINE) {
      yield refused(
        line,
        '',
        `${text.length} characters`,
        'is longer than a message may be',
        'Write one trade a line.',
      );
      continue;
    }
    try {
      const event: unknown = JSON.parse(text);
      if (typeof event === 'object' && event !== null && !Array.isArray(event))
        yield { kind: 'trade', line, event: event as RawTradeEvent };
      else yield refused(line, '', text.slice(0, 80), 'is not a JSON object', 'Write one trade event a line.');
    } catch (error) {
      yield refused(
        line,
        '',
        text.slice(0, 80),
        `is not JSON (${(error as Error).message})`,
        'Write one trade event a line.',
      );
    }
  }
}
