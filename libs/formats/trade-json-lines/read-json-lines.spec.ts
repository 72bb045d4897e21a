import { bytesOfFile } from '#formats/trade-file';
import { decode, frontOfficeTrade } from '#contracts';
import { collected } from '#test/collected';
import { readJsonLines } from './index.js';

const read = (text: string) => collected(readJsonLines(bytesOfFile(text)));

const cancel = { action: 'CANCEL', tradeId: 'T-1', version: 2, sourceSystem: 'alpha' };

describe('trade events as JSON lines', () => {
  it('are taken line by line as they are', async () => {
    expect(await read(`${JSON.stringify(cancel)}\r\n\n${JSON.stringify({ ...cancel, tradeId: 'T-2' })}`)).toEqual([
      { kind: 'trade', line: 1, event: cancel, remarks: [] },
      { kind: 'trade', line: 3, event: { ...cancel, tradeId: 'T-2' }, remarks: [] },
    ]);
  });

  it.each([
    ['{"action":', 'is not JSON'],
    ['[1,2]', 'is not a JSON object'],
    ['"text"', 'is not a JSON object'],
    ['null', 'is not a JSON object'],
    [`{"a":${'['.repeat(30_000)}`, 'is nested deeper'],
    [`{"a":"${'x'.repeat(10_000_000)}"}`, 'is longer than a trade event can be'],
  ])('refuse a line that is none, and go on: %.20s', async (line, rule) => {
    const [first, second] = await read(`${line}\n${JSON.stringify(cancel)}\n`);
    expect(first).toMatchObject({ kind: 'refused', line: 1, faults: [{ rule: expect.stringContaining(rule) }] });
    expect(second).toMatchObject({ kind: 'trade', line: 2 });
  });

  it('leave forbidden names and wild numbers for the contract to refuse', async () => {
    const rows = await read(
      `{"__proto__":{"action":"CANCEL"},"tradeId":"T-1"}\n{"action":"CANCEL","tradeId":"T-1","version":1e999,"sourceSystem":"a"}`,
    );
    expect(({} as { action?: string }).action).toBeUndefined();
    for (const row of rows)
      expect(() => row.kind === 'trade' && decode(frontOfficeTrade, JSON.stringify(row.event))).toThrow();
  });
});
