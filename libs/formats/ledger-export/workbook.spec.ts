import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { SealedFolder } from '#formats/sealed-folder';
import { Workbook } from './workbook.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workbook-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('a workbook that is written row by row', () => {
  it('has its sheets in their order, columns beyond the alphabet, and text as it was', async () => {
    const sealed = await SealedFolder.begin(folder);
    const workbook = await Workbook.begin(await sealed.create('book.xlsx'), new Date('2026-06-15T08:00:00Z'));
    const columns = Array.from({ length: 30 }, (_, index) => [`Column ${index + 1}`, 10] as const);
    await workbook.beginSheet('Postings', columns);
    await workbook.addRow([...columns.map(() => 'x')]);
    await workbook.beginSheet('Postings 2', [['Text', 10]]);
    const texts = ['=1+1', ' spaces ', 'two\nlines', '<&>', 'Fundación', '001', '1e5'];
    for (const text of texts) await workbook.addRow([text]);
    await workbook.addRow([{ number: '999999999999.999', decimals: 3 }]);
    await workbook.end();
    await sealed.seal();
    const read = await new ExcelJS.Workbook().xlsx.readFile(join(folder, 'book.xlsx'));
    expect(read.worksheets.map(({ name, rowCount }) => [name, rowCount])).toEqual([
      ['Postings', 2],
      ['Postings 2', 9],
    ]);
    expect(read.getWorksheet('Postings')?.getCell('AD2').value).toBe('x');
    const column = read.getWorksheet('Postings 2')?.getColumn(1).values.slice(1);
    expect(column).toEqual(['Text', ...texts, 999999999999.999]);
    expect(read.getWorksheet('Postings 2')?.getCell('A9').numFmt).toBe('0.000');
  });
});
