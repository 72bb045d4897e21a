import { collected } from '#test/collected';
import { bytesOfFile, linesOf, wholeText, type FileBytes, type Line } from './index.js';

async function* inPieces(bytes: Uint8Array, size: number): FileBytes {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const all = async (bytes: FileBytes, longest = 100): Promise<Line[]> => collected(linesOf(bytes, longest));

describe('lines of a file', () => {
  it.each([1, 2, 3, 7, 1000])('come whole however the file is cut, %i bytes at a time', async (size) => {
    const bytes = Buffer.from('\uFEFFuno\r\n\ndós ñ\ntres', 'utf8');
    expect(
      (await all(inPieces(bytes, size))).map((read) => ['text' in read && read.text, read.line].reverse()),
    ).toEqual([
      [1, 'uno'],
      [2, ''],
      [3, 'dós ñ'],
      [4, 'tres'],
    ]);
  });

  it('that are too long or not UTF-8 are told, and reading goes on after them', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${'x'.repeat(101)}\nshort\n`),
      Buffer.from([0xff, 0xfe, 10]),
      Buffer.from('last'),
    ]);
    expect(await all(inPieces(bytes, 10))).toEqual([
      { line: 1, why: 'too long' },
      { line: 2, text: 'short' },
      { line: 3, why: 'not UTF-8' },
      { line: 4, text: 'last' },
    ]);
  });

  it('of any length are read in bounded memory', async () => {
    const piece = Buffer.alloc(1_048_576, 'x');
    const endless: FileBytes = (async function* () {
      for (let megabytes = 0; megabytes < 512; megabytes += 1) yield piece;
    })();
    const before = process.memoryUsage().arrayBuffers;
    expect(await all(endless)).toEqual([{ line: 1, why: 'too long' }]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1_048_576);
  });
});

describe('a whole file', () => {
  it('is read up to its limit and no further', async () => {
    expect(await wholeText(bytesOfFile('ñ'), 2)).toEqual({ text: 'ñ' });
    expect(await wholeText(bytesOfFile('ñ'), 1)).toEqual({ why: 'too long' });
  });
});
