import type { Zip, ZipDeflate } from 'fflate';
import type { OpenFile } from '#formats/sealed-folder';
import { xmlText } from './xml-text.js';

/** Sheet XML that is compressed at once. */
const CHUNK = 1 << 16;
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
/** Styles by their place: plain, heading, then numbers with no to four decimals. */
const HEADING = 1;
const DECIMALS = [0, 1, 2, 3, 4];

/** A cell that holds a number, as it is written: nothing passes through a double of ours. */
export interface NumberCell {
  readonly number: string;
  readonly decimals: number;
}
export type SheetCell = string | NumberCell | null;

/**
 * A spreadsheet (ECMA-376) that is written while it is made: rows are compressed as they come, and what has been compressed
 * goes to the file before the next, so that memory does not grow with the rows.
 */
export class Workbook {
  private readonly zip: Zip;
  private readonly compressed: Uint8Array[] = [];
  private readonly sheets: string[] = [];
  private entry: ZipDeflate | undefined;
  private pending = '';
  private rows = 0;

  private constructor(
    private readonly library: Pick<typeof import('fflate'), 'Zip' | 'ZipDeflate'>,
    private readonly file: OpenFile,
    private readonly made: Date,
  ) {
    this.zip = new library.Zip((error, chunk) => {
      if (error) throw error;
      this.compressed.push(chunk);
    });
  }

  static async begin(file: OpenFile, made: Date): Promise<Workbook> {
    // Loaded here, because a service that never exports should not carry it.
    return new Workbook(await import('fflate'), file, made);
  }

  /** Ends the sheet before and begins another, whose first row stays in sight. */
  async beginSheet(name: string, columns: readonly (readonly [heading: string, width: number])[]): Promise<void> {
    await this.endSheet();
    this.sheets.push(name);
    this.entry = this.open(`xl/worksheets/sheet${this.sheets.length}.xml`);
    this.rows = 0;
    const widths = columns.map(
      ([, width], index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
    );
    this.pending = [
      DECLARATION,
      `<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">`,
      '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>',
      `<cols>${widths.join('')}</cols><sheetData>`,
    ].join('');
    await this.addRow(
      columns.map(([heading]) => heading),
      HEADING,
    );
  }

  async addRow(cells: readonly SheetCell[], style = 0): Promise<void> {
    this.rows += 1;
    const written = cells.map((cell, index) => cellXml(cell, `${columnName(index)}${this.rows}`, style));
    this.pending += `<row r="${this.rows}">${written.join('')}</row>`;
    if (this.pending.length >= CHUNK) await this.compress(false);
  }

  async end(): Promise<void> {
    await this.endSheet();
    for (const [name, content] of this.parts()) {
      this.entry = this.open(name);
      this.pending = `${DECLARATION}${content}`;
      await this.compress(true);
    }
    this.zip.end();
    await this.drain();
  }

  private async endSheet(): Promise<void> {
    if (!this.entry) return;
    this.pending += '</sheetData></worksheet>';
    await this.compress(true);
  }

  private open(name: string): ZipDeflate {
    const entry = new this.library.ZipDeflate(name, { level: 6 });
    entry.mtime = this.made;
    this.zip.add(entry);
    return entry;
  }

  private async compress(isLast: boolean): Promise<void> {
    this.entry?.push(Buffer.from(this.pending), isLast);
    this.pending = '';
    if (isLast) this.entry = undefined;
    await this.drain();
  }

  private async drain(): Promise<void> {
    for (const chunk of this.compressed.splice(0)) await this.file.write(chunk);
  }

  /** What makes a workbook of the sheets. */
  private *parts(): Generator<readonly [name: string, content: string]> {
    const numbers = this.sheets.map((_, index) => index + 1);
    const overrides = numbers.map(
      (one) => `<Override PartName="/xl/worksheets/sheet${one}.xml" ContentType="${TYPE}.worksheet+xml"/>`,
    );
    yield [
      '[Content_Types].xml',
      `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>${overrides.join('')}</Types>`,
    ];
    yield ['_rels/.rels', relationships([['officeDocument', 'xl/workbook.xml']])];
    const sheets = this.sheets.map(
      (name, index) => `<sheet name="${xmlText(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
    );
    yield [
      'xl/workbook.xml',
      `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${sheets.join('')}</sheets></workbook>`,
    ];
    const targets = numbers.map((one) => ['worksheet', `worksheets/sheet${one}.xml`] as const);
    yield ['xl/_rels/workbook.xml.rels', relationships([...targets, ['styles', 'styles.xml']])];
    yield ['xl/styles.xml', stylesXml()];
  }
}

function relationships(targets: readonly (readonly [type: string, target: string])[]): string {
  const all = targets.map(
    ([type, target], index) => `<Relationship Id="rId${index + 1}" Type="${RELATIONS}/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${PACKAGE}/relationships">${all.join('')}</Relationships>`;
}

function stylesXml(): string {
  const formats = DECIMALS.map(
    (digits) => `<numFmt numFmtId="${164 + digits}" formatCode="0${digits > 0 ? `.${'0'.repeat(digits)}` : ''}"/>`,
  );
  const numbers = DECIMALS.map(
    (digits) => `<xf numFmtId="${164 + digits}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`,
  );
  return [
    `<styleSheet xmlns="${MAIN}"><numFmts count="${formats.length}">${formats.join('')}</numFmts>`,
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>',
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>',
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
    `<cellXfs count="${2 + numbers.length}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>`,
    `<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>${numbers.join('')}</cellXfs></styleSheet>`,
  ].join('');
}

/** Text stays text, whatever it looks like: a cell is a formula only where it says so. */
function cellXml(cell: SheetCell, place: string, style: number): string {
  if (cell === null) return '';
  if (typeof cell === 'object') return `<c r="${place}" s="${2 + cell.decimals}"><v>${cell.number}</v></c>`;
  // A spreadsheet reads _x0041_ as the character of that number; its own underscore is written so, too.
  const literal = xmlText(cell).replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');
  return `<c r="${place}" t="inlineStr"${style > 0 ? ` s="${style}"` : ''}><is><t xml:space="preserve">${literal}</t></is></c>`;
}

function columnName(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : `${columnName(Math.floor(index / 26) - 1)}${last}`;
}
